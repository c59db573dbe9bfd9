import type { Redis } from 'ioredis';
import { setBounded } from '../bounded-map.ts';
import type { Db } from '../db.ts';
import { env } from '../env.ts';
import { DomainError } from '../errors.ts';
import { logger } from '../logger.ts';
import { getRedis } from '../redis.ts';
import { leaseFromRedis } from './lease-from-redis.ts';
import { type Bucket, leaseFromTable } from './rate-limit.queries.ts';

/** Where the shared bucket lives: Redis, or without it the database. */
export type LimitStore = { db: Db; redis: Redis | null };

type Lease = { left: number; until: number; emptyUntil: number; refill: Promise<void> | null };

const MAX_KEYS = 20_000;
const LEASE_MS = 5_000;
const EMPTY_MS = 50;

const leases = new Map<string, Lease>();

/**
 * Takes one call from a bucket shared by all processes; false when it is empty.
 *
 * A process leases a twentieth of the burst at a time and counts down locally, so that most calls cost no round trip.
 * What a process holds unused is given up after 5 s. Error: P processes may together allow up to P batches (5 % of the
 * burst each) more, or refuse while as many lie unused elsewhere. Buckets with a burst below 40 are exact.
 */
export async function takeOne(store: LimitStore, bucket: Bucket): Promise<boolean> {
  let lease = leases.get(bucket.key);
  if (!lease) {
    lease = { left: 0, until: 0, emptyUntil: 0, refill: null };
    setBounded(leases, bucket.key, lease, MAX_KEYS);
  }
  for (;;) {
    const now = performance.now();
    if (lease.left > 0 && now < lease.until) {
      lease.left -= 1;
      return true;
    }
    if (now < lease.emptyUntil) return false;
    lease.refill ??= refill(store, bucket, lease);
    await lease.refill;
  }
}

async function refill(store: LimitStore, bucket: Bucket, lease: Lease): Promise<void> {
  const batch = Math.max(1, Math.floor(bucket.burst / 20));
  try {
    lease.left = await leaseShared(store, bucket, batch);
  } catch (error) {
    // Neither store answers: calls are let through, what they need of the database fails by itself.
    logger.warn({ err: error }, 'rate limit store unavailable');
    lease.left = batch;
  }
  const now = performance.now();
  lease.until = now + LEASE_MS;
  lease.emptyUntil = lease.left > 0 ? 0 : now + EMPTY_MS;
  lease.refill = null;
}

async function leaseShared({ db, redis }: LimitStore, bucket: Bucket, want: number): Promise<number> {
  if (!redis) return leaseFromTable(db, bucket, want);
  // Redis away: the table keeps the limit meanwhile; at worst a caller gets both bursts.
  return leaseFromRedis(redis, bucket, want).catch(() => leaseFromTable(db, bucket, want));
}

/** Throws `rate_limited` with the whole seconds to wait for the next call. */
export async function requireCall(db: Db, bucket: Bucket, what: string): Promise<void> {
  if (await takeOne({ db, redis: getRedis() }, bucket)) return;
  const retryAfter = Math.max(1, Math.ceil(60 / bucket.perMinute));
  throw new DomainError(
    'rate_limited',
    `Too many ${what}: at most ${bucket.perMinute} a minute. Wait ${retryAfter} s.`,
    {
      retryAfter,
    },
  );
}

/**
 * One API call of a token, of a session's person or of an address without either (PRODUCT.md: 12,000 a minute, bursts
 * of a quarter). RATE_LIMIT_API=0 turns it off. Throws `rate_limited`.
 */
export async function requireApiCall(db: Db, key: string): Promise<void> {
  const perMinute = env().RATE_LIMIT_API;
  if (perMinute === 0) return;
  await requireCall(db, { key: `api:${key}`, perMinute, burst: Math.max(1, Math.floor(perMinute / 4)) }, 'requests');
}

/** One sign-in attempt, counted for the address and for the account. RATE_LIMIT_SIGN_IN=0: off. Throws `rate_limited`. */
export async function requireSignInAttempt(db: Db, address: string, email: string): Promise<void> {
  const perMinute = env().RATE_LIMIT_SIGN_IN;
  if (perMinute === 0) return;
  await requireCall(db, { key: `sign-in:address:${address}`, perMinute, burst: perMinute }, 'sign-in attempts');
  await requireCall(db, { key: `sign-in:account:${email}`, perMinute, burst: perMinute }, 'sign-in attempts');
}
