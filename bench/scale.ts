// `npm run bench:scale`: the built product with 1, 2 and 4 web processes and with 1, 2 and 4 workers on one throwaway
// PostgreSQL; prints the tables and writes them to bench/SCALE.md. SCALE_SECONDS shortens the rounds for a trial.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import type pg from 'pg';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../server/embedded-postgres/embedded-postgres.ts';
import { migrateToLatest } from '../server/migrate.ts';
import { ingest } from './ingest.ts';
import { CONNECTIONS, type Measured, measureInTurn } from './load.ts';
import { makeMessages } from './messages.ts';
import { startWeb, startWorker, stop } from './product.ts';
import { seed, type SeededAccess } from './seed.ts';
import { createPool } from '../server/db.ts';

const COUNTS = [1, 2, 4];
const SECONDS = Number(process.env.SCALE_SECONDS ?? 4);
const MESSAGES = SECONDS < 4 ? 300 : 1_500;
const ROUNDS = SECONDS < 4 ? 1 : 3;
const started = Date.now();
const say = (text: string) => console.log(`${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s  ${text}`);

type Place = { url: string; dataDir: string; access: SeededAccess; db: pg.Pool };

async function measureWeb({ url: database, dataDir, access }: Place, processes: number): Promise<Measured[]> {
  const web = await startWeb(database, dataDir, { WEB_CONCURRENCY: `${processes}` });
  const bearer = { authorization: `Bearer ${access.analystToken}` };
  const targets = [
    { name: 'GET /api/packages?limit=100', url: `${web.url}/api/packages?limit=100`, headers: bearer },
    { name: 'GET /api/packages/P-00001', url: `${web.url}/api/packages/P-00001`, headers: bearer },
    { name: 'GET /packages (100 rows)', url: `${web.url}/packages`, headers: { cookie: access.sessionCookie } },
  ];
  const { measured } = await measureInTurn(targets, { rounds: ROUNDS, seconds: SECONDS });
  await stop(web.child);
  const failed = measured.reduce((sum, one) => sum + one.failed, 0);
  if (failed > 0) throw new Error(`${failed} requests failed with ${processes} web processes.`);
  return measured;
}

async function measureWorkers({ url: database, dataDir, access, db }: Place, count: number) {
  const web = await startWeb(database, dataDir, { WEB_CONCURRENCY: '1' });
  const workers = Array.from({ length: count }, () => startWorker(database, dataDir));
  const product = { db, url: web.url, token: access.analystToken };
  // Every worker has compiled what it runs before it counts.
  await ingest(product, makeMessages(`warm-${count}`, 150 * count));
  const rates = await ingest(product, makeMessages(`workers-${count}`, MESSAGES));
  await Promise.all([web.child, ...workers].map(stop));
  return rates;
}

const perSecond = (value: number) => (value < 100 ? value.toFixed(1) : Math.round(value).toLocaleString('en-GB'));
const times = (value: number, first: number) => `${(value / first).toFixed(2)} ×`;

async function run(): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pmis-scale-'));
  const postgres = await startEmbeddedPostgres({ dataDir, throwaway: true });
  const db = createPool(postgres.url, { max: 2, statementTimeoutMs: 0 });
  try {
    say('seeding');
    await migrateToLatest(postgres.ownerUrl, postgres.url);
    const place: Place = { url: postgres.url, dataDir, access: await seed(postgres.ownerUrl), db };
    const web: Measured[][] = [];
    for (const count of COUNTS) {
      say(`${count} web processes`);
      web.push(await measureWeb(place, count));
    }
    const workers: Awaited<ReturnType<typeof measureWorkers>>[] = [];
    for (const count of COUNTS) {
      say(`${count} workers`);
      workers.push(await measureWorkers(place, count));
    }
    const rowOf = (name: string, n: number) =>
      `| ${name} | ${web.map((one) => `${perSecond(one[n]!.perSecond)} (${times(one[n]!.perSecond, web[0]![n]!.perSecond)}), p99 ${one[n]!.p99.toFixed(0)} ms`).join(' | ')} |`;
    const workerRow = (name: string, key: 'stored' | 'ingested' | 'understood') =>
      `| ${name} | ${workers.map((one) => `${perSecond(one[key])} (${times(one[key], workers[0]![key])})`).join(' | ')} |`;
    const machine = `${availableParallelism()} cores (${cpus()[0]?.model ?? 'unknown'}), ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
    return [
      '# Web processes and workers',
      '',
      `Measured by \`npm run bench:scale\` on ${machine}; load generator, PostgreSQL and the product share these cores, so that`,
      `what is beyond them cannot show here. ${CONNECTIONS} connections, ${ROUNDS} rounds of ${SECONDS} s; ${MESSAGES} messages. A second, and beside one process.`,
      '',
      '| request | 1 web process | 2 | 4 |',
      '| --- | --- | --- | --- |',
      ...web[0]!.map(({ name }, n) => rowOf(name, n)),
      '',
      '| messages a second | 1 worker | 2 | 4 |',
      '| --- | --- | --- | --- |',
      workerRow('stored (answered 202)', 'stored'),
      workerRow('filed', 'ingested'),
      workerRow('read for suggestions', 'understood'),
      '',
    ].join('\n');
  } finally {
    await db.end();
    await postgres.stop(2_000);
    removeEmbeddedPostgres(dataDir);
  }
}

const table = await run();
console.log(`\n${table}`);
if (SECONDS >= 4) writeFileSync(join(import.meta.dirname, 'SCALE.md'), table);
process.exit(0);
