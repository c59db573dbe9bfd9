import { constants } from 'node:fs';
import { access, mkdir, statfs } from 'node:fs/promises';
import path from 'node:path';
import { appRoot } from '../app-root.ts';
import { getBackupState } from '../backups/backup.queries.ts';
import { backupFolder } from '../backups/backup-store.ts';
import { buildInfo } from '../build-info.ts';
import { getQueueState } from '../queue/job-metrics.queries.ts';
import { listLiveWorkers } from '../queue/worker.queries.ts';
import { latestSlot } from '../schedules/latest-slot.ts';
import { getLastCheckpointDay, getLastRun } from './doctor.queries.ts';
import { type Check, duration, fail, off, ok, type Patient, plainError, warn } from './verdict.ts';

const WORK = 'Work';
const SAFETY = 'Backups and disk';
const DAY_S = 86_400;
/** How long a scheduled run may take before it counts as late, in seconds. */
const GRACE_S = 15 * 60;

async function lookAtWorker({ db }: Patient) {
  const workers = await listLiveWorkers(db);
  if (workers.length === 0)
    return fail(
      'No worker was seen in the last 30 seconds: mail is stored but not read, schedules do not run.',
      'Start one: `node build/worker.js` (compose: `docker compose up -d worker`), and see its log.',
    );
  const others = workers.filter(({ version }) => version !== buildInfo.version);
  if (others.length > 0)
    return warn(
      `${others.length} of ${workers.length} workers run another version (${others[0]!.version}).`,
      'Finish the upgrade: restart them with this version.',
    );
  return ok(`${workers.length} ${workers.length === 1 ? 'worker is' : 'workers are'} alive.`);
}

async function lookAtQueue({ db }: Patient) {
  const { due, dead, oldestDueSeconds } = await getQueueState(db);
  const says = `${due} jobs are due, the oldest for ${duration(oldestDueSeconds)}.`;
  if (oldestDueSeconds > 30 * 60)
    return fail(says, 'Is a worker alive? Start more of them, or see Admin → Jobs for what holds them.');
  if (oldestDueSeconds > 5 * 60) return warn(says, 'Start another worker, or raise WORKER_CONCURRENCY.');
  if (dead > 0)
    return warn(
      `${dead} ${dead === 1 ? 'job was' : 'jobs were'} given up.`,
      'See why with `pmis queue inspect`, mend it, then `pmis queue retry --all`.',
    );
  return ok(due === 0 ? 'Nothing is due.' : says);
}

async function lookAtOverdue({ db, env, now }: Patient) {
  let slot;
  try {
    slot = latestSlot(env.OVERDUE_CRON, now);
  } catch (error) {
    return fail(
      `OVERDUE_CRON cannot be read: ${plainError(error)}.`,
      'Set it like `0 0 * * *`: every day at midnight UTC.',
    );
  }
  if (!slot)
    return fail(
      `OVERDUE_CRON never comes due: ${env.OVERDUE_CRON}.`,
      'Set it like `0 0 * * *`: every day at midnight UTC.',
    );
  const last = await getLastRun(db, 'check_overdue');
  if (last?.error)
    return fail(`The overdue check failed: ${last.error}`, 'Run it by hand: `pmis jobs run check_overdue`.');
  const late = (now.getTime() - slot.getTime()) / 1000;
  const ran = last?.finishedAt && last.slot >= slot;
  if (!ran && late > GRACE_S)
    return fail(
      `The overdue check of ${slot.toISOString().slice(0, 16)} UTC did not run.`,
      'Start a worker; it makes up for what was missed at its start.',
    );
  return ok(ran ? `It ran at ${last.finishedAt!.toISOString().slice(0, 16)} UTC.` : 'It is due now.');
}

async function lookAtCheckpoints({ db, now }: Patient) {
  const day = await getLastCheckpointDay(db);
  if (day === null)
    return warn('No checkpoint of the audit trail was taken yet.', 'A worker takes one each day; start one.');
  const age = (Date.parse(now.toISOString().slice(0, 10)) - Date.parse(day)) / (DAY_S * 1000);
  if (age > 2)
    return warn(
      `The last checkpoint of the audit trail is of ${day}.`,
      'A worker takes one each day; see Admin → Jobs.',
    );
  return ok(`The last checkpoint of the audit trail is of ${day}.`);
}

async function lookAtBackup({ db, env, now }: Patient) {
  const state = await getBackupState(db);
  const run = await getLastRun(db, 'backup');
  if (run?.error)
    return fail(`The last scheduled backup failed: ${run.error}`, 'Take one by hand to see why: `pmis backup create`.');
  const judge = env.PMIS_ENV === 'production' ? fail : warn;
  if (state.ageSeconds === null)
    return judge(
      'No backup was ever taken.',
      'Take one: `pmis backup create`. Then set BACKUP_CRON, or run it from cron.',
    );
  const age = `The newest backup, ${state.name}, is ${duration(state.ageSeconds)} old`;
  const slot = env.BACKUP_CRON ? latestSlot(env.BACKUP_CRON, now) : null;
  const sinceSlot = slot ? (now.getTime() - slot.getTime()) / 1000 : null;
  if (sinceSlot !== null && state.ageSeconds > sinceSlot && sinceSlot > 3_600)
    return fail(
      `${age}; the one due at ${slot!.toISOString().slice(0, 16)} UTC was not taken.`,
      'Is a worker alive? See Admin → Jobs, and `pmis backup create`.',
    );
  if (state.ageSeconds > 8 * DAY_S) return judge(`${age}.`, 'Take one: `pmis backup create`, and set BACKUP_CRON.');
  if (state.ageSeconds > 1.1 * DAY_S && !env.BACKUP_CRON)
    return warn(`${age}, and BACKUP_CRON is not set.`, 'Take them daily: BACKUP_CRON=30 2 * * *.');
  return ok(`${age} (${((state.bytes ?? 0) / 1e6).toFixed(1)} MB).`);
}

async function lookAtVerified({ db }: Patient) {
  const { ageSeconds, verifiedSeconds } = await getBackupState(db);
  if (ageSeconds === null) return off('There is no backup to restore.');
  const mend = 'Restore one for a trial: `pmis backup verify --restore`. It changes nothing.';
  if (verifiedSeconds === null)
    return warn('No backup was ever restored for a trial: nobody knows whether one can be.', mend);
  if (verifiedSeconds > 35 * DAY_S) return warn(`The last trial restore was ${duration(verifiedSeconds)} ago.`, mend);
  return ok(`A backup was restored for a trial ${duration(verifiedSeconds)} ago.`);
}

async function lookAtFolder(folder: string, variable: string) {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
  } catch (error) {
    return fail(`${folder} cannot be written: ${plainError(error)}`, `Correct ${variable} or the folder’s owner.`);
  }
  const { bsize, blocks, bavail } = await statfs(folder);
  const [free, share] = [bavail * bsize, bavail / blocks];
  const says = `${(free / 1e9).toFixed(1)} GB (${Math.floor(share * 100)} %) free in ${folder}.`;
  if (share < 0.05 || free < 200e6)
    return fail(says, 'Make room or enlarge the disk: what cannot be stored is refused.');
  if (share < 0.15 && free < 20e9) return warn(says, 'Make room or enlarge the disk before it is full.');
  return ok(says);
}

/** Workers, queue, schedules; backups and disks. */
export const workChecks: Check[] = [
  { id: 'worker', group: WORK, title: 'Worker', look: lookAtWorker },
  { id: 'queue', group: WORK, title: 'Queue', look: lookAtQueue },
  { id: 'overdue_check', group: WORK, title: 'Overdue check', look: lookAtOverdue },
  { id: 'checkpoints', group: WORK, title: 'Audit checkpoints', look: lookAtCheckpoints },
  { id: 'backup', group: SAFETY, title: 'Newest backup', look: lookAtBackup },
  { id: 'backup_verified', group: SAFETY, title: 'Trial restore', look: lookAtVerified },
  {
    id: 'disk',
    group: SAFETY,
    title: 'Disk of DATA_DIR',
    look: ({ env }) => lookAtFolder(path.resolve(appRoot, env.DATA_DIR), 'DATA_DIR'),
  },
  {
    id: 'backup_disk',
    group: SAFETY,
    title: 'Disk of backups',
    look: ({ env }) => {
      if (env.BACKUP_STORE === 's3') return off('Backups go to S3.');
      if (!env.BACKUP_CRON && !env.BACKUP_DIR)
        return off('This process takes no backups: neither BACKUP_CRON nor BACKUP_DIR is set.');
      return lookAtFolder(backupFolder(), 'BACKUP_DIR');
    },
  },
];
