import { z } from 'zod';
import type { UserActor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db } from '../db.ts';
import { holdEmail } from '../emails/file-email.ts';
import { DomainError } from '../errors.ts';
import { strictInput } from '../lists/list.schema.ts';
import { invalidFields } from '../packages/resolve-proposal.ts';
import { manyLines } from '../text/text.schema.ts';
import { requireCan } from '../users/require-can.ts';
import { packageField } from './accept-suggestion.ts';
import { closeSuggestions, lockPatchGroup, lockSuggestion, type PatchContent } from './suggestion.queries.ts';

/**
 * Body of `POST /api/suggestions/:id/dismiss`. Of a change `fields` names which ones of its message and package go; this
 * one alone by default.
 */
export const dismissSuggestionInput = strictInput({
  reason: manyLines(4000).default(''),
  fields: z.array(packageField).max(40).optional(),
});

/**
 * Sets one suggestion aside, or several changes of one message for one package. Throws `forbidden`, `not_found`,
 * `invalid`, `conflict` (decided already).
 */
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
    const { reason, fields } = dismissSuggestionInput.parse(body);
    if (suggestion.status !== 'open')
      throw new DomainError('conflict', `This suggestion was ${suggestion.status} already.`);
    if (fields && suggestion.kind === 'task')
      throw invalidFields([{ field: 'fields', message: 'belongs to a suggested change; this one is a task.' }]);
    const group = fields ? await lockPatchGroup(tx, suggestion.emailId, suggestion.packageId!) : [suggestion];
    const dismissed = fields
      ? group.filter((one) => fields.some((field) => field === (one.content as PatchContent).field))
      : group;
    if (dismissed.length === 0) throw invalidFields([{ field: 'fields', message: 'Nothing is ticked.' }]);
    const ids = dismissed.map((one) => one.id);
    await closeSuggestions(tx, ids, { status: 'dismissed', userId: actor.userId });
    await recordEvent(tx, actor, {
      entityType: 'email',
      entityId: suggestion.emailId,
      packageId: suggestion.packageId,
      eventType: 'suggestion_dismissed',
      after: { suggestion: id, kind: suggestion.kind, ...(fields ? { fields } : {}) },
      reason: reason || null,
    });
    return { id, status: 'dismissed' };
  });
}
