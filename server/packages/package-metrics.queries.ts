import { sql } from 'kysely';
import type { Db } from '../db.ts';

/** How many packages stand in each status that has any. */
export async function countPackagesByStatus(db: Db): Promise<{ status: string; count: number }[]> {
  const { rows } = await sql<{ status: string; count: number }>`
    select status, count(*)::int as count from packages group by status order by status limit 100`.execute(db);
  return rows;
}
