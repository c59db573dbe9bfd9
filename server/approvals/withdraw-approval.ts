import type { UserActor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { tellWithdrawn } from '../notifications/tell-approval.ts';
import { requireCan } from '../users/require-can.ts';
import { listApprovers } from './approval-decisions.queries.ts';
import { closeApproval, getApprovalJson } from './approval.queries.ts';
import { decisionInput } from './approval.schema.ts';
import { lockForDecision, requirePending, toldApproval } from './lock-for-decision.ts';

/**
 * Takes back one's own pending request. Throws `forbidden` (somebody else's), `not_found`, `conflict` (decided already).
 * Returns the approval as JSON text.
 */
export async function withdrawApproval(db: Db, actor: UserActor, ref: string, body: unknown): Promise<string> {
  requireCan(actor, 'approval.withdraw');
  return db.transaction().execute(async (tx) => {
    const locked = await lockForDecision(tx, ref);
    const { approval } = locked;
    const { reason, expectedVersion } = decisionInput.parse(body);
    if (approval.requestedBy !== actor.userId)
      throw new DomainError(
        'forbidden',
        `Only who requested ${approval.code} can withdraw it. Reject it instead, if it is yours to decide.`,
      );
    await requirePending(tx, approval, expectedVersion);
    await closeApproval(tx, approval.id, 'withdrawn', reason || null);
    const eventId = await recordEvent(tx, actor, {
      entityType: 'approval',
      entityId: approval.id,
      packageId: approval.packageId,
      eventType: 'approval_withdrawn',
      before: { status: 'pending' },
      after: { status: 'withdrawn' },
      reason: reason || null,
    });
    const approvers = await listApprovers(tx, approval.id);
    await tellWithdrawn(tx, actor, { ...toldApproval(locked), turn: approval.turnUserId, approvers }, eventId);
    return (await getApprovalJson(tx, approval.id))!;
  });
}
