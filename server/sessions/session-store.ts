import { createHash, randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Db } from '../db.ts';
import { env } from '../env.ts';
import { logger } from '../logger.ts';
import { getRedis } from '../redis.ts';
import { deleteSession, extendSession, getSession, insertSession, type StoredSession } from './session.queries.ts';

const DAY_S = 86_400;
const REFRESH_MS = 3_600_000;
const ENDED = 'ended';
const SESSION_ID = /^[\w-]{43}$/;

export type SessionStore = { db: Db; redis: Redis | null };

/** Only this hash of a session id is stored, in Redis and in the database. */
export function sessionHash(sessionId: string): string {
  return createHash('sha256').update(sessionId).digest('hex');
}

const redisKey = (idHash: string) => `pmis:session:${idHash}`;

/** The process's stores: the database, and Redis where REDIS_URL is set. */
export function sessionStore(db: Db): SessionStore {
  return { db, redis: getRedis() };
}

/**
 * Begins a session of SESSION_DAYS and returns its id, 256 random bits: the cookie's value. The row in PostgreSQL is
 * what survives; the copy in Redis, where there is one, is what requests read (docs/decisions/004-sessions.md).
 */
export async function beginSession({ db, redis }: SessionStore, userId: string): Promise<string> {
  const sessionId = randomBytes(32).toString('base64url');
  const idHash = sessionHash(sessionId);
  const session = await insertSession(db, idHash, userId, env().SESSION_DAYS);
  if (redis) await copyToRedis(redis, idHash, session);
  return sessionId;
}

/** The session of a cookie's value, or null. Extends it at most once an hour. */
export async function findSession({ db, redis }: SessionStore, sessionId: string): Promise<StoredSession | null> {
  if (!SESSION_ID.test(sessionId)) return null;
  const idHash = sessionHash(sessionId);
  const held = redis ? await readFromRedis(redis, idHash) : null;
  if (held === ENDED) return null;
  const session = held ?? (await getSession(db, idHash));
  if (!session) return null;
  if (redis && !held) await copyToRedis(redis, idHash, session);
  const days = env().SESSION_DAYS;
  if (Date.now() + days * DAY_S * 1000 - session.expiresAt.getTime() < REFRESH_MS) return session;
  await extendSession(db, idHash, days);
  if (redis) await redis.expire(redisKey(idHash), days * DAY_S).catch(warnNotCopied);
  return session;
}

/**
 * Ends one session in both stores. In Redis a mark replaces it, so that a request under way cannot put it back.
 * Returns false when Redis may still hold it, being away: the caller then has to end all sessions of the person,
 * which the database decides alone.
 */
export async function endSession({ db, redis }: SessionStore, sessionId: string): Promise<boolean> {
  const idHash = sessionHash(sessionId);
  await deleteSession(db, idHash);
  if (!redis) return true;
  return redis.set(redisKey(idHash), ENDED, 'EX', env().SESSION_DAYS * DAY_S).then(
    () => true,
    () => false,
  );
}

function warnNotCopied(error: unknown): void {
  logger.warn({ err: error }, 'session not copied to Redis');
}

async function copyToRedis(redis: Redis, idHash: string, session: StoredSession): Promise<void> {
  const seconds = Math.ceil((session.expiresAt.getTime() - Date.now()) / 1000);
  const value = JSON.stringify({ userId: session.userId, createdAt: session.createdAt });
  if (seconds > 0) await redis.set(redisKey(idHash), value, 'EX', seconds, 'NX').catch(warnNotCopied);
}

/** What Redis says of a session: null when it does not know it or is away. */
async function readFromRedis(redis: Redis, idHash: string): Promise<StoredSession | typeof ENDED | null> {
  const key = redisKey(idHash);
  const replies = await redis
    .pipeline()
    .get(key)
    .pttl(key)
    .exec()
    .catch(() => null);
  const value = replies?.[0]?.[1];
  const ms = Number(replies?.[1]?.[1]);
  if (value === ENDED) return ENDED;
  if (typeof value !== 'string' || !(ms > 0)) return null;
  const { userId, createdAt } = JSON.parse(value) as { userId: string; createdAt: string };
  return { userId, createdAt, expiresAt: new Date(Date.now() + ms) };
}
