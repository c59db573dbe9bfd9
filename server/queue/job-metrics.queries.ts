import { sql } from 'kysely';
import type { Db } from '../db.ts';

/** Minutes that job times cover; also how far back a look at them reads. */
export const JOB_WINDOW_MINUTES = 15;
const MOST_JOBS = 20_000;

export type QueueState = { queued: number; due: number; running: number; dead: number; oldestDueSeconds: number };

/** How many jobs wait, are due, run or are dead, and the age in seconds of the oldest that is due (0: none). */
export async function getQueueState(db: Db): Promise<QueueState> {
  const { rows } = await sql<QueueState>`
    select count(*)::int as queued, (count(*) filter (where run_at <= now()))::int as due,
      (select count(*)::int from jobs where status = 'running') as running,
      (select count(*)::int from jobs where status = 'dead') as dead,
      greatest(coalesce(extract(epoch from now() - min(run_at)), 0), 0)::float8 as "oldestDueSeconds"
    from jobs where status = 'queued'`.execute(db);
  return rows[0]!;
}

export type JobTimes = {
  kind: string;
  count: number;
  attempts: number;
  p50: number;
  p95: number;
  p99: number;
  waited: number;
};

/**
 * By kind, over the jobs added within the last 15 minutes that are done: how many, their attempts, seconds of the last
 * attempt (median, 95th, 99th percentile) and seconds waited for it on average.
 */
export async function listJobTimes(db: Db): Promise<JobTimes[]> {
  const { rows } = await sql<JobTimes>`
    with recent as (
      select kind, attempts, extract(epoch from finished_at - started_at) as took,
        greatest(extract(epoch from started_at - created_at), 0) as waited
      from jobs where status = 'done' and created_at > now() - ${JOB_WINDOW_MINUTES}::int * interval '1 minute'
      order by created_at desc limit ${MOST_JOBS}
    )
    select kind, count(*)::int as count, sum(attempts)::int as attempts, avg(waited)::float8 as waited,
      percentile_cont(0.5) within group (order by took)::float8 as p50,
      percentile_cont(0.95) within group (order by took)::float8 as p95,
      percentile_cont(0.99) within group (order by took)::float8 as p99
    from recent group by kind order by kind limit 100`.execute(db);
  return rows;
}
