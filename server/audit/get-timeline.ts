import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { requireCan } from '../users/require-can.ts';
import { listTimelineJson } from './event.queries.ts';
import { timelineInput } from './event.schema.ts';
import { findEntityId } from './head.queries.ts';
import { ENTITY_TYPES } from './record-event.ts';

/**
 * The audit trail of one entity as JSON text `{items, nextCursor}`, newest first. `ref` is an id, a code, an address
 * or `me` (user), or an exact name (vendor). Throws `forbidden`, `not_found` (also for an unknown kind), `invalid` (query).
 */
export async function getTimeline(db: Db, actor: Actor, type: string, ref: string, query: unknown): Promise<string> {
  requireCan(actor, 'audit.read');
  const known = ENTITY_TYPES.find((one) => one === type);
  if (!known)
    throw new DomainError(
      'not_found',
      `There is no trail of "${type.slice(0, 40)}". Known: ${ENTITY_TYPES.join(', ')}.`,
    );
  // Their words come from subjects that not everybody may read.
  if (known === 'filing_rule') requireCan(actor, 'rule.read');
  const mine = known === 'user' && ref === 'me' && actor.kind === 'user';
  const id = mine ? actor.userId : await findEntityId(db, known, ref);
  if (!id) throw new DomainError('not_found', `There is no ${known} ${ref.slice(0, 100)}.`);
  return listTimelineJson(db, actor, { type: known, id }, timelineInput.parse(query));
}
