import { Redis } from 'ioredis';
import { env } from './env.ts';

let shared: Redis | undefined;

/** A new connection, for callers that block on it (BLMOVE). Commands fail at once while Redis is away. */
export function createRedis(url: string, options: { blocking?: boolean } = {}): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: options.blocking ? null : 1,
    connectTimeout: 5_000,
    commandTimeout: options.blocking ? undefined : 2_000,
    enableOfflineQueue: options.blocking ?? false,
    retryStrategy: (times) => Math.min(100 * 2 ** Math.min(times, 6), 5_000),
  });
  // Redis being away degrades, it does not end the process; health and the callers report it.
  redis.on('error', () => undefined);
  return redis;
}

/** The process's Redis, or null where `REDIS_URL` is unset: every caller then uses PostgreSQL. */
export function getRedis(): Redis | null {
  const url = env().REDIS_URL;
  if (!url) return null;
  shared ??= createRedis(url);
  return shared;
}

export function closeRedis(): void {
  shared?.disconnect();
  shared = undefined;
}
