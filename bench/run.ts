// `npm run bench`: seeds a throwaway PostgreSQL, measures the built product beside its limits, writes RESULTS.md.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../server/embedded-postgres/embedded-postgres.ts';
import { migrateToLatest } from '../server/migrate.ts';
import type { BareQueries } from './bare-server.ts';
import { explainLists } from './explain.ts';
import { measureIngestion } from './ingest.ts';
import { type Measured, measureInTurn, type Shot, type Target } from './load.ts';
import { measureOverdue } from './overdue.ts';
import { residentMiB, startWeb, startWorker, stop } from './product.ts';
import { bareQueries } from './queries.ts';
import { writeReport } from './report.ts';
import { seed, type SeededAccess, SIZES } from './seed.ts';
import { createPool } from '../server/db.ts';

const POOL = 10;
const started = Date.now();
const say = (text: string) => console.log(`${((Date.now() - started) / 1000).toFixed(0).padStart(4)} s  ${text}`);

async function startBare(url: string, queries: BareQueries) {
  const child = fork(join(import.meta.dirname, 'bare-server.ts'), {
    execArgv: ['--import', 'tsx'],
    env: { NODE_ENV: 'production', PATH: '' },
  });
  child.send({ url, max: POOL, queries });
  const [address] = (await once(child, 'message')) as [{ port: number }];
  return { url: `http://127.0.0.1:${address.port}`, stop: () => child.disconnect() };
}

/** Alice proposes a new budget, another person approves it: two requests a round, each package once. */
function proposeAndApprove(url: string, access: SeededAccess): Target {
  let next = 0;
  const json = (token: string) => ({ authorization: `Bearer ${token}`, 'content-type': 'application/json' });
  const requests: Shot[] = [
    {
      method: 'PATCH',
      setupRequest(request) {
        const code = `P-${String(1 + (next++ % SIZES.packages)).padStart(5, '0')}`;
        const body = JSON.stringify({ budgetAmount: `${1000 + next}.00`, reason: 'Revised estimate' });
        return { ...request, path: `/api/packages/${code}`, headers: json(access.analystToken), body };
      },
      onResponse(_status, body, context) {
        context.code = (JSON.parse(body) as { code?: string }).code ?? '';
      },
    },
    {
      method: 'POST',
      setupRequest: (request, context) => ({
        ...request,
        path: `/api/approvals/${context.code}/approve`,
        headers: json(access.adminToken),
        body: '{"reason":"Agreed"}',
      }),
    },
  ];
  return { name: 'PATCH /api/packages/:code + POST …/approve', url, requests };
}

type Web = { measured: Measured[]; ratios: number[] };

async function measureWeb(
  product: string,
  bare: string,
  access: SeededAccess,
): Promise<Record<'list' | 'one' | 'page', Web>> {
  const bearer = { authorization: `Bearer ${access.analystToken}` };
  const cookie = { cookie: access.sessionCookie };
  const pairs = {
    list: [{ name: 'GET /api/packages?limit=100', url: `${product}/api/packages?limit=100`, headers: bearer }, '/list'],
    one: [{ name: 'GET /api/packages/P-00001', url: `${product}/api/packages/P-00001`, headers: bearer }, '/one'],
    page: [{ name: 'GET /packages (100 rows)', url: `${product}/packages`, headers: cookie }, '/page'],
  } as const;
  const all: Partial<Record<keyof typeof pairs, Web>> = {};
  for (const key of ['list', 'one', 'page'] as const) {
    const [target, path] = pairs[key];
    say(target.name);
    all[key] = await measureInTurn([target, { name: `its limit`, url: bare + path }], { rounds: 6, seconds: 3 });
  }
  return all as Record<keyof typeof pairs, Web>;
}

async function coldStarts(databaseUrl: string, dataDir: string): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < 5; n++) {
    const web = await startWeb(databaseUrl, dataDir);
    times.push(web.healthyMs);
    await stop(web.child);
  }
  return times;
}

async function run(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'pmis-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir, throwaway: true });
  const db = createPool(postgres.url, { max: 2, statementTimeoutMs: 0 });
  try {
    say('seeding');
    await migrateToLatest(postgres.ownerUrl, postgres.url);
    const access = await seed(postgres.ownerUrl);
    const { rows } = await db.query<{ n: number; version: string }>(
      `select count(*)::int as n, current_setting('server_version') as version from events`,
    );
    say(`seeded with ${rows[0]!.n} events; starting the web process several times`);
    const starts = await coldStarts(postgres.url, dataDir);

    const web = await startWeb(postgres.url, dataDir);
    const worker = startWorker(postgres.url, dataDir);
    await sleep(8_000);
    const idle = { web: residentMiB(web.child), worker: residentMiB(worker) };
    await stop(worker);
    const bare = await startBare(postgres.url, await bareQueries(postgres.url, access.userId));
    const pages = await measureWeb(web.url, bare.url, access);
    bare.stop();
    say('propose and approve');
    const decide = await measureInTurn([proposeAndApprove(web.url, access)], { rounds: 3, seconds: 4 });
    say('ingestion');
    const reader = startWorker(postgres.url, dataDir);
    const product = { db, url: web.url, token: access.analystToken };
    const ingestion = await measureIngestion(product, { rounds: 1, count: 2_000 });
    await sleep(5_000);
    const after = { web: residentMiB(web.child), worker: residentMiB(reader) };
    await Promise.all([stop(web.child), stop(reader)]);
    say('plans of the list queries');
    // As autovacuum leaves it: not beside the autovacuum that the ingestion has called.
    const owner = createPool(postgres.ownerUrl, { max: 1, statementTimeoutMs: 0 });
    await owner.query('vacuum analyze');
    await owner.end();
    const plans = await explainLists(postgres.url, access.userId);
    say('overdue check');
    const overdue = await measureOverdue(postgres.url, postgres.ownerUrl, 3);
    const seconds = (Date.now() - started) / 1000;
    const report = {
      events: rows[0]!.n,
      postgres: rows[0]!.version,
      pages,
      decide: decide.measured[0]!,
      ingestion,
      overdue,
    };
    writeReport({ ...report, starts, idle, after, plans, seconds });
    say('wrote bench/RESULTS.md');
  } finally {
    await db.end();
    await postgres.stop();
    removeEmbeddedPostgres(dataDir);
  }
}

await run();
process.exit(0);
