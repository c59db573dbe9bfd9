import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { canDo } from '../users/role.policy.ts';
import { getTriageCount } from './email.queries.ts';

/** How many messages wait for the actor to file them (at most 1,000); 0 for those who do not file. */
export async function triageCount(db: Db, actor: Actor): Promise<number> {
  return canDo(actor, 'email.file') ? getTriageCount(db) : 0;
}
