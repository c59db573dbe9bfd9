import { sql } from 'kysely';
import type { Db } from '../db.ts';
import type { PackageStatus } from './package-fields.schema.ts';

export type NeedyPackage = {
  code: string;
  title: string;
  status: PackageStatus;
  overdueTasks: number;
  /** Days of (actual, else forecast) delivery past the frozen contract date; null when it is not late. */
  lateDays: number | null;
  /** Overdue milestone of the status machine: the bids' due date that has passed without a step, or null. */
  passed: { milestone: 'bidDueDate' | 'awardDate' | 'deliveryDate'; date: string } | null;
};

/**
 * Packages that the person buys with something late: overdue tasks, a delivery past its contract date, or a next
 * milestone whose date has passed. Most overdue first.
 */
export async function listNeedyPackages(
  db: Db,
  userId: string,
  { now, limit }: { now: Date; limit: number },
): Promise<{ items: NeedyPackage[]; total: number }> {
  const { rows } = await sql<NeedyPackage & { total: number }>`
    with mine as (
      select p.id, p.code, p.title, p.status,
        (${now.toISOString()}::timestamptz at time zone pr.time_zone)::date as today,
        case when p.contract_frozen and coalesce(p.delivery_date_actual, p.delivery_date) > p.delivery_date_plan
          then coalesce(p.delivery_date_actual, p.delivery_date) - p.delivery_date_plan end as late_days,
        case when p.status = 'rfq_issued' then 'bidDueDate' when p.status in ('bids_received', 'evaluation')
          then 'awardDate' when p.status in ('po_issued', 'in_fabrication', 'in_execution', 'shipped',
          'partially_delivered') then 'deliveryDate' end as milestone,
        case when p.status = 'rfq_issued' then p.bid_due_date when p.status in ('bids_received', 'evaluation')
          then p.award_date when p.status in ('po_issued', 'in_fabrication', 'in_execution', 'shipped',
          'partially_delivered') then p.delivery_date end as next_date
      from packages p join projects pr on pr.id = p.project_id
      where p.buyer_id = ${userId}::uuid and p.status not in ('closed', 'cancelled', 'on_hold', 'delivered', 'completed')
    ), counted as (
      select mine.*, (select count(*)::int from tasks t where t.package_id = mine.id
        and t.status in ('open', 'in_progress', 'blocked') and t.due_date < mine.today) as overdue_tasks
      from mine
    )
    select code, title, status, overdue_tasks as "overdueTasks", late_days as "lateDays",
      case when next_date < today then json_build_object('milestone', milestone, 'date', next_date) end as passed,
      count(*) over ()::int as total
    from counted where overdue_tasks > 0 or late_days > 0 or next_date < today
    order by overdue_tasks desc, late_days desc nulls last, code limit ${limit}`.execute(db);
  return { items: rows, total: rows[0]?.total ?? 0 };
}
