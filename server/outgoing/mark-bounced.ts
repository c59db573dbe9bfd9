import type { Actor } from '../actor.ts';
import type { Tx } from '../db.ts';
import type { BounceReport } from '../emails/parse/parsed-message.ts';
import { setBounced } from './answered.queries.ts';
import { tellBounced } from './tell-sender.ts';

/**
 * A bounce came in: where it is of a mail of ours, that mail is marked with the recipients it did not reach, and its
 * sender is told. A warning that delivery is late changes nothing. In the transaction that reads the bounce.
 */
export async function markBounced(
  tx: Tx,
  actor: Actor,
  bounceEmailId: string,
  { originalMessageId, recipients, delayed }: BounceReport,
): Promise<void> {
  if (originalMessageId === null || delayed) return;
  const error = recipients.length > 0 ? `Not delivered to ${recipients.slice(0, 5).join(', ')}.` : 'Not delivered.';
  const bounced = await setBounced(tx, { messageId: originalMessageId, bounceEmailId, recipients, error });
  if (!bounced) return;
  const reached = recipients.length > 0 ? recipients : bounced.recipients;
  await tellBounced(tx, actor, bounced.id, { ...bounced, recipients: reached, error, bounceEmailId });
}
