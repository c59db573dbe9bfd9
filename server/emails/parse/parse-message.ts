import { readBody, type Body } from './body-parts.ts';
import { cleanText, clip } from './clean-text.ts';
import { classifyKind } from './classify-kind.ts';
import { headerText, readableHeader } from './header-fields.ts';
import { messageIdsOf, ownMessageId } from './message-ids.ts';
import { parseMimeTree, walkTree, type MimeNode } from './mime-tree.ts';
import { parseAddresses, parseReturnPath } from './parse-addresses.ts';
import { parseDate } from './parse-date.ts';
import { ParseError, parseLimits, type MessageFlags, type ParsedMessage } from './parsed-message.ts';
import { prepareRaw } from './prepare-raw.ts';
import { readAttachments, sha256, type ReadAttachments } from './read-attachments.ts';
import { readBounce } from './read-bounce.ts';
import { replyOf } from './reply-text.ts';

function securityFlags(root: MimeNode, text: string): Pick<MessageFlags, 'smime' | 'pgp'> {
  const flags: Pick<MessageFlags, 'smime' | 'pgp'> = {};
  for (const node of walkTree(root)) {
    const protocol = (node.typeParams['protocol'] ?? '').toLowerCase();
    if (node.type === 'multipart/signed' && protocol.includes('pgp')) flags.pgp ??= 'signed';
    else if (node.type === 'multipart/signed') flags.smime ??= 'signed';
    else if (node.type === 'multipart/encrypted') flags.pgp = 'encrypted';
    else if (/^application\/(x-)?pkcs7-signature$/.test(node.type)) flags.smime ??= 'signed';
    else if (node.type === 'application/pgp-signature') flags.pgp ??= 'signed';
    else if (/^application\/(x-)?pkcs7-mime$/.test(node.type)) {
      flags.smime = /signed-data|certs-only/i.test(node.typeParams['smime-type'] ?? '') ? 'signed' : 'encrypted';
    }
  }
  if (/^-----BEGIN PGP MESSAGE-----$/m.test(text)) flags.pgp ??= 'encrypted';
  else if (/^-----BEGIN PGP SIGNED MESSAGE-----$/m.test(text)) flags.pgp ??= 'signed';
  return flags;
}

function keptHeaders(root: MimeNode): ParsedMessage['headers'] {
  const hint = root.typeParams['charset'] ?? null;
  return root.fields.slice(0, parseLimits.keptHeaders).map((field) => {
    const bounded = { name: field.name, raw: field.raw.subarray(0, parseLimits.keptHeaderLength) };
    return {
      name: clip(readableHeader(field.name), 200),
      value: clip(readableHeader(headerText(bounded, hint)), parseLimits.keptHeaderLength),
    };
  });
}

/** Subjects and texts of attached messages, for suggestions. */
function textOfForwarded(root: MimeNode): string {
  const out: string[] = [];
  let length = 0;
  for (const node of walkTree(root)) {
    if (!node.message || length >= parseLimits.forwardedLength) continue;
    const body = readBody(node.message).text;
    const part = clip(
      `${readableHeader(node.message.headers.first('subject') ?? '')}\n${body}`,
      parseLimits.forwardedLength - length,
    );
    out.push(part);
    length += part.length;
  }
  return out.join('\n\n').trim();
}

function hashOf(
  root: MimeNode,
  message: Pick<ParsedMessage, 'from' | 'date' | 'subject' | 'text' | 'attachments'>,
): string {
  const text = message.text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
  // an unreadable date still tells two messages apart
  const date = message.date ?? root.headers.first('date') ?? '';
  return sha256(
    JSON.stringify([
      message.from?.address.toLowerCase() ?? '',
      message.from?.name ?? '',
      date,
      message.subject ?? '',
      text,
      message.attachments.map((file) => file.sha256),
    ]),
  );
}

function bodyOf(root: MimeNode, read: ReadAttachments): Body {
  const body = readBody(root);
  if (body.text.trim() !== '' || body.html !== null || !read.packedBody) return body;
  return { ...body, ...read.packedBody };
}

function readMessage(raw: Uint8Array): ParsedMessage {
  const prepared = prepareRaw(raw);
  const { root, malformed } = parseMimeTree(prepared.bytes);
  for (const code of prepared.malformed) malformed.add(code);
  const { headers } = root;
  const read = readAttachments(root);
  const body = bodyOf(root, read);
  const { text, html, charsetGuessed, hiddenText } = body;
  const subjectText = headers.first('subject');
  const subject = subjectText === null ? null : clip(readableHeader(subjectText), parseLimits.subjectLength);
  const from = parseAddresses(headers.all('from'))[0] ?? null;
  const returnPath = parseReturnPath(headers.first('return-path'));
  const date = parseDate(headers.first('date'));
  const multipleFrom = headers.all('from').length > 1;
  if (multipleFrom) malformed.add('two_from');
  if (headers.has('date') && date === null) malformed.add('bad_date');
  if (headers.has('from') && from === null) malformed.add('bad_from');
  const { calendar, tnefClass } = read;
  const { kind, reason } = classifyKind({ root, from, subject: subject ?? '', returnPath, calendar, tnefClass });
  const { attachments } = read;
  const flags: MessageFlags = { ...securityFlags(root, text), malformed: [...malformed].sort() };
  if (calendar) flags.calendar = calendar;
  if (hiddenText) flags.hiddenText = hiddenText;
  if (charsetGuessed) flags.charsetGuessed = charsetGuessed;
  if (read.winmail) flags.winmail = read.winmail;
  const addresses = (name: string) => parseAddresses(headers.all(name));
  return {
    messageId: ownMessageId(headers.first('message-id')),
    inReplyTo: messageIdsOf(headers.first('in-reply-to'))[0] ?? null,
    references: messageIdsOf(headers.all('references').join(' ')),
    from,
    sender: addresses('sender')[0] ?? null,
    replyTo: addresses('reply-to'),
    to: addresses('to'),
    cc: addresses('cc'),
    bcc: addresses('bcc'),
    returnPath,
    multipleFrom,
    date: date?.date ?? null,
    dateOffsetMinutes: date?.offsetMinutes ?? null,
    subject,
    text,
    html,
    htmlOnly: body.htmlOnly,
    ...replyOf(body, from?.name ?? null),
    forwardedText: textOfForwarded(root),
    kind,
    kindReason: reason === null ? null : cleanText(reason),
    bounce: kind === 'bounce' ? readBounce(root, text) : null,
    headers: keptHeaders(root),
    authenticationResults: headers
      .all('authentication-results')
      .slice(0, 20)
      .map((value) => clip(readableHeader(value), 4000)),
    receivedCount: headers.all('received').length,
    attachments,
    contentHash: hashOf(root, { from, date: date?.date ?? null, subject, text, attachments }),
    flags,
  };
}

/**
 * Raw bytes of a message to a plain object (shapes: ParsedMessage). No string in it holds NUL or a lone surrogate.
 * Rejects with ParseError and nothing else: too_deep, too_many_parts, too_large, unparseable.
 */
export async function parseMessage(raw: Uint8Array): Promise<ParsedMessage> {
  if (raw.byteLength > parseLimits.bytes) throw new ParseError('too_large', 'This message is larger than 64 MB.');
  try {
    return readMessage(raw);
  } catch (error) {
    if (error instanceof ParseError) throw error;
    const detail = error instanceof Error ? error.message : String(error);
    throw new ParseError('crash', `This message could not be read: ${clip(detail, 200)}`);
  }
}
