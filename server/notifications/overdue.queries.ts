import { type RawBuilder, sql } from 'kysely';

/** More tasks than this that become overdue for a person at once are one notification: a bell counts what is new. */
export const MOST_OVERDUE_TOLD = 5;

/**
 * The common table expression that tells each escalated task's assignee and buyer, once per task and due date
 * (`task_overdue` in notification.policy.ts), in the statement of the escalation: it reads the expression `due`
 * (entity_id, package_id, code, title, package_code, assignee_id, buyer_id, due_date). A summary has no code: it leads to
 * the list of overdue tasks.
 */
export function tellOverdue(): RawBuilder<unknown> {
  return sql`
    concerned as (
      select due.assignee_id as user_id, due.* from due where due.assignee_id is not null
      union all
      select due.buyer_id, due.* from due where due.buyer_id is not null and due.buyer_id is distinct from due.assignee_id
    ), ranked as (
      select concerned.*, count(*) over (partition by user_id) as total,
        row_number() over (partition by user_id order by due_date, entity_id) as n
      from concerned
    ), told as (
      insert into notifications (user_id, kind, about_type, about_id, about_code, package_id, sentence, once_key)
      select u.id, 'task_overdue', 'task', r.entity_id, case when r.total <= ${MOST_OVERDUE_TOLD} then r.code end,
        case when r.total <= ${MOST_OVERDUE_TOLD} then r.package_id end,
        case when r.total <= ${MOST_OVERDUE_TOLD}
          then r.code || ' on ' || r.package_code || ' was due ' || r.due_date || ' and is overdue: ' || left(r.title, 200)
          else r.total || ' tasks became overdue, ' || r.code || ' on ' || r.package_code || ' the longest.' end,
        'overdue:' || r.entity_id || ':' || r.due_date
      from ranked r join users u on u.id = r.user_id and u.active
      where r.total <= ${MOST_OVERDUE_TOLD} or r.n = 1
      order by u.id, r.n
      on conflict (user_id, once_key) do nothing
    )`;
}
