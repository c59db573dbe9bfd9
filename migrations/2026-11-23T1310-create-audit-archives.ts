import { type Kysely, sql } from 'kysely';

/**
 * Months of the audit trail that were written to a file and taken out of `events`. The heads say where each entity's
 * chain stood at the month's end: the events that are left follow them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table audit_archives (
      id integer generated always as identity primary key,
      month date not null unique,
      events integer not null,
      entities integer not null,
      first_id bigint not null,
      last_id bigint not null,
      trail_hash text not null,
      file_name text not null,
      file_sha256 text not null,
      detached_at timestamptz not null default clock_timestamp()
    )`.execute(db);
  await sql`
    create table audit_archive_heads (
      archive_id integer not null references audit_archives (id),
      entity_type text not null,
      entity_id uuid not null,
      seq integer not null,
      hash text not null,
      primary key (entity_type, entity_id, seq)
    )`.execute(db);
  for (const table of ['audit_archives', 'audit_archive_heads']) {
    await sql`
      create trigger append_only before update or delete or truncate on ${sql.table(table)}
        for each statement execute function pmis_refuse_event_change()`.execute(db);
  }
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table audit_archive_heads, audit_archives`.execute(db);
}
