import type { Actor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db } from '../db.ts';
import { tellEnded } from '../notifications/tell-approval.ts';
import { closeApproval, listExpired } from './approval.queries.ts';
import { lockForDecision, toldApproval } from './lock-for-decision.ts';

const BATCH = 200;

/** Ends pending approvals that are past their expiry, with an event each. Returns how many. */
export async function expireApprovals(db: Db, actor: Actor): Promise<number> {
  const ids = await listExpired(db, BATCH);
  let expired = 0;
  for (const id of ids) {
    await db.transaction().execute(async (tx) => {
      const locked = await lockForDecision(tx, id);
      const { approval } = locked;
      if (approval.status !== 'pending') return;
      const outcome = 'Nobody decided it in time. Propose it again if it is still wanted.';
      await closeApproval(tx, id, 'expired', outcome);
      const eventId = await recordEvent(tx, actor, {
        entityType: 'approval',
        entityId: id,
        packageId: approval.packageId,
        eventType: 'approval_expired',
        before: { status: 'pending' },
        after: { status: 'expired' },
        reason: outcome,
      });
      const told = { ...toldApproval(locked), hands: approval.barred, turn: approval.turnUserId };
      await tellEnded(tx, actor, told, { eventId, status: 'expired', why: outcome });
      expired += 1;
    });
  }
  return expired;
}
