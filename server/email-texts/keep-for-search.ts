import type { Tx } from '../db.ts';
import type { ParsedMessage } from '../emails/parse/parsed-message.ts';
import { storableText } from '../emails/storable.ts';
import { insertEmailTexts, queueAttachmentReading } from './email-text.queries.ts';
import { textKindOf } from './extract/text-kind.policy.ts';

/**
 * Makes what a message says beside its text findable, in the transaction that stores it: HTML with other words at once,
 * attachments that hold text by a job.
 */
export async function keepForSearch(tx: Tx, emailId: string, message: ParsedMessage): Promise<void> {
  if (message.htmlOnly !== null)
    await insertEmailTexts(tx, emailId, [{ n: 0, sha256: null, text: storableText(message.htmlOnly), error: null }]);
  if (message.attachments.some((file) => file.size > 0 && textKindOf(file.filename, file.contentType) !== null))
    await queueAttachmentReading(tx, emailId);
}
