import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { createMessageParser, type MessageParser } from './parse/create-message-parser.ts';
import { type MailAddress, parseLimits } from './parse/parsed-message.ts';
import { readAttachment } from './read-emails.ts';

export type AttachedMessage = {
  filename: string;
  subject: string | null;
  from: MailAddress | null;
  to: MailAddress[];
  cc: MailAddress[];
  date: string | null;
  text: string;
  attachments: { filename: string; size: number }[];
};

const LONGEST_TEXT = 500_000;

let parser: MessageParser | undefined;

/**
 * A message that is attached to another one, read for showing it: its text (of its HTML where it has no other), and the
 * names of its own files. Nothing of it is stored or filed. Throws forbidden (a hidden bid too), not_found, and invalid
 * for an attachment that is no readable message.
 */
export async function readAttachedMessage(
  db: Db,
  actor: Actor,
  id: string | undefined,
  n: string | undefined,
): Promise<AttachedMessage> {
  const { filename, contentType, size, stream } = await readAttachment(db, actor, id, n);
  const isMessage = /^message\/(rfc822|global)$/i.test(contentType) || /\.eml$/i.test(filename);
  if (!isMessage || size > parseLimits.bytes) {
    stream.destroy();
    throw new DomainError('invalid', 'This attachment is not a message.');
  }
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  parser ??= createMessageParser();
  const result = await parser.parse(Buffer.concat(chunks));
  if (!result.ok) throw new DomainError('invalid', result.failure.reason);
  const { subject, from, to, cc, date, text, attachments } = result.message;
  const files = attachments.map((file) => ({ filename: file.filename, size: file.size }));
  return { filename, subject, from, to, cc, date, text: text.slice(0, LONGEST_TEXT), attachments: files };
}
