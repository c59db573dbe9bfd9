import type { Redis } from 'ioredis';
import { createRedis } from '../../server/redis.ts';

/** The Redis of TEST_REDIS_URL, or null with the reason printed: the same tests then run on PostgreSQL alone. */
export async function openTestRedis(): Promise<Redis | null> {
  const url = process.env.TEST_REDIS_URL;
  if (!url) {
    console.info('TEST_REDIS_URL is not set: the Redis half of these tests is left out.');
    return null;
  }
  const redis = createRedis(url);
  await new Promise<void>((resolve) => redis.once('ready', () => resolve()));
  return redis;
}
