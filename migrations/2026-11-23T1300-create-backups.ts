import { type Kysely, sql } from 'kysely';

/** Backups that were taken: what doctor and metrics look at. The truth is where the backups are kept. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table backups (
      name text primary key,
      started_at timestamptz not null,
      finished_at timestamptz not null,
      dump text not null check (dump in ('pg_dump', 'copy')),
      place text not null,
      bytes bigint not null,
      encrypted boolean not null,
      -- restored: the row was written into the database that came from this backup
      trigger text not null check (trigger in ('command', 'schedule', 'found', 'restored')),
      -- last restored for a trial, or for good
      verified_at timestamptz
    )`.execute(db);
  await sql`create index backups_finished_idx on backups (finished_at desc)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table backups`.execute(db);
}
