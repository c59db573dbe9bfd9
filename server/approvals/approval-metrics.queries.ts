import { sql } from 'kysely';
import type { Db } from '../db.ts';

/** Pending proposals by level, with the age in seconds of the oldest of each. */
export async function countPendingByLevel(db: Db): Promise<{ level: string; count: number; oldestSeconds: number }[]> {
  const { rows } = await sql<{ level: string; count: number; oldestSeconds: number }>`
    select level, count(*)::int as count, extract(epoch from now() - min(created_at))::float8 as "oldestSeconds"
    from approvals where status = 'pending' group by level order by level limit 10`.execute(db);
  return rows;
}
