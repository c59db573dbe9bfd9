import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { setEnv } from '../../../server/env.ts';
import { leaseFromRedis } from '../../../server/limits/lease-from-redis.ts';
import { requireApiCall, requireSignInAttempt, takeOne } from '../../../server/limits/rate-limit.ts';
import { deleteIdleBuckets, leaseFromTable } from '../../../server/limits/rate-limit.queries.ts';
import { createRedis } from '../../../server/redis.ts';
import { openTestRedis } from '../../factories/redis.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

const redis = await openTestRedis();
let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(async () => {
  redis?.disconnect();
  await test.drop();
});

const bucket = (perMinute: number, burst: number) => ({ key: randomUUID(), perMinute, burst });

async function takeMany(n: number, limit: ReturnType<typeof bucket>, store = { db: test.db, redis }) {
  const taken = await Promise.all(Array.from({ length: n }, () => takeOne(store, limit)));
  return taken.filter(Boolean).length;
}

describe.each(['table', ...(redis ? ['Redis'] : [])])('a bucket in the %s', (where) => {
  const lease = (limit: ReturnType<typeof bucket>, want: number) =>
    where === 'Redis' ? leaseFromRedis(redis!, limit, want) : leaseFromTable(test.db, limit, want);

  it('gives what it has and no more, and fills again with time', async () => {
    const limit = bucket(600, 10);
    expect(await lease(limit, 4)).toBe(4);
    expect(await lease(limit, 4)).toBe(4);
    expect(await lease(limit, 4)).toBe(2);
    expect(await lease(limit, 4)).toBe(0);
    await new Promise((resolve) => setTimeout(resolve, 350));
    const refilled = await lease(limit, 10);
    expect(refilled).toBeGreaterThanOrEqual(3);
    expect(refilled).toBeLessThan(10);
  });

  it('never holds more than its burst', async () => {
    const limit = bucket(60_000, 5);
    await lease(limit, 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await lease(limit, 100)).toBe(5);
  });

  it('is shared without loss by twenty at once', async () => {
    const limit = bucket(1, 30);
    await lease(limit, 1);
    const given = await Promise.all(Array.from({ length: 20 }, () => lease(limit, 3)));
    expect(given.reduce((sum, n) => sum + n, 0)).toBe(29);
  });
});

it('one process lets exactly the burst through, in leases', async () => {
  expect(await takeMany(500, bucket(1, 200), { db: test.db, redis: null })).toBe(200);
  expect(await takeMany(50, bucket(1, 10), { db: test.db, redis: null })).toBe(10);
});

it('counts in the table while Redis is away', async () => {
  const away = createRedis('redis://127.0.0.1:1/0');
  expect(await takeMany(50, bucket(1, 10), { db: test.db, redis: away })).toBe(10);
  away.disconnect();
});

it('a token gets its burst of a quarter, then 429 with the time to wait; 0 turns it off', async () => {
  setEnv({ RATE_LIMIT_API: 40 });
  const token = `token:${randomUUID()}`;
  for (let i = 0; i < 10; i++) await requireApiCall(test.db, token);
  await expect(requireApiCall(test.db, token)).rejects.toMatchObject({
    code: 'rate_limited',
    details: { retryAfter: 2 },
  });
  await requireApiCall(test.db, `token:${randomUUID()}`);
  setEnv({ RATE_LIMIT_API: 0 });
  await requireApiCall(test.db, token);
});

it('sign-in is counted by address and by account', async () => {
  setEnv({ RATE_LIMIT_SIGN_IN: 3 });
  const [address, account] = [randomUUID(), randomUUID()];
  const attempt = (from: string, email: string) => requireSignInAttempt(test.db, from, email);
  for (let i = 0; i < 3; i++) await attempt(address, account);
  await expect(attempt(address, randomUUID())).rejects.toMatchObject({ code: 'rate_limited' });
  await expect(attempt(randomUUID(), account)).rejects.toMatchObject({ code: 'rate_limited' });
  await attempt(randomUUID(), randomUUID());
  setEnv({ RATE_LIMIT_SIGN_IN: 0 });
  await attempt(address, account);
});

it('forgets buckets that nobody used for a day', async () => {
  const limit = bucket(1, 5);
  await leaseFromTable(test.db, limit, 1);
  await sql`update rate_limits set refilled_at = now() - interval '2 days' where key = ${limit.key}`.execute(test.db);
  expect(await deleteIdleBuckets(test.db)).toBe(1);
});
