import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../db.ts';

/**
 * Waits for every other transaction that escalates tasks of these halves of the ids, and keeps others waiting until the
 * end of this one: a statement begun afterwards sees what they escalated. A statement of its own, for that reason.
 */
export async function lockHalves(tx: Tx, halves: readonly ('lower' | 'upper')[]): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(h) from (
      select hashtextextended('escalate ' || half, 8) as h from unnest(${halves}::text[]) half order by h) as locks`.execute(
    tx,
  );
}

export type EscalationBatch = {
  now: Date;
  above: string;
  upTo: string;
  limit: number;
  chain: RawBuilder<unknown>;
  told: RawBuilder<unknown>;
};

/**
 * Escalates up to `limit` overdue tasks with `above` < id <= `upTo` in one statement: locks the tasks, notes (task, due
 * date) in `task_escalations`, appends a `task_escalated` event for each that was not noted before, and advances the
 * heads. `chain` is chainEvents of the audit noun, `told` tellOverdue of the notifications. Overdue is judged at `now`
 * in each project's time zone. The caller holds the halves of these ids (lockHalves).
 */
export async function escalateBatch(
  tx: Tx,
  { now, above, upTo, limit, chain, told }: EscalationBatch,
): Promise<{ escalated: number; last: string | null }> {
  const instant = now.toISOString();
  await sql`select set_config('work_mem', '64MB', true), set_config('jit', 'off', true)`.execute(tx);
  // No expression is joined with another: nothing is known of their sizes, and a guess too low would make a loop of it.
  const { rows } = await sql<{ escalated: number; last: string | null }>`
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
        and t.id > ${above}::uuid and t.id <= ${upTo}::uuid
      order by t.id
      limit ${limit}
      for update of t
    ), noted as (
      insert into task_escalations (task_id, due_date) select entity_id, due_date from due
    ), heads as (
      select entity_id, package_id, event_seq, event_hash, null::jsonb as before,
        jsonb_build_object('dueDate', due_date, 'daysLate', days_late) as after
      from due
    ), ${chain}, ${told}, advanced as (
      update tasks t set event_seq = chained.seq, event_hash = chained.hash from chained where t.id = chained.entity_id
    )
    select (select count(*)::int from due) as escalated,
      (select entity_id from due order by entity_id desc limit 1) as last`.execute(tx);
  return rows[0]!;
}
