import { setBounded } from '../bounded-map.ts';
import { env } from '../env.ts';
import { getRedis } from '../redis.ts';

const key = (userId: string) => `pmis:wrote:{${userId}}`;
const MOST = 10_000;
const here = new Map<string, number>();

/**
 * Notes that a person has just written: they read the primary for DATABASE_REPLICA_AFTER_WRITE_S seconds, on every web
 * process where there is Redis, else on this one. Costs nothing without a replica.
 */
export async function noteWrite(userId: string): Promise<void> {
  const { DATABASE_REPLICA_URL, DATABASE_REPLICA_AFTER_WRITE_S: seconds } = env();
  if (!DATABASE_REPLICA_URL || seconds === 0) return;
  setBounded(here, userId, Date.now() + seconds * 1_000, MOST);
  await getRedis()
    ?.set(key(userId), '1', 'EX', seconds)
    .catch(() => undefined);
}

/** Whether the person wrote a moment ago; true too while Redis cannot say. */
export async function hasJustWritten(userId: string): Promise<boolean> {
  const until = here.get(userId) ?? 0;
  if (until > Date.now()) return true;
  const redis = getRedis();
  if (!redis) return false;
  return redis.exists(key(userId)).then(
    (found) => found === 1,
    () => true,
  );
}
