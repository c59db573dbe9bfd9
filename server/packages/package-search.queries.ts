import { type RawBuilder, sql } from 'kysely';
import type { PlainDate } from '../dates/date.policy.ts';
import { COLUMN_OF } from './package.columns.ts';
import type { Milestone, PackageField } from './package-fields.schema.ts';

/** What the assistant looks for beside the filters of the list. Bounds of dates are inclusive. */
export type PackageSearch = {
  currency?: string;
  /** Late as of the day: delivery behind the contract, or due before it and not here. */
  late?: { is: boolean; on: PlainDate };
  overBudget?: boolean;
  /** The contract amount, else the budget, in major units. */
  amountAbove?: number;
  amountBelow?: number;
  without?: PackageField;
  before?: Partial<Record<Milestone, PlainDate>>;
  after?: Partial<Record<Milestone, PlainDate>>;
};

const column = (field: PackageField) => sql.raw(`p.${COLUMN_OF[field]}`);
const amount = sql`coalesce(pmis_decimal(coalesce(p.contract_amount, p.budget_amount), p.currency)::numeric, 0)`;

/** The conditions of a search on packages `p`. */
export function searchConditions(search: PackageSearch): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (search.currency) where.push(sql`p.currency = ${search.currency}`);
  if (search.late)
    where.push(
      sql`(p.status not in ('delivered', 'completed', 'closed', 'cancelled') and coalesce(
        p.delivery_date < ${search.late.on}::date
        or (p.contract_frozen and coalesce(p.delivery_date_actual, p.delivery_date) > p.delivery_date_plan), false)) = ${search.late.is}`,
    );
  if (search.overBudget) where.push(sql`p.contract_amount > p.budget_amount`);
  if (search.amountAbove !== undefined) where.push(sql`${amount} > ${search.amountAbove}`);
  if (search.amountBelow !== undefined) where.push(sql`${amount} < ${search.amountBelow}`);
  if (search.without) where.push(sql`${column(search.without)} is null`);
  for (const [field, date] of Object.entries(search.before ?? {}))
    where.push(sql`${column(field as Milestone)} <= ${date}::date`);
  for (const [field, date] of Object.entries(search.after ?? {}))
    where.push(sql`${column(field as Milestone)} >= ${date}::date`);
  return where;
}
