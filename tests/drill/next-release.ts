import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { migrations } from '../../migrations/index.ts';
import { appRoot } from '../../server/app-root.ts';
import { makeTestFolder } from '../setup/services.ts';

const FIXTURES = join(appRoot, 'tests/fixtures/next-release');
const COPIED = ['server', 'migrations', 'build/remix', 'package.json', 'package-lock.json', 'vite.config.ts'];
const SCRIPTS = ['remix.config.js', 'tsconfig.json', 'scripts/build.mjs', 'scripts/prepare.mjs'];

export type Release = { folder: string; remove: () => void };

/** This release, as it was built: what runs before the upgrade. */
export const present: Release = { folder: appRoot, remove: () => undefined };

/** The name that the last migration of this release has. */
export const LAST = Object.keys(migrations).sort().at(-1)!;

/** A migration for each table, which gives it a column that the present release does not know. */
function widen(): Map<string, string> {
  const types = readFileSync(join(appRoot, 'server/db-types.ts'), 'utf8');
  const [, list = ''] = /export interface DB \{([\s\S]*?)\n\}/.exec(types)!;
  const tables = [...list.matchAll(/^ {2}(\w+): /gm)].map((match) => match[1]!);
  const alter = (name: string, what: string) =>
    `export const ${name} = (db: Kysely<unknown>) => sql\`alter table ${what}\`.execute(db);\n`;
  return new Map(
    tables.map((table) => [
      `2099-01-01T0000-widen-${table.replaceAll('_', '-')}`,
      `import { type Kysely, sql } from 'kysely';\n` +
        alter('up', `${table} add column next_release text`) +
        alter('down', `${table} drop column next_release`),
    ]),
  );
}

/** A release of this code with these migrations of tests/fixtures/next-release, and a wider table each, in its own folder. */
export async function buildNextRelease(version: string, added: string[]): Promise<Release> {
  const folder = makeTestFolder('next-release');
  const remove = () => rmSync(folder, { recursive: true, force: true });
  for (const dir of ['build', 'scripts']) mkdirSync(join(folder, dir));
  for (const name of [...COPIED, ...SCRIPTS]) cpSync(join(appRoot, name), join(folder, name), { recursive: true });
  symlinkSync(join(appRoot, 'node_modules'), join(folder, 'node_modules'));
  const pkg = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, unknown>;
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ ...pkg, version }));
  const index = join(folder, 'migrations/index.ts');
  let text = readFileSync(index, 'utf8');
  const files = widen();
  for (const name of added) files.set(name, readFileSync(join(FIXTURES, `${name}.ts`), 'utf8'));
  [...files].forEach(([name, content], i) => {
    writeFileSync(join(folder, 'migrations', `${name}.ts`), content);
    text = `import * as next${i} from './${name}.ts';\n${text.replace(/\n};\n$/, `\n  '${name}': next${i},\n};\n`)}`;
  });
  writeFileSync(index, text);
  try {
    await promisify(execFile)(process.execPath, ['scripts/build.mjs', '--programs'], {
      cwd: folder,
      env: { ...process.env, REVISION: version },
    });
  } catch (error) {
    remove();
    throw error;
  }
  return { folder, remove };
}
