import { sql } from 'kysely';
import type { Db } from '../db.ts';
import type { TaskPriority, TaskStatus } from './task.policy.ts';

export type MyTask = {
  code: string;
  title: string;
  package: string;
  packageTitle: string;
  status: TaskStatus;
  priority: TaskPriority;
  dueDate: string;
  /** Calendar days past the due date in the project's zone; 0 or less: not late. */
  daysLate: number;
};

/**
 * The person's open tasks that are overdue or due within `days`, the latest first, and how many there are in all.
 * Tasks without an assignee are the buyer's. Paused ones (package on hold, cancelled, closed) are left out.
 */
export async function listMyDueTasks(
  db: Db,
  userId: string,
  { now, days, limit }: { now: Date; days: number; limit: number },
): Promise<{ items: MyTask[]; total: number; overdue: number }> {
  const { rows } = await sql<MyTask & { total: number; overdue: number }>`
    with mine as (
      select t.*, p.code as package_code, p.title as package_title,
        (${now.toISOString()}::timestamptz at time zone pr.time_zone)::date - t.due_date as days_late
      from tasks t
      join packages p on p.id = t.package_id
      join projects pr on pr.id = t.project_id
      where t.status in ('open', 'in_progress', 'blocked')
        and p.status not in ('on_hold', 'cancelled', 'closed')
        and (t.assignee_id = ${userId}::uuid or (t.assignee_id is null and p.buyer_id = ${userId}::uuid))
        and t.due_date <= (${now.toISOString()}::timestamptz at time zone pr.time_zone)::date + ${days}::int
    )
    select code, title, package_code as package, package_title as "packageTitle", status, priority,
      due_date as "dueDate", days_late as "daysLate", count(*) over ()::int as total,
      (count(*) filter (where days_late > 0) over ())::int as overdue
    from mine order by due_date, code limit ${limit}`.execute(db);
  const { total = 0, overdue = 0 } = rows[0] ?? {};
  return { items: rows, total, overdue };
}
