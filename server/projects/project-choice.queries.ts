import { sql } from 'kysely';
import type { Db } from '../db.ts';

/** The projects of a form's choice, by code; at most 1,000. */
export async function listProjectsToChoose(
  db: Db,
): Promise<{ id: string; code: string; name: string; currency: string }[]> {
  const { rows } = await sql<{ id: string; code: string; name: string; currency: string }>`
    select id, code, name, currency from projects order by code limit 1000`.execute(db);
  return rows;
}
