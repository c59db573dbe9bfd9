import { type Kysely, sql } from 'kysely';

/** Jobs: the row is the truth; Redis lists and NOTIFY only ring the bell. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table jobs (
      id uuid primary key default gen_random_uuid(),
      kind text not null,
      payload jsonb not null default '{}',
      status text not null default 'queued' check (status in ('queued', 'running', 'done', 'dead', 'dropped')),
      -- at most one unfinished job per key
      unique_key text,
      attempts integer not null default 0,
      max_attempts integer not null default 4,
      run_at timestamptz not null default now(),
      locked_by text,
      locked_until timestamptz,
      started_at timestamptz,
      finished_at timestamptz,
      last_error text,
      created_at timestamptz not null default now(),
      event_seq integer not null default 0,
      event_hash text not null default ''
    )`.execute(db);
  await sql`create unique index jobs_unique_key on jobs (unique_key) where status in ('queued', 'running')`.execute(db);
  await sql`create index jobs_ready_idx on jobs (run_at, id) where status = 'queued'`.execute(db);
  await sql`create index jobs_running_idx on jobs (locked_until) where status = 'running'`.execute(db);
  await sql`create index jobs_status_idx on jobs (status, created_at desc, id)`.execute(db);
  await sql`
    create table schedule_runs (
      name text not null,
      slot timestamptz not null,
      started_at timestamptz not null default now(),
      finished_at timestamptz,
      worker text not null,
      result jsonb,
      error text,
      primary key (name, slot)
    )`.execute(db);
  await sql`
    create table workers (
      name text primary key,
      started_at timestamptz not null default now(),
      seen_at timestamptz not null default now(),
      version text not null default ''
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table workers, schedule_runs, jobs`.execute(db);
}
