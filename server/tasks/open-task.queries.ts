import { sql } from 'kysely';
import type { Tx } from '../db.ts';

/** Number of tasks of a package that are neither done nor cancelled. */
export async function countOpenTasks(tx: Tx, packageId: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from tasks
    where package_id = ${packageId}::uuid and status in ('open', 'in_progress', 'blocked')`.execute(tx);
  return rows[0]!.n;
}
