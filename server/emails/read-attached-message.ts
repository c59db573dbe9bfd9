import { Readable } from 'node:stream';
import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { createMessageParser, type MessageParser } from './parse/create-message-parser.ts';
import { type MailAddress, type ParsedMessage, parseLimits } from './parse/parsed-message.ts';
import { type AttachmentFile, readAttachment } from './read-emails.ts';

export type AttachedMessage = {
  filename: string;
  subject: string | null;
  from: MailAddress | null;
  to: MailAddress[];
  cc: MailAddress[];
  date: string | null;
  text: string;
  /** `n` is the path to a file from the outer message: `2.1` is the first of what the second attachment holds. */
  attachments: { n: string; filename: string; contentType: string; size: number }[];
};

const LONGEST_TEXT = 500_000;
/** `2`, `2.1`, `2.1.3`: an attachment, and those inside attached messages, at most so deep. */
const PATH = /^[1-9]\d{0,3}(\.[1-9]\d{0,3}){0,8}$/;

let parser: MessageParser | undefined;

const isMessage = ({ contentType, filename }: { contentType: string; filename: string }) =>
  /^message\/(rfc822|global)$/i.test(contentType) || /\.eml$/i.test(filename);

async function messageIn(file: AttachmentFile): Promise<ParsedMessage> {
  if (!isMessage(file) || file.size > parseLimits.bytes) {
    file.stream.destroy();
    throw new DomainError('invalid', 'This attachment is not a message.');
  }
  const chunks: Buffer[] = [];
  for await (const chunk of file.stream) chunks.push(chunk as Buffer);
  parser ??= createMessageParser();
  const result = await parser.parse(Buffer.concat(chunks));
  if (!result.ok) throw new DomainError('invalid', result.failure.reason);
  return result.message;
}

/**
 * An attachment by its path (`3`, or `3.1` for a file of an attached message), as a stream. Throws forbidden (a hidden bid
 * too), not_found.
 */
export async function readNestedAttachment(
  db: Db,
  actor: Actor,
  id: string | undefined,
  path: string | undefined,
): Promise<AttachmentFile> {
  const [first, ...inner] = PATH.test(path ?? '') ? path!.split('.') : [path];
  let file = await readAttachment(db, actor, id, first);
  for (const n of inner) {
    if (!isMessage(file)) {
      file.stream.destroy();
      throw new DomainError('not_found', 'The message has no such attachment.');
    }
    const found = (await messageIn(file)).attachments.find((one) => String(one.n) === n);
    if (!found) throw new DomainError('not_found', 'The attached message has no such attachment.');
    const { filename, contentType, size, content } = found;
    file = { filename, contentType, size, stream: Readable.from([Buffer.from(content)]) };
  }
  return file;
}

/**
 * A message that is attached to another one, read for showing it: its text (of its HTML where it has no other), and its
 * own files. Nothing of it is stored or filed. Throws forbidden (a hidden bid too), not_found, and invalid for an
 * attachment that is no readable message.
 */
export async function readAttachedMessage(
  db: Db,
  actor: Actor,
  id: string | undefined,
  path: string | undefined,
): Promise<AttachedMessage> {
  const file = await readNestedAttachment(db, actor, id, path);
  const { subject, from, to, cc, date, text, attachments } = await messageIn(file);
  const files = attachments.map(({ n, filename, contentType, size }) => ({
    n: `${path}.${n}`,
    filename,
    contentType,
    size,
  }));
  return {
    filename: file.filename,
    subject,
    from,
    to,
    cc,
    date,
    text: text.slice(0, LONGEST_TEXT),
    attachments: files,
  };
}
