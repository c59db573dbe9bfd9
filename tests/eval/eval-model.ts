/**
 * npm run eval:model [-- --verbose]
 * Posts the labelled mails of the developer set (EVAL_DIR, else /work/shared/ai/devset) to a database with its world
 * while a stub of each provider's protocol answers from the labels, right (gold) or poisoned (hostile), and prints the
 * set's own scorer's table of what was stored. It measures the pipeline around a model, not a model.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { createMessageParser } from '../../server/emails/parse/create-message-parser.ts';
import { setEnv } from '../../server/env.ts';
import { seedWorld } from '../../server/seed/seed-world.ts';
import { ingest } from '../factories/mail.ts';
import { createTestDatabase } from '../setup/database.ts';
import { createStub } from '../setup/llm-stub/server.mjs';
import { mailOracle, type OracleLabel } from '../setup/mail-oracle.ts';
import { startTestServices } from '../setup/services.ts';

const dir = process.env['EVAL_DIR'] ?? '/work/shared/ai/devset';
const scorer = join(dir, 'score.mjs');
if (!existsSync(scorer)) {
  console.log(`SKIPPED: there is no ${scorer}; set EVAL_DIR to a folder with it, world.json, labels.json and emails/.`);
  process.exit(0);
}
const json = (name: string) => JSON.parse(readFileSync(join(dir, name), 'utf8'));
const { labels } = json('labels.json') as { labels: (OracleLabel & { file: string })[] };
const set = { labels, texts: json('texts.json') };
const verbose = process.argv.includes('--verbose') ? ['--verbose'] : [];

const PROTOCOLS = ['responses', 'chat', 'anthropic', 'azure'] as const;

function pointAt(protocol: (typeof PROTOCOLS)[number], stub: { url: string; baseURL: string }): void {
  setEnv({
    AI_PROVIDER: protocol === 'anthropic' ? 'anthropic' : protocol === 'azure' ? 'azure' : 'openai',
    OPENAI_API: protocol === 'chat' ? 'chat' : 'responses',
    OPENAI_API_KEY: 'stub-key',
    OPENAI_BASE_URL: stub.baseURL,
    ANTHROPIC_API_KEY: 'stub-key',
    ANTHROPIC_BASE_URL: stub.baseURL,
    AZURE_OPENAI_API_KEY: 'stub-key',
    AZURE_OPENAI_ENDPOINT: stub.url,
    AZURE_OPENAI_DEPLOYMENT: 'reader',
  });
}

const services = await startTestServices();
const temporary = mkdtempSync(join(tmpdir(), 'pmis-eval-model-'));
const parser = createMessageParser();
try {
  const mails = join(temporary, 'set');
  mkdirSync(mails);
  for (const name of ['labels.json', 'texts.json', 'world.json'])
    writeFileSync(join(mails, name), readFileSync(join(dir, name)));
  for (const mode of ['gold', 'hostile'] as const)
    for (const protocol of PROTOCOLS) {
      const database = await createTestDatabase();
      const stub = await createStub({ script: { rules: [], fallback: { text: '' } }, handler: mailOracle(set, mode) });
      try {
        setEnv({ DATABASE_URL: database.url, PMIS_NOW: '2026-03-05T09:00:00Z', LOG_LEVEL: 'fatal' });
        pointAt(protocol, stub);
        await seedWorld(database.db, json('world.json'), { shiftToToday: false, demoPeople: false });
        const emails: Record<string, unknown> = {};
        const sources: Record<string, number> = {};
        for (const { id, file } of labels) {
          const emailId = await ingest(database.db, parser, readFileSync(join(dir, file)));
          const { rows } = await sql<{ understanding: { source: string; fallback?: string } }>`
            select understanding from emails where id = ${emailId}::uuid`.execute(database.db);
          const { understanding } = rows[0]!;
          emails[id] = understanding;
          const by = understanding.fallback
            ? `${understanding.source} (${understanding.fallback})`
            : understanding.source;
          sources[by] = (sources[by] ?? 0) + 1;
        }
        const file = join(temporary, `${mode}-${protocol}.json`);
        writeFileSync(file, JSON.stringify({ emails }));
        console.log(
          `\n${mode.toUpperCase()} over ${protocol}: read by ${JSON.stringify(sources)}; refused by the stub: ${stub.requests.filter((one) => one.problems).length}`,
        );
        const args = [scorer, '--pred', file, '--dir', mails, '--split', 'all', ...verbose];
        const scored = spawnSync(process.execPath, args, { encoding: 'utf8' });
        console.log(scored.stdout, scored.stderr);
      } finally {
        await stub.close();
        await database.drop();
      }
    }
} finally {
  await parser.close();
  await services();
  rmSync(temporary, { recursive: true, force: true });
}
