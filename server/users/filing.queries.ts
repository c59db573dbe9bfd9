import { sql } from 'kysely';
import type { Db } from '../db.ts';

/** Name and address of everybody active, for telling our own from outsiders; at most 20,000. */
export async function listOurPeople(db: Db): Promise<{ name: string; email: string }[]> {
  const { rows } = await sql<{ name: string; email: string }>`
    select name, email from users where active order by email limit 20000`.execute(db);
  return rows;
}
