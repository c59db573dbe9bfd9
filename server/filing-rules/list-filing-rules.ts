import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { requireCan } from '../users/require-can.ts';
import { listFilingRulesJson } from './filing-rule.queries.ts';
import { listFilingRulesInput } from './filing-rule.schema.ts';

/**
 * A page of taught rules as JSON text. Admins only: a rule's words come from subjects that others may not see while
 * bids are open. Throws forbidden, a ZodError.
 */
export async function listFilingRules(db: Db, actor: Actor, query: unknown): Promise<string> {
  requireCan(actor, 'rule.read');
  return listFilingRulesJson(db, listFilingRulesInput.parse(query));
}
