import type { UserActor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db } from '../db.ts';
import { holdEmail } from '../emails/file-email.ts';
import { DomainError } from '../errors.ts';
import { requireCan } from '../users/require-can.ts';
import { confirmSender, getSuggestionEmail } from './suggestion.queries.ts';

/**
 * Says once that a message's sender speaks for the packages it belongs to: the changes he suggests there may be proposed
 * from now on. Throws `forbidden`, `not_found`, `conflict` (no sender, no package, or the sender does not match).
 */
export async function confirmEmailSender(db: Db, actor: UserActor, emailId: string): Promise<{ address: string }> {
  requireCan(actor, 'suggestion.decide');
  return db.transaction().execute(async (tx) => {
    await holdEmail(tx, actor, emailId);
    const email = await getSuggestionEmail(tx, emailId);
    if (!email?.fromAddress || email.packageIds.length === 0)
      throw new DomainError('conflict', 'There is no sender or no package to confirm him for: file the message first.');
    if (email.senderMismatch)
      throw new DomainError('conflict', 'This sender does not match who he says he is; he cannot be confirmed.');
    await confirmSender(tx, email.packageIds, email.fromAddress, actor.userId);
    await recordEvent(tx, actor, {
      entityType: 'email',
      entityId: emailId,
      eventType: 'sender_confirmed',
      after: { address: email.fromAddress },
    });
    return { address: email.fromAddress };
  });
}
