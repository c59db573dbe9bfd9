import type { UserActor } from '../actor.ts';
import { insertApproval, getApprovalJson, type NewApproval, type Shown } from '../approvals/approval.queries.ts';
import { type LevelResult, needsBase, originOf } from '../approvals/approval-level.policy.ts';
import { baseOf } from '../approvals/approval-base.policy.ts';
import { barredFrom } from '../approvals/approval.policy.ts';
import { type Judgement, judgeChange, nextTurn } from '../approvals/judge-change.ts';
import { type Evidence, recordEvent } from '../audit/record-event.ts';
import type { Db, Tx } from '../db.ts';
import { DomainError } from '../errors.ts';
import { tellRequested } from '../notifications/tell-approval.ts';
import { requireCan } from '../users/require-can.ts';
import { applyChange, shownPatch } from './apply-change.ts';
import type { PackageState } from './package.columns.ts';
import { lockPackage } from './package.queries.ts';
import { packagePatchInput, patchParts } from './package.schema.ts';
import { invalidFields, resolveProposal } from './resolve-proposal.ts';
import { staleVersion } from '../audit/stale-version.ts';

/** Recorded as who decided what the policy applies at once. */
const POLICY = { kind: 'system', name: 'policy', via: 'api' } as const;

export type ProposeInput = {
  /** Code or id of the package. */
  package: string;
  /** The body of `PATCH /api/packages/:idOrCode`. */
  body: unknown;
  /** Where a suggestion was accepted: its message counts as the origin, its quotes as evidence. */
  fromEmail?: { evidence: Evidence[] };
};

export type Proposed = {
  /** The approval as the API answers it, JSON text. */
  json: string;
  id: string;
  code: string;
  /** True when the policy applied the change at once. */
  applied: boolean;
};

/**
 * Proposes a change to a package: an approval that somebody else decides, or, where its level is low, one that the
 * policy decides at once. Throws `forbidden`, `not_found`, `invalid` (fields, gates, nothing to change), `conflict`
 * (stale version, a step that the status machine does not allow; `details.allowed` lists those it does).
 */
export async function proposeChange(db: Db, actor: UserActor, input: ProposeInput): Promise<Proposed> {
  requireCan(actor, 'package.propose');
  return db.transaction().execute((tx) => proposeChangeIn(tx, actor, input));
}

/** proposeChange in the caller's transaction: an accepted suggestion and its proposal commit together. */
export async function proposeChangeIn(tx: Tx, actor: UserActor, input: ProposeInput): Promise<Proposed> {
  requireCan(actor, 'package.propose');
  const pkg = await lockPackage(tx, input.package);
  if (!pkg) throw new DomainError('not_found', `There is no package ${input.package}.`);
  const { proposed, besides } = patchParts(packagePatchInput.parse(input.body));
  if (besides.expectedVersion !== undefined && besides.expectedVersion !== pkg.version)
    throw await staleVersion(tx, 'package', pkg.id, pkg.version);
  const patch = await resolveProposal(tx, actor, pkg, proposed);
  if (Object.keys(patch).length === 0)
    throw invalidFields(
      Object.keys(proposed).map((field) => ({ field, message: 'already has this value; nothing would change.' })),
    );
  const evidence = [...(input.fromEmail?.evidence ?? []), ...(besides.evidence ?? [])];
  return insertProposal(tx, actor, pkg, {
    patch,
    reason: besides.reason ?? '',
    effectiveDate: besides.effectiveDate ?? null,
    impact: besides.impact,
    uncertainty: besides.uncertainty,
    origin: input.fromEmail ? 'email' : originOf(actor.via, actor.ai),
    evidence,
  });
}

type Proposal = Pick<
  Parameters<typeof judgeChange>[1],
  'patch' | 'reason' | 'effectiveDate' | 'impact' | 'uncertainty' | 'origin'
> & {
  evidence: Evidence[];
};

/** Judges and stores a proposal on a locked package; applies it when its level is low. */
async function insertProposal(tx: Tx, actor: UserActor, pkg: PackageState, proposal: Proposal): Promise<Proposed> {
  const judged = await judgeChange(tx, { ...proposal, pkg, requesterId: actor.userId, approvalId: null });
  if (judged.refusal)
    throw new DomainError('conflict', judged.refusal.message, { field: 'status', allowed: judged.refusal.allowed });
  if (judged.problems.length > 0)
    throw invalidFields(judged.problems.map(({ field, message }) => ({ field: field ?? '', message })));

  const applied = judged.requiredDecisions === 0;
  const barred = barredFrom({ requesterId: actor.userId });
  const shown = (await shownPatch(tx, proposal.patch, pkg.currency)) as Shown;
  const { amount, requiredDecisions } = judged;
  const level = judged.level.level;
  const waiting = { status: 'pending', level, amount, buyerId: pkg.buyer, barred, decidedBy: [] } as const;
  const turn = applied ? { turnUserId: null, turnNote: null } : await nextTurn(tx, waiting, requiredDecisions);
  const row = approvalRow(actor, pkg, proposal, judged);
  const approval = await insertApproval(tx, { ...row, ...turn, barred, patchShown: shown });
  const eventId = await recordProposal(tx, actor, { pkg, proposal, level: judged.level, shown, approval });
  if (applied) await applyByPolicy(tx, actor, { pkg, proposal, judged, approval });
  else {
    const told = { ...approval, packageId: pkg.id, patchShown: shown, on: pkg.code, turn: turn.turnUserId };
    await tellRequested(tx, actor, told, eventId);
  }
  return { json: (await getApprovalJson(tx, approval.id))!, ...approval, applied };
}

/** The approval's row as judged; whose turn it is and what people read of the patch are the caller's. */
function approvalRow(
  actor: UserActor,
  pkg: PackageState,
  { patch, reason, evidence, origin }: Proposal,
  judged: Judgement,
): Omit<NewApproval, 'turnUserId' | 'turnNote' | 'barred' | 'patchShown'> {
  const { level, requiredDecisions, amount } = judged;
  const applied = requiredDecisions === 0;
  return {
    subjectType: 'package',
    subjectId: pkg.id,
    packageId: pkg.id,
    projectId: pkg.project,
    status: applied ? 'applied' : 'pending',
    patch,
    base: needsBase(patch) ? baseOf(pkg) : {},
    effectiveDate: patch.status ? judged.effectiveDate : null,
    correction: judged.transition?.kind === 'correction',
    reason,
    evidence,
    origin,
    level: level.level,
    levelReasons: level.reasons,
    requiredDecisions,
    singleDecision: judged.decidedByOne,
    amount: amount?.amountMinor ?? null,
    currency: amount?.currency ?? null,
    requestedBy: actor.userId,
    expiresAt: applied ? null : judged.expiresAt,
  };
}

type Stored = { pkg: PackageState; proposal: Proposal; approval: { id: string; code: string } };

/** The event of the request; its id. */
async function recordProposal(
  tx: Tx,
  actor: UserActor,
  { pkg, proposal, approval, level, shown }: Stored & { level: LevelResult; shown: Shown },
): Promise<number> {
  const { reason, evidence, origin } = proposal;
  return recordEvent(tx, actor, {
    entityType: 'approval',
    entityId: approval.id,
    packageId: pkg.id,
    eventType: 'approval_created',
    after: {
      code: approval.code,
      package: pkg.code,
      patch: shown,
      level: level.level,
      levelReasons: level.reasons,
      origin,
      status: 'pending',
    },
    reason: reason || null,
    evidence,
  });
}

/** The policy's decision on what is low, and the change. */
async function applyByPolicy(
  tx: Tx,
  actor: UserActor,
  { pkg, proposal, approval, judged }: Stored & { judged: Judgement },
): Promise<void> {
  await recordEvent(tx, POLICY, {
    entityType: 'approval',
    entityId: approval.id,
    packageId: pkg.id,
    eventType: 'approval_decided',
    before: { status: 'pending' },
    after: { status: 'applied', decision: 'approve', decidedBy: 'policy' },
    reason: judged.level.reasons.join('; '),
    via: actor.via,
  });
  const { patch, reason, evidence } = proposal;
  const { transition, effectiveDate } = judged;
  await applyChange(tx, actor, pkg, { patch, transition, effectiveDate, reason, evidence, approval });
}
