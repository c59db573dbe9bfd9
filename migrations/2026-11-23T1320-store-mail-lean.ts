import { type Kysely, sql } from 'kysely';

/**
 * Rows of `emails` are small and leave room on their page: texts, headers and the search vector go beside, so that noting
 * an event or what was read changes no index (a HOT update) where it wrote into eleven.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table emails set (toast_tuple_target = 512, fillfactor = 50)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table emails reset (toast_tuple_target, fillfactor)`.execute(db);
}
