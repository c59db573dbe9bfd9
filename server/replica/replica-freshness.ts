import type pg from 'pg';
import { logger } from '../logger.ts';

const LOOK_EVERY_MS = 2_000;
/** A replica that lacks what the primary had written so long ago is not read from. */
const MOST_LAG_MS = 5_000;

type Sample = { at: number; lsn: string };

/**
 * Whether the replica keeps up: asked when somebody wants to read, looked up at most every two seconds. The primary's
 * position of five seconds ago must have been replayed; a server that was promoted is no replica any more.
 */
export function replicaFreshness(primary: pg.Pool, replica: pg.Pool) {
  let usable = false;
  let lookedAt = 0;
  let looking: Promise<void> | undefined;
  let samples: Sample[] = [];

  const set = (next: boolean, why: Record<string, unknown> = {}) => {
    if (next !== usable) logger[next ? 'info' : 'warn'](why, next ? 'reading from the replica' : 'replica not used');
    usable = next;
  };

  const look = async (): Promise<void> => {
    try {
      const now = Date.now();
      const { rows } = await primary.query<{ lsn: string }>('select pg_current_wal_lsn()::text as lsn');
      samples = [...samples.filter(({ at }) => now - at <= MOST_LAG_MS * 2), { at: now, lsn: rows[0]!.lsn }];
      // The newest position that is old enough; a process's first look takes the present one.
      const due = samples.findLast(({ at }) => now - at >= MOST_LAG_MS) ?? samples[0]!;
      const state = await replica.query<{ replica: boolean; fresh: boolean | null }>(
        `select pg_is_in_recovery() as replica, pg_last_wal_replay_lsn() >= $1::pg_lsn as fresh`,
        [due.lsn],
      );
      const { replica: isReplica, fresh } = state.rows[0]!;
      set(isReplica && fresh === true, { isReplica, fresh });
    } catch (error) {
      set(false, { err: error });
    }
  };

  const lookAgain = (): Promise<void> => {
    looking ??= look().finally(() => {
      looking = undefined;
      lookedAt = Date.now();
    });
    return looking;
  };

  return {
    /** Waits for a look only where there was none for long: a reader now and then is told the truth too. */
    async isUsable(): Promise<boolean> {
      const age = Date.now() - lookedAt;
      if (age > LOOK_EVERY_MS) {
        const look = lookAgain();
        if (age > LOOK_EVERY_MS * 5) await look;
      }
      return usable;
    },
    /** What the last look said. */
    wasUsable: (): boolean => usable,
    /** A statement could not be answered: not used until the next look says otherwise. */
    lost(error: unknown): void {
      set(false, { err: error });
      lookedAt = Date.now();
    },
  };
}
