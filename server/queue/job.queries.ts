import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import { decodeCursor } from '../paging.ts';
import { workContext } from '../telemetry/work-context.ts';
import type { Job, JobKind, JobPayloads, JobStatus, ListJobs } from './job.schema.ts';

export type NewJob<K extends JobKind = JobKind> = {
  kind: K;
  payload: JobPayloads[K];
  /** At most one unfinished job has it; a second is not added. */
  uniqueKey?: string;
  /** Where the job is found by what it does. */
  id?: string;
  /** 4 where nothing is said. */
  maxAttempts?: number;
};

/** Adds jobs in one statement; one whose unique key an unfinished job has is left out. Returns how many were added. */
export async function insertJobs(tx: Db | Tx, jobs: NewJob[]): Promise<number> {
  if (jobs.length === 0) return 0;
  const added = jobs.map(({ kind, payload, uniqueKey, id, maxAttempts }) => ({
    id,
    kind,
    payload,
    unique_key: uniqueKey,
    max_attempts: maxAttempts,
  }));
  const { rows } = await sql`
    insert into jobs (id, kind, payload, unique_key, max_attempts, request_id)
    select coalesce(j.id, gen_random_uuid()), j.kind, j.payload, j.unique_key, coalesce(j.max_attempts, 4),
      ${workContext()?.requestId ?? null}
    from jsonb_to_recordset(${JSON.stringify(added)}::jsonb)
      as j(id uuid, kind text, payload jsonb, unique_key text, max_attempts int)
    on conflict (unique_key) where status in ('queued', 'running') do nothing
    returning id`.execute(tx);
  return rows.length;
}

/** Keeps a job that never ran as a dead letter with its reason. The same id again changes nothing. */
export async function insertDeadJob(db: Db, id: string, job: NewJob, error: string): Promise<void> {
  await sql`
    insert into jobs (id, kind, payload, status, attempts, finished_at, last_error)
    values (${id}, ${job.kind}, ${JSON.stringify(job.payload)}::jsonb, 'dead', 1, now(), ${error})
    on conflict (id) do nothing`.execute(db);
}

/** Which kinds a lane of the worker runs; all where nothing is said. */
export type KindFilter = { only?: readonly JobKind[]; except?: readonly JobKind[] };

/** Takes up to `limit` due jobs for `worker`, by priority and then the oldest first; each is his until the lease ends or he lets it go. */
export async function claimJobs(
  db: Db,
  worker: string,
  limit: number,
  leaseMs: number,
  kinds: KindFilter = {},
): Promise<Job[]> {
  const { rows } = await sql<Job>`
    with due as (
      select id from jobs where status = 'queued' and run_at <= now()
        ${kinds.only ? sql`and kind = any(${kinds.only}::text[])` : sql``}
        ${kinds.except ? sql`and kind <> all(${kinds.except}::text[])` : sql``}
      order by priority, run_at, id limit ${limit}
      for update skip locked
    )
    update jobs set status = 'running', locked_by = ${worker}, attempts = attempts + 1, started_at = now(),
      locked_until = now() + ${leaseMs}::double precision * interval '1 ms'
    from due where jobs.id = due.id
    returning jobs.id, kind, payload, attempts, max_attempts as "maxAttempts", request_id as "requestId"`.execute(db);
  return rows;
}

/** Prolongs those leases of the worker that have not ended. */
export async function renewLeases(db: Db, worker: string, ids: readonly string[], leaseMs: number): Promise<void> {
  if (ids.length === 0) return;
  await sql`
    update jobs set locked_until = now() + ${leaseMs}::double precision * interval '1 ms'
    where id = any(${ids}::uuid[]) and status = 'running' and locked_until > now() and locked_by = ${worker}`.execute(
    db,
  );
}

/** Ends a job in the transaction of its effect. False: the lease was lost and the effect must not be kept. */
export async function setJobDone(tx: Db | Tx, id: string, worker: string): Promise<boolean> {
  const { rows } = await sql`
    update jobs set status = 'done', finished_at = now(), locked_by = null, locked_until = null, last_error = null
    where id = ${id} and status = 'running' and locked_by = ${worker} returning id`.execute(tx);
  return rows.length === 1;
}

/** Puts a failed job back for a later attempt. */
export async function setJobWaiting(db: Db, id: string, worker: string, delayMs: number, error: string): Promise<void> {
  await sql`
    update jobs set status = 'queued', locked_by = null, locked_until = null, last_error = ${error},
      run_at = now() + ${delayMs}::double precision * interval '1 ms'
    where id = ${id} and status = 'running' and locked_by = ${worker}`.execute(db);
}

/** Ends a job as a dead letter. False: it was no longer the worker's. */
export async function setJobDead(tx: Tx, id: string, worker: string, error: string): Promise<boolean> {
  const { rows } = await sql`
    update jobs set status = 'dead', locked_by = null, locked_until = null, finished_at = now(), last_error = ${error}
    where id = ${id} and status = 'running' and locked_by = ${worker} returning id`.execute(tx);
  return rows.length === 1;
}

/** Gives back everything that the worker holds, as if it had not been tried. Returns how many. */
export async function handBackJobs(db: Db, worker: string): Promise<number> {
  const { rows } = await sql`
    update jobs set status = 'queued', locked_by = null, locked_until = null, attempts = greatest(attempts - 1, 0)
    where status = 'running' and locked_by = ${worker} returning id`.execute(db);
  return rows.length;
}

/**
 * Frees jobs whose lease ended: their worker died or hung. Those that have attempts left are queued, the others become
 * dead letters, which are returned.
 */
export async function freeExpiredJobs(tx: Tx): Promise<{ freed: number; dead: Job[] }> {
  const { rows } = await sql<Job & { status: JobStatus }>`
    with expired as (
      select id from jobs where status = 'running' and locked_until < now() order by locked_until limit 500
      for update skip locked
    )
    update jobs set locked_by = null, locked_until = null,
      status = case when attempts < max_attempts then 'queued' else 'dead' end,
      finished_at = case when attempts < max_attempts then null else now() end,
      last_error = 'The worker stopped while it ran (attempt ' || attempts || ').'
    from expired where jobs.id = expired.id
    returning jobs.id, kind, payload, attempts, max_attempts as "maxAttempts", status`.execute(tx);
  const dead = rows.filter((row) => row.status === 'dead');
  return { freed: rows.length - dead.length, dead };
}

/** The job for a decision about it, held; null when there is none. */
export async function lockJob(
  tx: Tx,
  id: string,
): Promise<{ id: string; kind: JobKind; status: JobStatus; attempts: number; lastError: string | null } | null> {
  const { rows } = await sql<{
    id: string;
    kind: JobKind;
    status: JobStatus;
    attempts: number;
    lastError: string | null;
  }>`
    select id, kind, status, attempts, last_error as "lastError" from jobs where id = ${id} for update`.execute(tx);
  return rows[0] ?? null;
}

/** Queues a dead job afresh, with all its attempts. */
export async function setJobQueued(tx: Tx, id: string): Promise<void> {
  await sql`
    update jobs set status = 'queued', attempts = 0, run_at = now(), started_at = null, finished_at = null
    where id = ${id}`.execute(tx);
}

export async function setJobDropped(tx: Tx, id: string): Promise<void> {
  await sql`update jobs set status = 'dropped', finished_at = now() where id = ${id}`.execute(tx);
}

/** How many jobs stand in each status, and the age in seconds of the oldest that is due. */
export async function getQueueCounts(db: Db): Promise<Record<JobStatus, number> & { oldestDueSeconds: number | null }> {
  const { rows } = await sql<Record<JobStatus, number> & { oldestDueSeconds: number | null }>`
    select (select count(*)::int from jobs where status = 'queued') as queued,
      (select count(*)::int from jobs where status = 'running') as running,
      (select count(*)::int from jobs where status = 'done') as done,
      (select count(*)::int from jobs where status = 'dead') as dead,
      (select count(*)::int from jobs where status = 'dropped') as dropped,
      (select extract(epoch from now() - min(run_at))::int from jobs where status = 'queued' and run_at <= now())
        as "oldestDueSeconds"`.execute(db);
  return rows[0]!;
}

/** Ids of the newest dead letters, for retrying them all. */
export async function listDeadJobIds(db: Db, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from jobs where status = 'dead' order by created_at desc, id limit ${limit}`.execute(db);
  return rows.map((row) => row.id);
}

const shown = sql`jsonb_build_object('id', id, 'kind', kind, 'status', status,
  'payload', case when length(payload::text) <= 4000 then payload
    else jsonb_build_object('beginning', left(payload::text, 4000), 'length', length(payload::text)) end,
  'attempts', attempts, 'maxAttempts', max_attempts, 'runAt', run_at, 'startedAt', started_at,
  'finishedAt', finished_at, 'lastError', last_error, 'createdAt', created_at)`;

/** `{items, nextCursor}` as JSON text, newest first. */
export async function listJobsJson(db: Db, input: ListJobs): Promise<string> {
  const [at, id] = input.cursor ? decodeCursor(input.cursor, ['instant', 'uuid']) : [null, null];
  const { rows } = await sql<{ json: string }>`
    with page as (
      select jobs.*, row_number() over (order by created_at desc, id) as position from jobs
      where true
        ${input.status?.length ? sql`and status = any(${input.status})` : sql``}
        ${input.kind?.length ? sql`and kind = any(${input.kind})` : sql``}
        ${at === null ? sql`` : sql`and created_at <= ${at}::timestamptz and (created_at < ${at}::timestamptz or id > ${id}::uuid)`}
      order by created_at desc, id limit ${input.limit + 1}
    )
    select json_build_object(
      'items', coalesce((select json_agg(${shown} order by position) from page where position <= ${input.limit}), '[]'),
      'nextCursor', (select pmis_cursor(jsonb_build_array(created_at, id)) from page
        where position = ${input.limit} and exists (select from page where position > ${input.limit}))
    )::text as json`.execute(db);
  return rows[0]!.json;
}

/** One job as JSON text; null when there is none. */
export async function getJobJson(db: Db, id: string): Promise<string | null> {
  const { rows } = await sql<{ json: string }>`select ${shown}::text as json from jobs where id = ${id}`.execute(db);
  return rows[0]?.json ?? null;
}

/** Deletes up to `limit` jobs done before `days` days ago that nobody ever touched (those keep their audit chain). */
export async function deleteOldJobs(db: Db, days: number, limit: number): Promise<number> {
  const { rows } = await sql`
    delete from jobs where id in (
      select id from jobs where status = 'done' and created_at < now() - ${days}::int * interval '1 day' and event_seq = 0
      limit ${limit}
    ) returning id`.execute(db);
  return rows.length;
}
