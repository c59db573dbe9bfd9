import { sql } from 'kysely';
import type { Db } from '../db.ts';
import type { TaskJson } from './task.schema.ts';

export type TaskTabCounts = { mine: number; team: number; overdue: number; undated: number };

/** What a row of the task table shows. */
export type TaskRow = Pick<
  TaskJson,
  | 'code'
  | 'title'
  | 'package'
  | 'packageTitle'
  | 'status'
  | 'priority'
  | 'assignee'
  | 'buyer'
  | 'dueDate'
  | 'daysLate'
  | 'overdue'
  | 'paused'
  | 'source'
>;

const OPEN = sql`t.status in ('open', 'in_progress', 'blocked')`;

/** Numbers on the tabs: open tasks of the person, of everybody, overdue ones, and undated ones that the person buys. */
export async function countTaskTabs(db: Db, userId: string, now: Date): Promise<TaskTabCounts> {
  const { rows } = await sql<TaskTabCounts>`
    with overdue as (
      select 1 from tasks t join packages p on p.id = t.package_id join projects pr on pr.id = t.project_id
      where ${OPEN} and t.due_date < (${now.toISOString()}::timestamptz at time zone pr.time_zone)::date
        and p.status not in ('on_hold', 'cancelled', 'closed')
      limit 1000
    )
    select
      (select count(*)::int from tasks t where t.assignee_id = ${userId}::uuid and ${OPEN})
        + (select count(*)::int from packages p join tasks t on t.package_id = p.id
          where p.buyer_id = ${userId}::uuid and t.assignee_id is null and ${OPEN}) as mine,
      (select count(*)::int from (select 1 from tasks t where ${OPEN} limit 1000) open_tasks) as team,
      (select count(*)::int from overdue) as overdue,
      (select count(*)::int from packages p join tasks t on t.package_id = p.id
        where p.buyer_id = ${userId}::uuid and t.due_date is null and ${OPEN}) as undated`.execute(db);
  return rows[0]!;
}

/** Open tasks without a date on packages that the person buys, the oldest first: somebody has to date them. */
export async function listUndatedTasks(db: Db, buyerId: string, limit: number): Promise<TaskRow[]> {
  const { rows } = await sql<TaskRow>`
    select t.code, t.title, p.code as package, p.title as "packageTitle", t.status, t.priority, t.source,
      case when a.id is not null then json_build_object('email', a.email, 'name', a.name) end as assignee,
      json_build_object('email', b.email, 'name', b.name) as buyer, null as "dueDate", null::int as "daysLate",
      false as overdue, p.status in ('on_hold', 'cancelled', 'closed') as paused
    from packages p
    join tasks t on t.package_id = p.id
    join users b on b.id = p.buyer_id
    left join users a on a.id = t.assignee_id
    where p.buyer_id = ${buyerId}::uuid and t.due_date is null and ${OPEN}
    order by t.created_at, t.code limit ${limit}`.execute(db);
  return rows;
}
