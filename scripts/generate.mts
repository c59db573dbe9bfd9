// `npm run generate`: ENV_VARS.md and .env.example from server/env.ts, docs/licences.md from package-lock.json,
// server/db-types.ts from the migrated schema.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { appRoot } from '../server/app-root.ts';
import { startEmbeddedPostgres } from '../server/embedded-postgres/embedded-postgres.ts';
import { envExample, envVarsMarkdown } from '../server/env-docs.ts';
import { migrateToLatest } from '../server/migrate.ts';
import { licencesMarkdown, type Lock } from './licences.mts';

const at = (...parts: string[]) => path.join(appRoot, ...parts);

writeFileSync(at('ENV_VARS.md'), envVarsMarkdown());
writeFileSync(at('.env.example'), envExample());
const lock = JSON.parse(readFileSync(at('package-lock.json'), 'utf8')) as Lock;
writeFileSync(at('docs/licences.md'), licencesMarkdown(lock));

const dataDir = mkdtempSync(path.join(tmpdir(), 'pmis-generate-'));
const postgres = await startEmbeddedPostgres({ dataDir, throwaway: true });
try {
  await migrateToLatest(postgres.ownerUrl, postgres.url);
  const options = ['--dialect', 'postgres', '--url', postgres.ownerUrl, '--date-parser', 'string'];
  const output = [
    '--type-mapping',
    '{"int8":"number"}',
    '--exclude-pattern',
    'kysely_*',
    '--out-file',
    at('server/db-types.ts'),
  ];
  execFileSync(at('node_modules/.bin/kysely-codegen'), [...options, ...output], { stdio: 'inherit' });
} finally {
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
execFileSync(at('node_modules/.bin/prettier'), ['--write', 'ENV_VARS.md', 'docs/licences.md', 'server/db-types.ts'], {
  cwd: appRoot,
  stdio: 'inherit',
});
