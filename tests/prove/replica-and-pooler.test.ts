import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type Db } from '../../server/db.ts';
import { createWorld, type World } from '../factories/governance.ts';
import { createBearer } from '../factories/people.ts';
import { type Product, runPmis, startProduct } from '../setup/product.ts';
import { type ReplicatedPostgres, startReplicatedPostgres, whyNoReplica } from '../setup/replicated-postgres.ts';

const missing = whyNoReplica();
if (missing) console.info(`SKIPPED: PgBouncer and a streaming replica (${missing})`);

describe.skipIf(missing)('behind PgBouncer in transaction mode, with a streaming replica', () => {
  let servers: ReplicatedPostgres;
  let product: Product;
  let world: World;
  let db: Db;
  let replica: pg.Client;
  const tokens: Record<string, string> = {};

  beforeAll(async () => {
    servers = await startReplicatedPostgres();
    db = createDatabase(servers.primaryUrl, { max: 2 }).db;
    // What a session of ours must not be: elsewhere than in UTC.
    await sql`alter database pmis set timezone to 'Asia/Tokyo'`.execute(db);
    const env = { DATABASE_DIRECT_URL: servers.primaryUrl, DATABASE_OWNER_URL: '' };
    await runPmis({ ...process.env, ...env, DATABASE_URL: servers.poolerUrl, REDIS_URL: '' }, 'db', 'migrate');
    world = await createWorld(db);
    for (const name of ['charlie', 'alice'] as const)
      tokens[name] = await createBearer(db, world[name], ['read', 'write', 'admin']);
    product = await startProduct({
      databaseUrl: servers.poolerUrl,
      redisUrl: process.env.TEST_REDIS_URL,
      env: {
        DATABASE_DIRECT_URL: servers.primaryUrl,
        DATABASE_REPLICA_URL: servers.replicaUrl,
        WEB_CONCURRENCY: '2',
        RATE_LIMIT_API: '0',
        LOG_LEVEL: 'info',
      },
    });
    replica = new pg.Client({ connectionString: servers.replicaUrl });
    replica.on('error', () => undefined);
    await replica.connect();
  }, 120_000);
  afterAll(async () => {
    await product?.stop();
    await replica?.end().catch(() => undefined);
    await db?.destroy();
    servers?.stop();
  }, 60_000);

  const call = (who: string, path: string, init: RequestInit = {}) =>
    fetch(`${product.url}${path}`, {
      ...init,
      headers: {
        authorization: `Bearer ${tokens[who]}`,
        'content-type': 'application/json',
        connection: 'close',
        ...init.headers,
      },
    });
  const titles = async (who: string) => {
    const answer = await call(who, '/api/packages?limit=1000');
    expect(answer.status).toBe(200);
    return ((await answer.json()) as { items: { title: string }[] }).items.map(({ title }) => title);
  };
  const addPackage = async (who: string, title: string) => {
    const { rows } = await sql<{ code: string }>`select code from projects limit 1`.execute(db);
    const code = rows[0]!.code;
    const body = JSON.stringify({ title, project: code, type: 'goods' });
    const answer = await call(who, '/api/packages', { method: 'POST', body });
    expect(answer.status, await answer.clone().text()).toBe(201);
  };

  it('the pooler serves hundreds of requests at once, in UTC, without a prepared statement of another’s', async () => {
    const paths = ['/api/packages', '/api/tasks', '/api/approvals', '/api/emails', '/api/vendors', '/api/me'];
    const answers = await Promise.all(Array.from({ length: 240 }, (_, n) => call('charlie', paths[n % paths.length]!)));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const jobs = (await (await call('charlie', '/api/jobs')).json()) as { items: { createdAt: string }[] };
    expect(jobs.items.length).toBeGreaterThan(0);
    for (const { createdAt } of jobs.items) expect(createdAt).toMatch(/(Z|\+00:00)$/);
    expect(((await (await fetch(`${product.url}/health`)).json()) as { status: string }).status).toBe('ok');
  });

  it('the worker hears of a message at once: it listens past the pooler', async () => {
    const body =
      'From: a@example.org\r\nTo: b@example.org\r\nSubject: Hello\r\nMessage-ID: <one@example.org>\r\n\r\nHi\r\n';
    const headers = { 'content-type': 'message/rfc822' };
    const { id } = (await (await call('charlie', '/api/emails', { method: 'POST', body, headers })).json()) as {
      id: string;
    };
    const status = async () =>
      ((await (await call('charlie', `/api/emails/${id}`)).json()) as { status: string }).status;
    await expect.poll(status, { timeout: 5_000 }).toBe('processed');
  });

  it('lists are read from the replica', async () => {
    await new Promise((resolve) => setTimeout(resolve, 5_500));
    await titles('alice');
    const { rows } = await replica.query<{ query: string }>(
      `select query from pg_stat_activity where application_name = 'pmis-read'`,
    );
    expect(rows.some(({ query }) => query.includes('packages'))).toBe(true);
    await expect
      .poll(
        async () => {
          // Two web processes: whether one uses the replica is known after it was asked for a list.
          await titles('alice');
          return (await fetch(`${product.url}/metrics`, { headers: { connection: 'close' } })).text();
        },
        { timeout: 20_000 },
      )
      .toContain('pmis_replica_used 1');
  });

  it('who has just written reads the primary; one who lags too far behind is not read from', async () => {
    for (let n = 0; n < 6; n++) await titles('alice');
    await replica.query('select pg_wal_replay_pause()');
    try {
      await addPackage('charlie', 'Written while the replica stood still');
      for (let n = 0; n < 6; n++) expect(await titles('charlie')).toContain('Written while the replica stood still');
      expect(await titles('alice')).not.toContain('Written while the replica stood still');
      await expect
        .poll(() => titles('alice'), { timeout: 15_000, interval: 500 })
        .toContain('Written while the replica stood still');
    } finally {
      await replica.query('select pg_wal_replay_resume()');
    }
  });

  it('a replica that dies is missed by nobody', async () => {
    await expect
      .poll(async () => product.output().includes('reading from the replica'), { timeout: 10_000 })
      .toBe(true);
    const statuses: number[] = [];
    const asking = (async () => {
      for (let n = 0; n < 150; n++) statuses.push((await call('alice', '/api/packages')).status);
    })();
    servers.stopReplica();
    await asking;
    expect(new Set(statuses)).toEqual(new Set([200]));
  });
});
