import cron from 'node-cron';
import type { Db } from '../db.ts';
import { env } from '../env.ts';
import { logger } from '../logger.ts';
import { isMailOn } from '../outgoing/mail-settings.ts';
import { ringDoorbell } from '../queue/doorbell.ts';
import { insertJobs, type NewJob } from '../queue/job.queries.ts';
import { DIGEST_MINUTES } from '../digests/digest.policy.ts';
import { listDigestZones } from '../digests/digest.queries.ts';
import { latestLocalTime } from './latest-local-time.ts';
import { latestMidnight } from './latest-midnight.ts';
import { latestSlot } from './latest-slot.ts';
import { claimSlots, listProjectZones, type Slot } from './schedule.queries.ts';

type ScheduledKind =
  | 'check_overdue'
  | 'audit_checkpoint'
  | 'expire_approvals'
  | 'ensure_partitions'
  | 'clean_up'
  | 'send_digests'
  | 'backup';

/** Every schedule by cron (UTC): its name in schedule_runs and the job that it makes. */
function cronSchedules(overdueCron: string): { name: string; cron: string; kind: ScheduledKind }[] {
  const { BACKUP_CRON } = env();
  return [
    { name: 'check_overdue', cron: overdueCron, kind: 'check_overdue' },
    { name: 'audit_checkpoint', cron: '5 0 * * *', kind: 'audit_checkpoint' },
    { name: 'expire_approvals', cron: '15 * * * *', kind: 'expire_approvals' },
    { name: 'ensure_partitions', cron: '10 0 * * *', kind: 'ensure_partitions' },
    { name: 'clean_up', cron: '*/30 * * * *', kind: 'clean_up' },
    ...(BACKUP_CRON ? [{ name: 'backup', cron: BACKUP_CRON, kind: 'backup' as const }] : []),
  ];
}

const MIDNIGHT = 'check_overdue midnight ';
const DIGESTS = 'send_digests 07:00 ';

/**
 * Makes a job for each schedule whose latest slot nobody has claimed, slot and job in one transaction. What came due
 * while no worker ran is therefore made at the next call. Returns the claimed slots' names.
 */
export async function claimDueSlots(
  db: Db,
  worker: string,
  overdueCron: string,
  now: Date = new Date(),
): Promise<string[]> {
  const kinds = new Map<string, ScheduledKind>();
  const slots: Slot[] = [];
  for (const { name, cron: expression, kind } of cronSchedules(overdueCron)) {
    const slot = latestSlot(expression, now);
    kinds.set(name, kind);
    if (slot) slots.push({ name, slot });
  }
  for (const zone of await listProjectZones(db)) {
    const name = `${MIDNIGHT}${zone}`;
    kinds.set(name, 'check_overdue');
    slots.push({ name, slot: latestMidnight(zone, now) });
  }
  // Without a mail server the day's digests wait: their slots are claimed when there is one.
  for (const zone of isMailOn() ? await listDigestZones(db) : []) {
    const name = `${DIGESTS}${zone}`;
    kinds.set(name, 'send_digests');
    slots.push({ name, slot: latestLocalTime(zone, DIGEST_MINUTES, now) });
  }
  const claimed = await db.transaction().execute(async (tx) => {
    const won = await claimSlots(tx, slots, worker);
    const jobs = won.map(({ name, slot }): NewJob => {
      const payload = { schedule: name, slot: slot.toISOString() };
      return { kind: kinds.get(name)!, payload, uniqueKey: `schedule:${name}:${payload.slot}` };
    });
    await insertJobs(tx, jobs);
    return won;
  });
  if (claimed.length > 0) ringDoorbell(db, 'schedule');
  return claimed.map(({ name }) => name);
}

/**
 * Runs the schedules until stopped: at once (for what was missed), every minute (for the projects' midnights,
 * people's mornings and whatever a lost tick left), and at the exact second of the overdue cron.
 */
export function runSchedules({ db, worker, overdueCron }: { db: Db; worker: string; overdueCron: string }): {
  stop: () => Promise<void>;
} {
  const tick = async () => {
    try {
      const claimed = await claimDueSlots(db, worker, overdueCron);
      if (claimed.length > 0) logger.info({ schedules: claimed }, 'schedules due');
    } catch (error) {
      logger.warn({ err: error }, 'cannot look at the schedules; next try in a minute');
    }
  };
  const options = { timezone: 'UTC', noOverlap: true, suppressMissedWarning: true };
  const tasks = [cron.schedule('* * * * *', tick, options), cron.schedule(overdueCron, tick, options)];
  void tick();
  return {
    async stop() {
      await Promise.all(tasks.map((task) => task.destroy()));
    },
  };
}
