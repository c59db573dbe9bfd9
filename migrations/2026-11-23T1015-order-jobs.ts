import { type Kysely, sql } from 'kysely';

/** What people wait for runs first: a message is filed before another one is read for suggestions. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table jobs add column priority smallint not null default 0`.execute(db);
  await sql`drop index jobs_ready_idx`.execute(db);
  await sql`create index jobs_ready_idx on jobs (priority, run_at, id) where status = 'queued'`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop index jobs_ready_idx`.execute(db);
  await sql`create index jobs_ready_idx on jobs (run_at, id) where status = 'queued'`.execute(db);
  await sql`alter table jobs drop column priority`.execute(db);
}
