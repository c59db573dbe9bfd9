import type { Db } from '../db.ts';
import { env } from '../env.ts';
import { latestSlot } from '../schedules/latest-slot.ts';
import { claimSlots, releaseSlot, setSlotFinished } from '../schedules/schedule.queries.ts';

const NAME = 'backup';

/**
 * Does the work when the latest slot of BACKUP_CRON is still nobody's; of all callers, workers included, one does. Null:
 * somebody else has it. Work that fails gives the slot back to whoever asks next. Throws where BACKUP_CRON is not set.
 */
export async function whenBackupIsDue<T>(
  db: Db,
  who: string,
  work: () => Promise<T>,
  now: Date = new Date(),
): Promise<T | null> {
  const { BACKUP_CRON } = env();
  if (!BACKUP_CRON) throw new Error('BACKUP_CRON is not set: nothing is ever due.');
  const slot = latestSlot(BACKUP_CRON, now);
  if (!slot) return null;
  const claimed = await db.transaction().execute((tx) => claimSlots(tx, [{ name: NAME, slot }], who));
  if (claimed.length === 0) return null;
  try {
    const result = await work();
    await setSlotFinished(db, NAME, slot.toISOString(), { by: who });
    return result;
  } catch (error) {
    await releaseSlot(db, NAME, slot);
    throw error;
  }
}
