import type { UserActor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db } from '../db.ts';
import { holdEmail } from '../emails/file-email.ts';
import { DomainError } from '../errors.ts';
import { strictInput } from '../lists/list.schema.ts';
import { manyLines } from '../text/text.schema.ts';
import { requireCan } from '../users/require-can.ts';
import { closeSuggestions, lockSuggestion } from './suggestion.queries.ts';

/** Body of `POST /api/suggestions/:id/dismiss`. */
export const dismissSuggestionInput = strictInput({ reason: manyLines(4000).default('') });

/** Sets one suggestion aside. Throws `forbidden`, `not_found`, `conflict` (decided already). */
export async function dismissSuggestion(
  db: Db,
  actor: UserActor,
  id: string,
  body: unknown,
): Promise<{ id: string; status: 'dismissed' }> {
  requireCan(actor, 'suggestion.decide');
  return db.transaction().execute(async (tx) => {
    const suggestion = await lockSuggestion(tx, id);
    if (!suggestion) throw new DomainError('not_found', `There is no suggestion ${id}.`);
    await holdEmail(tx, actor, suggestion.emailId);
    const { reason } = dismissSuggestionInput.parse(body);
    if (suggestion.status !== 'open')
      throw new DomainError('conflict', `This suggestion was ${suggestion.status} already.`);
    await closeSuggestions(tx, [id], { status: 'dismissed', userId: actor.userId });
    await recordEvent(tx, actor, {
      entityType: 'email',
      entityId: suggestion.emailId,
      packageId: suggestion.packageId,
      eventType: 'suggestion_dismissed',
      after: { suggestion: id, kind: suggestion.kind },
      reason: reason || null,
    });
    return { id, status: 'dismissed' };
  });
}
