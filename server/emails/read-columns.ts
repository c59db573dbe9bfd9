import type { ParsedAttachment, ParsedMessage } from './parse/parsed-message.ts';
import type { ReadEmail } from './process.queries.ts';
import { storable } from './storable.ts';

/** An index entry of PostgreSQL holds some 2,700 bytes; ids and addresses of more are nobody's. */
const LONGEST_KEY = 1000;
const isKey = (text: string) => Buffer.byteLength(text) <= LONGEST_KEY;

type Columns = Omit<
  ReadEmail,
  | 'id'
  | 'duplicateOf'
  | 'messageIdReused'
  | 'threadId'
  | 'newThread'
  | 'authResult'
  | 'senderMismatch'
  | 'bankDetails'
  | 'outside'
  | 'links'
>;

function attachmentColumns({ n, filename, contentType, size, sha256, contentId, inline }: ParsedAttachment) {
  return { n, filename, content_type: contentType, size, sha256, content_id: contentId, inline };
}

/** What a parsed message fills of its row, in the form that PostgreSQL keeps: no NUL, keys short enough for an index. */
export function readColumns(message: ParsedMessage): Columns {
  const messageId = message.messageId !== null && isKey(message.messageId) ? message.messageId : null;
  const referenceIds = [...new Set([...message.references, ...(message.inReplyTo ? [message.inReplyTo] : [])])].filter(
    (id) => isKey(id) && id !== messageId,
  );
  if (message.bounce?.originalMessageId && isKey(message.bounce.originalMessageId))
    referenceIds.push(message.bounce.originalMessageId);
  const addressees = [...message.to, ...message.cc].map(({ address }) => address.toLowerCase()).filter(isKey);
  return storable({
    kind: message.kind,
    messageId,
    inReplyTo: message.inReplyTo !== null && isKey(message.inReplyTo) ? message.inReplyTo : null,
    referenceIds,
    contentHash: message.contentHash,
    fromName: message.from?.name ?? null,
    fromAddress: message.from && isKey(message.from.address) ? message.from.address : null,
    replyToAddress: message.replyTo[0]?.address ?? null,
    to: message.to,
    cc: message.cc,
    addressees: [...new Set(addressees)],
    // PostgreSQL reads four digits of a year; no mail was sent in another.
    sentAt: message.date !== null && /^\d{4}-/.test(message.date) ? message.date : null,
    dateOffset: message.dateOffsetMinutes,
    subject: message.subject,
    text: message.text,
    replyText: message.replyText,
    quotedText: message.quotedText,
    html: message.html,
    headers: message.headers,
    flags: {
      ...message.flags,
      ...(message.kindReason === null ? {} : { kindReason: message.kindReason }),
      ...(message.bounce === null ? {} : { bounce: message.bounce }),
      ...(message.multipleFrom ? { multipleFrom: true } : {}),
      ...(message.forwardedText === '' ? {} : { forwardedText: message.forwardedText }),
    },
    attachments: message.attachments.map(attachmentColumns),
  });
}
