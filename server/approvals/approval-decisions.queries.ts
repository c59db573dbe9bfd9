import { sql } from 'kysely';
import type { Tx } from '../db.ts';

/** Everyone who approved so far; edits clear them. */
export async function listApprovers(tx: Tx, approvalId: string): Promise<string[]> {
  const { rows } = await sql<{ userId: string }>`
    select user_id as "userId" from approval_decisions
    where approval_id = ${approvalId}::uuid and decision = 'approve' order by decided_at limit 10`.execute(tx);
  return rows.map((row) => row.userId);
}

export async function insertDecision(
  tx: Tx,
  d: {
    approvalId: string;
    userId: string;
    decision: 'approve' | 'reject';
    reason: string;
    tookOverFrom: string | null;
  },
): Promise<void> {
  await sql`
    insert into approval_decisions (approval_id, user_id, decision, reason, took_over_from)
    values (${d.approvalId}::uuid, ${d.userId}::uuid, ${d.decision}, ${d.reason}, ${d.tookOverFrom}::uuid)`.execute(tx);
}

/** Forgets the decisions taken so far: the patch was edited. */
export async function clearDecisions(tx: Tx, approvalId: string): Promise<void> {
  await sql`delete from approval_decisions where approval_id = ${approvalId}::uuid`.execute(tx);
}

export type DecidedAmount = { amountMinor: number; currency: string };

/**
 * Decided contract amounts in the currency of their day: the last by two people, and the first of all
 * (what a loaded package came with, where the first decision found an amount). Null where there is none.
 */
export async function getDecidedContractAmounts(
  tx: Tx,
  packageId: string,
): Promise<{ lastByTwo: DecidedAmount | null; first: DecidedAmount | null }> {
  const { rows } = await sql<{ lastByTwo: DecidedAmount | null; first: DecidedAmount | null }>`
    with decided as (
      select json_build_object('amountMinor', (patch -> 'contractAmount' ->> 'to')::bigint, 'currency', currency) as money,
        (patch -> 'contractAmount' ->> 'from')::bigint as before, currency, applied_at,
        required_decisions = 2 and not single_decision as by_two
      from approvals
      where package_id = ${packageId}::uuid and status = 'applied' and patch -> 'contractAmount' ->> 'to' is not null)
    select (select money from decided where by_two order by applied_at desc limit 1) as "lastByTwo",
      (select case when before is null then money else json_build_object('amountMinor', before, 'currency', currency) end
        from decided order by applied_at limit 1) as first`.execute(tx);
  return rows[0]!;
}
