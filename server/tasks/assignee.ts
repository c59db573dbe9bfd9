import type { Actor } from '../actor.ts';
import type { Tx } from '../db.ts';
import { invalidFields } from '../packages/resolve-proposal.ts';
import { requireUserRef } from '../users/find-user-ref.ts';
import { isAtLeast } from '../users/role.policy.ts';

/** The person a task is given to, by email, id or `me`. Throws `invalid` unless active and operator or above. */
export async function assigneeOf(tx: Tx, ref: string, actor: Actor): Promise<{ id: string; email: string }> {
  const user = await requireUserRef(tx, ref, actor, 'assignee');
  if (!isAtLeast(user.role, 'operator'))
    throw invalidFields([{ field: 'assignee', message: `${user.name} is a viewer and cannot be given tasks.` }]);
  return { id: user.id, email: user.email };
}
