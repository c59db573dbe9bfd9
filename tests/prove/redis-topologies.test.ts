import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../factories/governance.ts';
import { beginSession } from '../../server/sessions/session-store.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';
import { type Product, startProduct } from '../setup/product.ts';
import { startCluster, startSentinels, type Topology, whyNoRedis } from '../setup/redis-topologies.ts';

const missing = whyNoRedis();
if (missing) console.info(`SKIPPED: Redis by sentinels and as a cluster (${missing})`);

const entry = (subject: string) =>
  JSON.stringify({
    message_id: `<${subject.replaceAll(' ', '-')}@example.org>`,
    sender: 'a@example.org',
    subject,
    body: 'Hello',
  });

describe.skipIf(missing).each([
  ['by sentinels', startSentinels as () => Promise<Topology & { failOver?: () => Promise<void> }>],
  ['as a cluster', startCluster as () => Promise<Topology & { failOver?: () => Promise<void> }>],
])('Redis %s', (_name, start) => {
  let redis: Awaited<ReturnType<typeof start>>;
  let database: TestDatabase;
  let product: Product;
  let world: World;
  let cookie: string;

  beforeAll(async () => {
    database = await createTestDatabase();
    world = await createWorld(database.db);
    cookie = `pmis_session=${await beginSession({ db: database.db, redis: null }, world.charlie.userId)}`;
    redis = await start();
    product = await startProduct({ databaseUrl: database.url, redisUrl: redis.env.REDIS_URL, env: redis.env });
  });
  afterAll(async () => {
    await product?.stop();
    redis?.stop();
    await database?.drop();
  });

  const health = async () =>
    (await (await fetch(`${product.url}/health`)).json()) as { checks: Record<string, string> };
  const subjects = async () => {
    const answer = await fetch(`${product.url}/api/emails?limit=100`, { headers: { cookie } });
    expect(answer.status).toBe(200);
    const { items } = (await answer.json()) as { items: { subject: string; status: string }[] };
    return items.filter(({ status }) => status === 'processed').map(({ subject }) => subject);
  };

  it('keeps sessions and limits, takes entries that a tool pushed, and is measured', async () => {
    await expect.poll(async () => (await health()).checks.redis).toBe('ok');
    redis.tool('lpush', 'pmis:jobs:ingest_email', entry('pushed by a tool'));
    await expect.poll(subjects, { timeout: 10_000 }).toContain('pushed by a tool');
    expect(redis.tool('exists', 'pmis:jobs:ingest_email')).toBe('0');
    const metrics = await (await fetch(`${product.url}/metrics`)).text();
    expect(metrics).toContain('pmis_redis_up 1');
    expect(Number(/^pmis_redis_memory_bytes (\d+)/m.exec(metrics)?.[1])).toBeGreaterThan(500_000);
  });

  it('a master that dies ends no session and loses no entry', async (context) => {
    if (!redis.failOver) return context.skip('the cluster of this test has no replicas');
    await redis.failOver();
    redis.tool('lpush', 'pmis:jobs:ingest_email', entry('pushed after the election'));
    await expect.poll(subjects, { timeout: 20_000 }).toContain('pushed after the election');
    await expect.poll(async () => (await health()).checks.redis, { timeout: 15_000 }).toBe('ok');
  });
});
