import { sql } from 'kysely';
import type { WorldPerson } from '../ai/rules/understanding.ts';
import type { Db } from '../db.ts';

/** Everybody of ours, as the reader of mail knows them. */
export async function listWorldPeople(db: Db): Promise<WorldPerson[]> {
  const { rows } = await sql<WorldPerson>`
    select email, name, title, role, active from users order by email limit 20000`.execute(db);
  return rows;
}
