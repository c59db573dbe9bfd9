import { createHash } from 'node:crypto';
import type { Tx } from '../db.ts';
import { queueAttachmentReading } from '../email-texts/email-text.queries.ts';
import { textKindOf } from '../email-texts/extract/text-kind.policy.ts';
import { composeMail } from '../outgoing/compose-mail.ts';
import type { MailSettings } from '../outgoing/mail-settings.ts';
import type { OutgoingRow } from '../outgoing/outgoing-row.ts';
import { storeFile } from '../storage/files.ts';
import type { ReplyFile } from './reply-files.ts';
import { insertSentEmail } from './reply.queries.ts';

/** Composes a reply and stores it and its files, bytes and all, as a message of its conversation. Returns its id. */
export async function storeReply(
  tx: Tx,
  row: OutgoingRow,
  settings: MailSettings,
  reply: { repliedTo: string; sentBy: string; threadId: string; typed: string; outside: boolean; files: ReplyFile[] },
): Promise<string> {
  // The Date header has whole seconds; a copy that comes back has the same.
  const sentAt = new Date(Math.floor(Date.now() / 1000) * 1000);
  const mail = {
    id: row.id,
    kind: row.kind,
    messageId: row.message_id,
    inReplyTo: row.in_reply_to,
    referenceIds: row.reference_ids,
    fromName: row.from_name,
    to: [...row.to_list],
    cc: [...row.cc_list],
    replyTo: row.reply_to,
    unsubscribeUrl: null,
    subject: row.subject,
    text: row.text,
    html: row.html,
    createdAt: sentAt,
  };
  const raw = await composeMail(mail, reply.files);
  await Promise.all(reply.files.map(({ sha256, content }) => storeFile(sha256, content)));
  const emailId = await insertSentEmail(tx, {
    ...reply,
    raw,
    rawSha256: createHash('sha256').update(raw).digest('hex'),
    messageId: row.message_id,
    inReplyTo: row.in_reply_to,
    referenceIds: row.reference_ids,
    from: { name: row.from_name, address: settings.from.address },
    to: row.to_list,
    cc: row.cc_list,
    addressees: row.recipients,
    sentAt,
    subject: row.subject,
    text: row.text,
    replyText: reply.typed,
    html: row.html,
  });
  if (reply.files.some((file) => textKindOf(file.filename, file.contentType) !== null))
    await queueAttachmentReading(tx, emailId);
  return emailId;
}
