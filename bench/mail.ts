// `npm run bench:mail`: mail through the whole pipeline of the built product, beside the bare parser and bare inserts, and
// the memory of web and worker while it runs; writes MAIL.md. BENCH_MESSAGES (10,000) shortens it for a trial.
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../server/embedded-postgres/embedded-postgres.ts';
import { parseMessage } from '../server/emails/parse/parse-message.ts';
import { migrateToLatest } from '../server/migrate.ts';
import { insertBare } from './bare-inserts.ts';
import { ingest } from './ingest.ts';
import { median } from './load.ts';
import { writeMailReport } from './mail-report.ts';
import { makeLargeMessage, makeMessages } from './messages.ts';
import { type Program, residentMiB, startWeb, startWorker, stop, watchMemory } from './product.ts';
import { seedMail } from './seed.ts';
import { streamLarge } from './stream-large.ts';
import { createPool } from '../server/db.ts';

const MESSAGES = Number(process.env.BENCH_MESSAGES ?? 10_000);
const SETS = Math.ceil(MESSAGES / 1_000);
const LARGE = 5 * 1024 * 1024;
const started = Date.now();
const say = (text: string) => console.log(`${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s  ${text}`);

type Place = { db: pg.Pool; owner: pg.Pool; web: Program; worker: ReturnType<typeof startWorker>; token: string };

/** Set after set of a thousand, each beside both limits, so that what else the machine does hits all three. */
async function measure({ db, owner, web, worker, token }: Place) {
  const rates: Record<'stored' | 'ingested' | 'understood' | 'parser' | 'inserts', number>[] = [];
  const sizes: number[] = [];
  const memory = { web: watchMemory(web.child), worker: watchMemory(worker) };
  for (let set = 0; set < SETS; set++) {
    const messages = makeMessages(`mail-${set}`, MESSAGES / SETS);
    sizes.push(...messages.map((raw) => raw.length));
    const pipeline = await ingest({ db, url: web.url, token }, messages);
    const begun = performance.now();
    for (const raw of messages) await parseMessage(raw);
    const parser = messages.length / ((performance.now() - begun) / 1000);
    rates.push({ ...pipeline, parser, inserts: await insertBare(owner, messages) });
    say(
      `${(set + 1) * (MESSAGES / SETS)} messages: ${pipeline.ingested.toFixed(0)}/s, worker ${residentMiB(worker).toFixed(0)} MiB`,
    );
  }
  const peaks = { web: memory.web.stop(), worker: memory.worker.stop() };
  const of = (key: keyof (typeof rates)[number]) => median(rates.map((one) => one[key]));
  return {
    rates: {
      stored: of('stored'),
      ingested: of('ingested'),
      understood: of('understood'),
      parser: of('parser'),
      inserts: of('inserts'),
    },
    sizes,
    peaks,
  };
}

/** Twenty messages with 5 MB files in, then each file out to a reader that is slow. */
async function measureLarge({ db, web, worker, token }: Place) {
  const before = { web: residentMiB(web.child), worker: residentMiB(worker) };
  const memory = { web: watchMemory(web.child), worker: watchMemory(worker) };
  await ingest(
    { db, url: web.url, token },
    Array.from({ length: 20 }, (_, n) => makeLargeMessage(n, LARGE)),
    4,
  );
  const readIn = { web: memory.web.stop(), worker: memory.worker.stop() };
  const out = watchMemory(web.child);
  const seconds = await streamLarge(web.url, token, { count: 20, size: LARGE });
  return { before, readIn, readOut: out.stop(), seconds };
}

async function run(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pmis-bench-mail-'));
  const postgres = await startEmbeddedPostgres({ dataDir, throwaway: true });
  const db = createPool(postgres.url, { max: 4, statementTimeoutMs: 0 });
  const owner = createPool(postgres.ownerUrl, { max: 4, statementTimeoutMs: 0 });
  try {
    await migrateToLatest(postgres.ownerUrl, postgres.url);
    const { analystToken: token } = await seedMail(postgres.ownerUrl);
    const web = await startWeb(postgres.url, dataDir);
    const worker = startWorker(postgres.url, dataDir);
    await sleep(5_000);
    const place = { db, owner, web, worker, token };
    const idle = { web: residentMiB(web.child), worker: residentMiB(worker) };
    say('warming');
    await ingest({ db, url: web.url, token }, makeMessages('warm', 200));
    const { rates, sizes, peaks } = await measure(place);
    await sleep(5_000);
    const after = { web: residentMiB(web.child), worker: residentMiB(worker) };
    say('5 MB files');
    const large = await measureLarge(place);
    const { rows } = await db.query<{ wrong: number; events: number; emails: number }>(`
      select (select count(*)::int from emails where status <> 'processed') as wrong, (select count(*)::int from emails) as emails,
        (select count(distinct entity_id)::int from events where event_type = 'email_ingested') as events`);
    if (rows[0]!.wrong > 0 || rows[0]!.events !== rows[0]!.emails)
      throw new Error(`Not every message was processed with its event: ${JSON.stringify(rows[0])}`);
    await Promise.all([stop(web.child), stop(worker)]);
    writeMailReport({ rates, sizes, idle, peaks, after, large, seconds: (Date.now() - started) / 1000 });
    say('wrote bench/MAIL.md');
  } finally {
    await Promise.all([db.end(), owner.end()]);
    await postgres.stop();
    removeEmbeddedPostgres(dataDir);
  }
}

await run();
process.exit(0);
