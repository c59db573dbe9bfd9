import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../db.ts';

export type EscalationBatch = {
  now: Date;
  after: string | null;
  limit: number;
  chain: RawBuilder<unknown>;
  told: RawBuilder<unknown>;
};

/**
 * Escalates up to `limit` overdue tasks with an id above `after` in one statement: locks the tasks, notes (task, due
 * date) in `task_escalations`, appends a `task_escalated` event for each that was not noted before, and advances the
 * heads. `chain` is chainEvents of the audit noun, `told` tellOverdue of the notifications. Overdue is judged at `now`
 * in each project's time zone. A batch of another process is waited for: its tasks are seen again here and found noted.
 */
export async function escalateBatch(
  tx: Tx,
  { now, after, limit, chain, told }: EscalationBatch,
): Promise<{ seen: number; escalated: number; last: string | null }> {
  const instant = now.toISOString();
  await sql`select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`.execute(tx);
  const { rows } = await sql<{ seen: number; escalated: number; last: string | null }>`
    with due as materialized (
      select t.id as entity_id, t.package_id, t.event_seq, t.event_hash, t.due_date, t.code, t.title, t.assignee_id,
        p.code as package_code, p.buyer_id,
        (${instant}::timestamptz at time zone pr.time_zone)::date - t.due_date as days_late
      from tasks t
      join packages p on p.id = t.package_id
      join projects pr on pr.id = t.project_id
      where t.status in ('open', 'in_progress', 'blocked')
        -- no zone is more than 14 hours ahead: the bound that the index can use
        and t.due_date < ((${instant}::timestamptz + interval '14 hours') at time zone 'UTC')::date
        and t.due_date < (${instant}::timestamptz at time zone pr.time_zone)::date
        and p.status not in ('on_hold', 'cancelled', 'closed')
        and not exists (select from task_escalations e where e.task_id = t.id and e.due_date = t.due_date)
        ${after ? sql`and t.id > ${after}::uuid` : sql``}
      order by t.id
      limit ${limit}
      for update of t
    ), noted as materialized (
      insert into task_escalations (task_id, due_date) select entity_id, due_date from due
      on conflict do nothing returning task_id
    ), heads as materialized (
      select due.entity_id, due.package_id, due.event_seq, due.event_hash, null::jsonb as before,
        jsonb_build_object('dueDate', due.due_date, 'daysLate', due.days_late) as after
      from due join noted on noted.task_id = due.entity_id
    ), ${chain}, ${told}, advanced as (
      update tasks t set event_seq = chained.seq, event_hash = chained.hash from chained where t.id = chained.entity_id
      returning 1
    )
    select (select count(*)::int from due) as seen, (select count(*)::int from advanced) as escalated,
      (select entity_id from due order by entity_id desc limit 1) as last`.execute(tx);
  return rows[0]!;
}
