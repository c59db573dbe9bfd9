import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { logger } from '../logger.ts';
import { requireCan } from '../users/require-can.ts';
import { type Checkpoint, getCheckpoint, insertCheckpoint } from './checkpoint.queries.ts';

/** What two takers at once run into: a day's second checkpoint, or a snapshot that the first has outrun. */
const ALREADY_TAKEN = ['23505', '40001'];

function postgresCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/**
 * Takes the day's checkpoint (UTC, real clock): hashes, over one snapshot, every head that moved since the one before,
 * and chains it to that. One a day: asked again, it gives the one that stands. The hash is logged, so that a log kept
 * elsewhere proves later that the trail of that day was not rewritten.
 */
export async function takeCheckpoint(db: Db, actor: Actor): Promise<Checkpoint & { taken: boolean }> {
  requireCan(actor, 'policy.manage');
  const day = new Date().toISOString().slice(0, 10);
  const attempt = db.transaction().setIsolationLevel('repeatable read');
  try {
    const result = await attempt.execute(async (tx) => {
      const standing = await getCheckpoint(tx, day);
      return standing ? { ...standing, taken: false } : { ...(await insertCheckpoint(tx, day)), taken: true };
    });
    if (result.taken) logger.info({ day, heads: result.heads, hash: result.hash }, 'audit checkpoint taken');
    return result;
  } catch (error) {
    if (!ALREADY_TAKEN.includes(postgresCode(error))) throw error;
    const standing = await db.transaction().execute((tx) => getCheckpoint(tx, day));
    if (!standing) throw error;
    return { ...standing, taken: false };
  }
}
