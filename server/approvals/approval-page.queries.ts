import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../db.ts';
import type { PackageType } from '../packages/package-fields.schema.ts';
import type { Shown } from './approval.queries.ts';
import type { DecidableApproval } from './approval.policy.ts';

/** SQL for the number of pending approvals of the package (or vendor) whose id the expression gives. */
export const pendingCountOf = (subjectId: RawBuilder<unknown>): RawBuilder<number> =>
  sql<number>`(select count(*)::int from approvals w where w.subject_id = ${subjectId} and w.status = 'pending')`;

/** What of an approval a page needs to say who may decide, withdraw or edit it. */
export type DecisionFacts = DecidableApproval & {
  id: string;
  code: string;
  requiredDecisions: number;
  requestedById: string;
  turnUserId: string | null;
};

/** The decision facts of several approvals, by id. */
export async function listDecisionFacts(db: Db, ids: readonly string[]): Promise<Map<string, DecisionFacts>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<
    Omit<DecisionFacts, 'amount'> & { amountMinor: number | null; amountCurrency: string | null }
  >`
    select a.id, a.code, a.status, a.level, a.amount as "amountMinor", a.currency as "amountCurrency",
      p.buyer_id as "buyerId", a.barred,
      array(select d.user_id from approval_decisions d where d.approval_id = a.id and d.decision = 'approve') as "decidedBy",
      a.required_decisions as "requiredDecisions", a.requested_by as "requestedById", a.turn_user_id as "turnUserId"
    from approvals a left join packages p on p.id = a.package_id
    where a.id = any(${ids}::uuid[]) limit 1000`.execute(db);
  return new Map(
    rows.map(({ amountMinor, amountCurrency, ...facts }) => {
      const amount = amountMinor !== null && amountCurrency !== null ? { amountMinor, currency: amountCurrency } : null;
      return [facts.id, { ...facts, amount }];
    }),
  );
}

/** What an approval is about, as its patch is read beside it. `subject`: the package's title or the vendor's name. */
export type ApprovalSubject = {
  id: string;
  code: string;
  patch: Shown;
  subject: string | null;
  type?: PackageType;
  currency: string | null;
  planFrozen: boolean;
  contractFrozen: boolean;
};

/** The subjects of several approvals, by the approval's id: for lists, and for events that name approvals by id. */
export async function listApprovalSubjects(db: Db, ids: readonly string[]): Promise<Record<string, ApprovalSubject>> {
  if (ids.length === 0) return {};
  const { rows } = await sql<ApprovalSubject>`
    select a.id, a.code, a.patch_shown as patch, coalesce(p.title, v.name) as subject, p.type, p.currency,
      coalesce(p.plan_frozen, false) as "planFrozen", coalesce(p.contract_frozen, false) as "contractFrozen"
    from approvals a
    left join packages p on p.id = a.package_id
    left join vendors v on a.subject_type = 'vendor' and v.id = a.subject_id
    where a.id = any(${ids}::uuid[]) limit 1000`.execute(db);
  return Object.fromEntries(rows.map((row) => [row.id, row]));
}

/** How many approvals wait for the person, wait at all, and wait at the person's request: the queue's tabs. */
export async function countQueues(db: Db, userId: string): Promise<{ mine: number; pending: number; asked: number }> {
  const { rows } = await sql<{ mine: number; pending: number; asked: number }>`
    select count(*) filter (where turn_user_id = ${userId}::uuid)::int as mine, count(*)::int as pending,
      count(*) filter (where requested_by = ${userId}::uuid)::int as asked
    from approvals where status = 'pending'`.execute(db);
  return rows[0]!;
}
