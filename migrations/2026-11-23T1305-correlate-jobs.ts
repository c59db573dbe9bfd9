import { type Kysely, sql } from 'kysely';

/** A job remembers the HTTP request that it was added in, so that the log tells one story from request to job. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table jobs add column request_id text`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table jobs drop column request_id`.execute(db);
}
