import type { UserActor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db, Tx } from '../db.ts';
import { DomainError } from '../errors.ts';
import { tellDecided, tellEnded } from '../notifications/tell-approval.ts';
import { applyChange } from '../packages/apply-change.ts';
import { invalidFields } from '../packages/resolve-proposal.ts';
import { requireCan } from '../users/require-can.ts';
import { listDeciderFacts } from '../users/decider.queries.ts';
import { applyVendorDomains } from '../vendors/apply-domains.ts';
import type { VendorState } from '../vendors/vendor-domain.queries.ts';
import { canDecide, type DecidableApproval, decisionReasonMissing } from './approval.policy.ts';
import { decisionInput } from './approval.schema.ts';
import { insertDecision, listApprovers } from './approval-decisions.queries.ts';
import { type ApprovalState, closeApproval, getApprovalJson, setPendingApproval } from './approval.queries.ts';
import { type Failed, judgeAgain, neededNow } from './judge-again.ts';
import { deciderOf, nextTurn } from './judge-change.ts';
import { type Locked, lockForDecision, requirePending, toldApproval } from './lock-for-decision.ts';

export type Decided = {
  /** The approval as it stands now, JSON text. */
  json: string;
  status: ApprovalState['status'];
  /** A sentence where the outcome is not what was asked for: superseded or apply_failed. The route answers 409. */
  problem: string | null;
};

type Decision = { decision: 'approve' | 'reject'; reason: string };

const decidable = (locked: Locked, decidedBy: string[]): DecidableApproval => ({
  status: locked.approval.status,
  level: locked.approval.level,
  amount:
    locked.approval.amount !== null && locked.approval.currency !== null
      ? { amountMinor: locked.approval.amount, currency: locked.approval.currency }
      : null,
  buyerId: locked.pkg?.buyer ?? null,
  barred: locked.approval.barred,
  decidedBy,
});

/**
 * Approves or rejects. Everything is checked again under the locks: rights (never whoever had a hand in it), status,
 * before-values, transition and gates. Outcomes `superseded` and `apply_failed` are committed and returned. Throws
 * `forbidden`, `not_found`, `invalid` (a reason is missing), `conflict` (decided already, or edited since it was seen).
 */
async function decide(
  db: Db,
  actor: UserActor,
  ref: string,
  decision: 'approve' | 'reject',
  body: unknown,
): Promise<Decided> {
  requireCan(actor, 'approval.decide');
  return db.transaction().execute(async (tx) => {
    const locked = await lockForDecision(tx, ref);
    const { reason, expectedVersion } = decisionInput.parse(body);
    const { approval } = locked;
    await requirePending(tx, approval, expectedVersion);
    const approvers = await listApprovers(tx, approval.id);
    const facts = (await listDeciderFacts(tx, [actor.userId])).find((person) => person.id === actor.userId);
    if (!facts) throw new DomainError('forbidden', 'You are not among the people of PMIS any more.');
    const answer = canDecide(decidable(locked, approvers), { ...deciderOf(facts), ai: actor.ai });
    if (!answer.ok) throw new DomainError('forbidden', answer.message, { reason: answer.code });
    if (decisionReasonMissing(decision, approval.level, reason))
      throw invalidFields([
        {
          field: 'reason',
          message: `Say why you ${decision} this${decision === 'approve' ? ': it is critical' : ''}.`,
        },
      ]);
    if (decision === 'reject') return reject(tx, actor, locked, reason);
    return approve(tx, actor, locked, approvers, reason);
  });
}

/** Approves; applies the change with the last decision it needs. See `decide` for the errors. */
export const approveApproval = (db: Db, actor: UserActor, ref: string, body: unknown) =>
  decide(db, actor, ref, 'approve', body);

/** Rejects, with a reason. See `decide` for the errors. */
export const rejectApproval = (db: Db, actor: UserActor, ref: string, body: unknown) =>
  decide(db, actor, ref, 'reject', body);

/** Records the decision and tells those who asked; `turn` is whose the second one is. */
async function recordDecision(
  tx: Tx,
  actor: UserActor,
  locked: Locked,
  { decision, reason }: Decision,
  after: { status: 'pending' | 'applied' | 'rejected' } & Record<string, unknown>,
  turn: string | null = null,
) {
  const { approval } = locked;
  const tookOverFrom =
    approval.turnUserId !== null && approval.turnUserId !== actor.userId ? approval.turnUserId : null;
  await insertDecision(tx, { approvalId: approval.id, userId: actor.userId, decision, reason, tookOverFrom });
  const eventId = await recordEvent(tx, actor, {
    entityType: 'approval',
    entityId: approval.id,
    packageId: approval.packageId,
    eventType: 'approval_decided',
    before: { status: 'pending' },
    after: { decision, ...after, ...(tookOverFrom ? { tookOverFrom } : {}) },
    reason: reason || null,
  });
  const told = { ...toldApproval(locked), hands: approval.barred, turn, outcome: after.status };
  await tellDecided(tx, actor, told, { eventId, reason });
}

async function answer(
  tx: Tx,
  id: string,
  status: ApprovalState['status'],
  problem: string | null = null,
): Promise<Decided> {
  return { json: (await getApprovalJson(tx, id))!, status, problem };
}

async function reject(tx: Tx, actor: UserActor, locked: Locked, reason: string): Promise<Decided> {
  const { approval } = locked;
  await recordDecision(tx, actor, locked, { decision: 'reject', reason }, { status: 'rejected' });
  await closeApproval(tx, approval.id, 'rejected', reason);
  return answer(tx, approval.id, 'rejected');
}

/** An outcome nobody chose: committed with its event, and told to the caller. */
async function fail(
  tx: Tx,
  actor: UserActor,
  locked: Locked,
  { failed: status, problem, details }: Failed,
): Promise<Decided> {
  const { approval } = locked;
  await closeApproval(tx, approval.id, status, problem);
  const eventId = await recordEvent(tx, actor, {
    entityType: 'approval',
    entityId: approval.id,
    packageId: approval.packageId,
    eventType: `approval_${status}`,
    before: { status: 'pending' },
    after: { status, ...details },
    reason: problem,
  });
  const told = { ...toldApproval(locked), hands: approval.barred, turn: approval.turnUserId };
  await tellEnded(tx, actor, told, { eventId, status, why: problem });
  return answer(tx, approval.id, status, problem);
}

async function approve(
  tx: Tx,
  actor: UserActor,
  locked: Locked,
  approvers: string[],
  reason: string,
): Promise<Decided> {
  const { approval, pkg, vendor } = locked;
  if (vendor) return approveDomains(tx, actor, locked, vendor, reason);
  if (!pkg) throw new DomainError('not_found', 'The package of this approval is gone.');

  const judged = await judgeAgain(tx, pkg, approval);
  if ('failed' in judged) return fail(tx, actor, locked, judged);

  const needed = neededNow(approval, judged);
  const decisions = approvers.length + 1;
  const counted = { decisions, required: needed.required };
  if (decisions < needed.required) {
    const decidedBy = [...approvers, actor.userId];
    const waiting = { ...decidable(locked, decidedBy), level: needed.level, amount: judged.amount };
    const turn = await nextTurn(tx, waiting, needed.required);
    const after = { status: 'pending', ...counted } as const;
    await recordDecision(tx, actor, locked, { decision: 'approve', reason }, after, turn.turnUserId);
    const raised = { level: needed.level, requiredDecisions: needed.required };
    await setPendingApproval(tx, approval.id, { ...approval, ...turn, ...raised });
    return answer(tx, approval.id, 'pending');
  }
  const byOne = approval.singleDecision ? { decidedByOne: true } : {};
  const after = { status: 'applied', ...counted, ...byOne } as const;
  await recordDecision(tx, actor, locked, { decision: 'approve', reason }, after);
  await closeApproval(tx, approval.id, 'applied', null);
  await applyChange(tx, actor, pkg, {
    patch: approval.patch,
    transition: judged.transition,
    effectiveDate: judged.effectiveDate,
    reason: approval.reason,
    evidence: approval.evidence,
    approval: { id: approval.id, code: approval.code },
  });
  return answer(tx, approval.id, 'applied');
}

async function approveDomains(
  tx: Tx,
  actor: UserActor,
  locked: Locked,
  vendor: VendorState,
  reason: string,
): Promise<Decided> {
  const { approval } = locked;
  const problem = await applyVendorDomains(tx, actor, vendor, approval);
  if (problem) return fail(tx, actor, locked, { failed: 'superseded', problem, details: {} });
  await recordDecision(tx, actor, locked, { decision: 'approve', reason }, { status: 'applied' });
  await closeApproval(tx, approval.id, 'applied', null);
  return answer(tx, approval.id, 'applied');
}
