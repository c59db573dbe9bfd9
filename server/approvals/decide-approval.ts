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
import {
  canDecide,
  type DecidableApproval,
  decisionReasonMissing,
  decisionsFor,
  higherLevel,
  staleFields,
} from './approval.policy.ts';
import { decisionInput } from './approval.schema.ts';
import {
  type ApprovalState,
  closeApproval,
  getApprovalJson,
  insertDecision,
  listApprovers,
  setPendingApproval,
} from './approval.queries.ts';
import { deciderOf, type Judgement, judgeChange, nextTurn } from './judge-change.ts';
import { type Locked, lockForDecision, requirePending, toldApproval } from './lock-for-decision.ts';
import { staleSentence } from './stale-sentence.ts';

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
  status: 'superseded' | 'apply_failed',
  problem: string,
  details: Record<string, unknown>,
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
  if (vendor) {
    const problem = await applyVendorDomains(tx, actor, vendor, approval);
    if (problem) return fail(tx, actor, locked, 'superseded', problem, {});
    await recordDecision(tx, actor, locked, { decision: 'approve', reason }, { status: 'applied' });
    await closeApproval(tx, approval.id, 'applied', null);
    return answer(tx, approval.id, 'applied');
  }
  if (!pkg) throw new DomainError('not_found', 'The package of this approval is gone.');

  const stale = staleFields(approval.patch, approval.base, pkg);
  if (stale.length > 0) {
    const what = await staleSentence(tx, pkg, stale);
    return fail(
      tx,
      actor,
      locked,
      'superseded',
      `The package changed since this was proposed: ${what}. Propose again on today’s values.`,
      {
        changed: stale.map((one) => one.field),
      },
    );
  }
  const judged = await judgeChange(tx, {
    pkg,
    patch: approval.patch,
    reason: approval.reason,
    effectiveDate: approval.effectiveDate,
    origin: approval.origin,
    requesterId: approval.requestedBy,
    approvalId: approval.id,
  });
  const failure = judged.refusal?.message ?? judged.problems.map((problem) => problem.message).join(' ');
  if (failure)
    return fail(
      tx,
      actor,
      locked,
      'apply_failed',
      `${failure} Nothing was changed; propose again when this is mended.`,
      {},
    );

  const needed = neededNow(approval, judged);
  const taken = approvers.length + 1;
  if (taken < needed.required) {
    const waiting = { ...decidable(locked, [...approvers, actor.userId]), level: needed.level, amount: judged.amount };
    const turn = await nextTurn(tx, waiting, needed.required);
    await recordDecision(
      tx,
      actor,
      locked,
      { decision: 'approve', reason },
      { status: 'pending', decisions: taken, required: needed.required },
      turn.turnUserId,
    );
    await setPendingApproval(tx, approval.id, {
      ...approval,
      ...turn,
      level: needed.level,
      requiredDecisions: needed.required,
    });
    return answer(tx, approval.id, 'pending');
  }
  await recordDecision(
    tx,
    actor,
    locked,
    { decision: 'approve', reason },
    {
      status: 'applied',
      decisions: taken,
      required: needed.required,
      ...(approval.singleDecision ? { decidedByOne: true } : {}),
    },
  );
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

/** What it takes today: a threshold lowered or an amount raised meanwhile can only raise it. */
function neededNow(approval: ApprovalState, judged: Judgement): { level: ApprovalState['level']; required: number } {
  const level = higherLevel(approval.level, judged.level.level);
  if (approval.singleDecision && judged.decidedByOne) return { level, required: 1 };
  return { level, required: Math.max(approval.requiredDecisions, decisionsFor(level)) };
}
