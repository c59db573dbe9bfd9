import { sql } from 'kysely';
import type { Db } from '../db.ts';

/** How many open tasks are overdue where their project is, those of held, cancelled and closed packages left out. */
export async function countOverdueTasks(db: Db, now: Date): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count
    from tasks t join packages p on p.id = t.package_id join projects pr on pr.id = t.project_id
    where t.status in ('open', 'in_progress', 'blocked')
      and t.due_date < (${now.toISOString()}::timestamptz at time zone pr.time_zone)::date
      and p.status not in ('on_hold', 'cancelled', 'closed')`.execute(db);
  return rows[0]!.count;
}
