import type { UserActor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db, Tx } from '../db.ts';
import { DomainError, type FieldError } from '../errors.ts';
import { tellEdited } from '../notifications/tell-approval.ts';
import { shownPatch } from '../packages/apply-change.ts';
import { isPackageField, type PackageField, type PackagePatch } from '../packages/package-fields.schema.ts';
import type { ProposedValues } from '../packages/package-patch.policy.ts';
import { invalidFields, resolveProposal } from '../packages/resolve-proposal.ts';
import { requireCan } from '../users/require-can.ts';
import { needsBase } from './approval-level.policy.ts';
import { baseOf, staleFields } from './approval-base.policy.ts';
import { barredFrom } from './approval.policy.ts';
import { clearDecisions, listApprovers } from './approval-decisions.queries.ts';
import { getApprovalJson, type Shown, setPendingApproval } from './approval.queries.ts';
import { editApprovalInput } from './approval.schema.ts';
import { judgeChange, nextTurn } from './judge-change.ts';
import { approvalConflict, lockForDecision, type Locked, requirePending, toldApproval } from './lock-for-decision.ts';
import type { z } from 'zod';

type OnPackage = Locked & { pkg: NonNullable<Locked['pkg']> };
type Edit = z.output<typeof editApprovalInput>;
type Edited = Pick<Parameters<typeof judgeChange>[1], 'patch' | 'reason' | 'effectiveDate'>;
type Judged = Awaited<ReturnType<typeof judgeEdit>>;

/** A field as this body names it: those of the package stand inside `patch`. */
const pathOf = (field: string) => (isPackageField(field.split('.')[0]!) ? `patch.${field}` : field);

function namedInPatch(error: unknown): never {
  const fields = error instanceof DomainError ? error.details?.fields : undefined;
  if (!Array.isArray(fields)) throw error;
  throw invalidFields((fields as FieldError[]).map((one) => ({ ...one, field: pathOf(one.field) })));
}

/** The patch without what was unticked and with what was set; what is set to its present value falls out of it. */
async function editedPatch(tx: Tx, actor: UserActor, { approval, pkg }: OnPackage, input: Edit): Promise<PackagePatch> {
  const kept = Object.fromEntries(
    Object.entries(approval.patch).filter(([field]) => !input.remove?.includes(field as PackageField)),
  ) as PackagePatch;
  const set = await resolveProposal(tx, actor, pkg, (input.patch ?? {}) as ProposedValues).catch(namedInPatch);
  const unchanged = Object.keys(input.patch ?? {}).filter((field) => !(field in set));
  const patch: PackagePatch = Object.fromEntries(
    Object.entries({ ...kept, ...set }).filter(([field]) => !unchanged.includes(field)),
  );
  if (Object.keys(patch).length === 0)
    throw invalidFields([{ field: 'remove', message: 'Nothing would be left of this request; withdraw it instead.' }]);
  return patch;
}

/** What policy says of the edited request. Throws `conflict` (a step that is not allowed), `invalid` (gates). */
async function judgeEdit(tx: Tx, { approval, pkg }: OnPackage, edited: Edited) {
  const judged = await judgeChange(tx, {
    pkg,
    ...edited,
    origin: approval.origin,
    requesterId: approval.requestedBy,
    // A request that was raised stays at least where people put it: an edit never escapes the second person.
    impact: 'medium',
    approvalId: approval.id,
  });
  if (judged.refusal)
    throw new DomainError('conflict', judged.refusal.message, { field: 'status', allowed: judged.refusal.allowed });
  if (judged.problems.length > 0)
    throw invalidFields(judged.problems.map(({ field, message }) => ({ field: pathOf(field ?? ''), message })));
  return judged;
}

/** Forgets the decisions, writes the request as edited, its event and its notifications. */
async function storeEdit(
  tx: Tx,
  actor: UserActor,
  on: OnPackage,
  { patch, reason }: Edited,
  judged: Judged,
): Promise<void> {
  const { approval, pkg } = on;
  const { level, requiredDecisions } = judged;
  const barred = barredFrom({ requesterId: approval.requestedBy, editorIds: [...approval.barred, actor.userId] });
  const waiting = {
    status: 'pending',
    level: level.level,
    amount: judged.amount,
    buyerId: pkg.buyer,
    barred,
    decidedBy: [],
  } as const;
  const shown = (await shownPatch(tx, patch, pkg.currency)) as Shown;
  const approvers = await listApprovers(tx, approval.id);
  const turn = await nextTurn(tx, waiting, requiredDecisions);
  await clearDecisions(tx, approval.id);
  await setPendingApproval(tx, approval.id, {
    patch,
    patchShown: shown,
    base: needsBase(patch) ? baseOf(pkg) : {},
    reason,
    effectiveDate: patch.status ? judged.effectiveDate : null,
    correction: judged.transition?.kind === 'correction',
    level: level.level,
    levelReasons: level.reasons,
    requiredDecisions,
    singleDecision: judged.decidedByOne,
    amount: judged.amount?.amountMinor ?? null,
    currency: judged.amount?.currency ?? null,
    barred,
    ...turn,
  });
  const eventId = await recordEvent(tx, actor, {
    entityType: 'approval',
    entityId: approval.id,
    packageId: approval.packageId,
    eventType: 'approval_edited',
    before: { patch: approval.patchShown, reason: approval.reason, level: approval.level },
    after: { patch: shown, reason, level: level.level },
  });
  const told = { patchShown: shown, hands: approval.barred, formerTurn: approval.turnUserId, approvers };
  await tellEdited(tx, actor, { ...toldApproval(on), ...told, turn: turn.turnUserId }, eventId);
}

/**
 * Edits a pending request: sets fields of its patch, unticks others, or changes its reason or effective date. Decisions
 * taken so far are forgotten and the editor can no longer decide it. Throws `forbidden`, `not_found`, `invalid`,
 * `conflict` (not pending, edited meanwhile, the package changed, a step that is not allowed). Returns JSON text.
 */
export async function editApproval(db: Db, actor: UserActor, ref: string, body: unknown): Promise<string> {
  requireCan(actor, 'approval.edit');
  return db.transaction().execute(async (tx) => {
    const locked = await lockForDecision(tx, ref);
    const { approval, pkg } = locked;
    const input = editApprovalInput.parse(body);
    await requirePending(tx, approval, input.expectedVersion);
    if (!pkg)
      throw new DomainError('conflict', 'Domains of a vendor are not edited: withdraw this and propose them again.');
    const stale = staleFields(approval.patch, approval.base, pkg);
    if (stale.length > 0)
      throw await approvalConflict(
        tx,
        approval.id,
        `The package changed since this was proposed (${stale.map((one) => one.field).join(', ')}): withdraw it and propose again on today’s values.`,
      );
    const on = { ...locked, pkg };
    const edited = {
      patch: await editedPatch(tx, actor, on, input),
      reason: input.reason ?? approval.reason,
      effectiveDate: input.effectiveDate ?? approval.effectiveDate,
    };
    await storeEdit(tx, actor, on, edited, await judgeEdit(tx, on, edited));
    return (await getApprovalJson(tx, approval.id))!;
  });
}
