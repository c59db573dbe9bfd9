import { deleteOldCalls } from '../ai/model/ai-usage.queries.ts';
import type { Db } from '../db.ts';
import { deleteOldDigests } from '../digests/digest.queries.ts';
import { deleteOldKeys } from '../idempotency/idempotency.queries.ts';
import { deleteIdleBuckets } from '../limits/rate-limit.queries.ts';
import { deleteOldNotifications } from '../notifications/notification-list.queries.ts';
import { deleteOldJobs } from '../queue/job.queries.ts';
import { deleteGoneWorkers } from '../queue/worker.queries.ts';
import { deleteExpiredSessions } from '../sessions/session.queries.ts';
import { deleteOldRuns } from './schedule.queries.ts';

const BATCH = 5_000;
/** Batches of one run: the rest waits for the next, so that cleaning never holds the worker for long. */
const MOST_BATCHES = 40;
const KEEP_JOBS_DAYS = 7;
const KEEP_RUNS_DAYS = 90;
/** Single calls of models; their usage by day stays. */
const KEEP_AI_CALLS_DAYS = 90;
const KEEP_READ_NOTIFICATIONS_DAYS = 180;

async function inBatches(deleteBatch: () => Promise<number>): Promise<number> {
  let deleted = 0;
  for (let i = 0; i < MOST_BATCHES; i++) {
    const count = await deleteBatch();
    deleted += count;
    if (count < BATCH) break;
  }
  return deleted;
}

/** Deletes what nobody needs any more: expired sessions and idempotency keys, idle limits, jobs done a week ago. */
export async function cleanUp(db: Db): Promise<Record<string, number>> {
  await deleteGoneWorkers(db);
  return {
    sessions: await deleteExpiredSessions(db),
    idempotencyKeys: await deleteOldKeys(db),
    rateLimits: await deleteIdleBuckets(db),
    jobs: await inBatches(() => deleteOldJobs(db, KEEP_JOBS_DAYS, BATCH)),
    notifications: await inBatches(() => deleteOldNotifications(db, KEEP_READ_NOTIFICATIONS_DAYS, BATCH)),
    digests: await inBatches(() => deleteOldDigests(db, KEEP_RUNS_DAYS, BATCH)),
    aiCalls: await inBatches(() => deleteOldCalls(db, KEEP_AI_CALLS_DAYS, BATCH)),
    scheduleRuns: await inBatches(() => deleteOldRuns(db, KEEP_RUNS_DAYS, BATCH)),
  };
}
