import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserActor } from '../../../server/actor.ts';
import { createRedis } from '../../../server/redis.ts';
import {
  beginSession,
  endSession,
  findSession,
  sessionHash,
  type SessionStore,
} from '../../../server/sessions/session-store.ts';
import { deleteExpiredSessions } from '../../../server/sessions/session.queries.ts';
import { signOutEverywhere } from '../../../server/users/sign-out-everywhere.ts';
import { updateUser } from '../../../server/users/update-user.ts';
import { getSessionUser } from '../../../server/users/user.queries.ts';
import { createSignInPerson, OPERATOR } from '../../factories/people.ts';
import { openTestRedis } from '../../factories/redis.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

const redis = await openTestRedis();
const away = createRedis('redis://127.0.0.1:1/0');
const REDIS_OF = { postgres: null, redis, 'redis that is away': away };
const NAMES = ['postgres', ...(redis ? (['redis'] as const) : []), 'redis that is away'] as const;

let test: TestDatabase;
let person: UserActor;

beforeAll(async () => {
  test = await createTestDatabase();
  person = await createSignInPerson(test.db, 'operator');
});
afterAll(async () => {
  redis?.disconnect();
  away.disconnect();
  await test.drop();
});

async function isSignedIn(store: SessionStore, sessionId: string): Promise<boolean> {
  const session = await findSession(store, sessionId);
  return session !== null && (await getSessionUser(test.db, session.userId, session.createdAt)) !== null;
}

describe.each(NAMES)('a session with %s', (name) => {
  const store = (): SessionStore => ({ db: test.db, redis: REDIS_OF[name] });

  it('is found by its id, and only its hash is stored', async () => {
    const sessionId = await beginSession(store(), person.userId);
    expect(sessionId).toMatch(/^[\w-]{43}$/);
    expect(await findSession(store(), sessionId)).toMatchObject({ userId: person.userId });
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from sessions s where s::text like ${`%${sessionId}%`}`.execute(test.db);
    expect(rows[0]!.n).toBe(0);
    expect(await findSession(store(), sessionHash(sessionId))).toBeNull();
    expect(await findSession(store(), 'not a session')).toBeNull();
  });

  it('ends alone', async () => {
    const [here, there] = [await beginSession(store(), person.userId), await beginSession(store(), person.userId)];
    const told = await endSession(store(), here);
    expect(told).toBe(name !== 'redis that is away');
    expect(await isSignedIn(store(), here)).toBe(false);
    expect(await isSignedIn(store(), there)).toBe(true);
  });

  it('ends with all others on "sign out everywhere", and a new one begins', async () => {
    const old = [await beginSession(store(), person.userId), await beginSession(store(), person.userId)];
    await signOutEverywhere(test.db, person);
    expect(await Promise.all(old.map((sessionId) => isSignedIn(store(), sessionId)))).toEqual([false, false]);
    expect(await isSignedIn(store(), await beginSession(store(), person.userId))).toBe(true);
  });

  it('ends when its person is disabled, and does not come back when enabled', async () => {
    const other = await createSignInPerson(test.db, 'viewer', 'Otto');
    const sessionId = await beginSession(store(), other.userId);
    await updateUser(test.db, OPERATOR, other.email, { active: false });
    expect(await isSignedIn(store(), sessionId)).toBe(false);
    await updateUser(test.db, OPERATOR, other.email, { active: true });
    expect(await isSignedIn(store(), sessionId)).toBe(false);
  });
});

it('belongs to nobody while its person is not active, whatever else is set', async () => {
  const store = { db: test.db, redis: null };
  const other = await createSignInPerson(test.db, 'viewer', 'Ida');
  const sessionId = await beginSession(store, other.userId);
  await sql`update users set active = false where id = ${other.userId}::uuid`.execute(test.db);
  expect(await isSignedIn(store, sessionId)).toBe(false);
});

it('an expired row is no session, and is removed', async () => {
  const store = { db: test.db, redis: null };
  const sessionId = await beginSession(store, person.userId);
  await sql`update sessions set expires_at = now() - interval '1 second'
    where id_hash = ${sessionHash(sessionId)}`.execute(test.db);
  expect(await findSession(store, sessionId)).toBeNull();
  expect(await deleteExpiredSessions(test.db)).toBe(1);
});

it('is extended at most once an hour', async () => {
  const store = { db: test.db, redis: null };
  const sessionId = await beginSession(store, person.userId);
  const left = async () => {
    const { rows } = await sql<{ days: number }>`select extract(epoch from expires_at - now())::float8 / 86400 as days
      from sessions where id_hash = ${sessionHash(sessionId)}`.execute(test.db);
    return rows[0]!.days;
  };
  const shorten = (interval: string) =>
    sql`update sessions set expires_at = now() + interval '14 days' - ${interval}::interval
      where id_hash = ${sessionHash(sessionId)}`.execute(test.db);
  await shorten('50 minutes');
  await findSession(store, sessionId);
  expect(await left()).toBeLessThan(13.98);
  await shorten('2 hours');
  await findSession(store, sessionId);
  expect(await left()).toBeGreaterThan(13.99);
});

it.runIf(redis)('Redis emptied signs nobody out; a session ended meanwhile stays ended', async () => {
  const store = { db: test.db, redis };
  const [kept, ended] = [await beginSession(store, person.userId), await beginSession(store, person.userId)];
  await redis!.del(...[kept, ended].map((sessionId) => `pmis:session:${sessionHash(sessionId)}`));
  expect(await isSignedIn(store, kept)).toBe(true);
  expect(await redis!.get(`pmis:session:${sessionHash(kept)}`)).toContain(person.userId);
  await endSession(store, ended);
  expect(await isSignedIn(store, ended)).toBe(false);
});
