import type { UserActor } from '../actor.ts';
import type { Db } from '../db.ts';
import { listDeciderFacts } from '../users/decider.queries.ts';
import { canDo } from '../users/role.policy.ts';
import { listDecisionFacts } from './approval-page.queries.ts';
import { canDecide } from './approval.policy.ts';
import { deciderOf } from './judge-change.ts';

/** What the reader of a page may do with one approval. `why`: the sentence for not being able to decide a pending one. */
export type DecisionRights = {
  canDecide: boolean;
  why: string | null;
  /** Somebody else's turn, which deciding would take over. */
  takesOver: boolean;
  canWithdraw: boolean;
  canEdit: boolean;
};

/** No rights and nothing to say: not pending. */
export const NO_RIGHTS: DecisionRights = {
  canDecide: false,
  why: null,
  takesOver: false,
  canWithdraw: false,
  canEdit: false,
};

/**
 * The reader's rights on each approval, by its id, from the same policy that the operations enforce under the lock.
 * Approvals that are not pending give no rights and no reason.
 */
export async function listDecisionRights(
  db: Db,
  actor: UserActor,
  approvalIds: readonly string[],
): Promise<Record<string, DecisionRights>> {
  if (approvalIds.length === 0) return {};
  const [approvals, people] = await Promise.all([
    listDecisionFacts(db, approvalIds),
    listDeciderFacts(db, [actor.userId]),
  ]);
  const me = people.find((person) => person.id === actor.userId);
  return Object.fromEntries(
    [...approvals.values()].map((approval) => {
      if (approval.status !== 'pending' || !me) return [approval.id, NO_RIGHTS];
      const answer = canDecide(approval, { ...deciderOf(me), ai: actor.ai });
      const mayDecide = answer.ok && canDo(actor, 'approval.decide');
      const rights: DecisionRights = {
        canDecide: mayDecide,
        why: answer.ok ? null : answer.message,
        takesOver: mayDecide && approval.turnUserId !== null && approval.turnUserId !== actor.userId,
        canWithdraw: approval.requestedById === actor.userId && canDo(actor, 'approval.withdraw'),
        canEdit: canDo(actor, 'approval.edit'),
      };
      return [approval.id, rights];
    }),
  );
}
