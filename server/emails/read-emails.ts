import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { openFile } from '../storage/files.ts';
import { logger } from '../logger.ts';
import { requireCan } from '../users/require-can.ts';
import { getEmail, getReadableAttachments, listEmailsJson } from './email.queries.ts';
import { listHiddenMailIds } from './hidden-mail.queries.ts';
import { type EmailJson, listEmailsInput, type RestrictedEmailJson } from './email.schema.ts';
import { getRaw } from './receive.queries.ts';
import { restoreAttachments } from './restore-attachments.ts';
import { waitsForReading } from './understanding.queries.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The id of a message as it stands in a path; what is no id names no message. Throws not_found. */
export function emailIdOf(text: string | undefined): string {
  if (text !== undefined && UUID.test(text)) return text.toLowerCase();
  throw new DomainError('not_found', 'There is no such message.');
}

/** A page of messages as JSON text. `query`: see listEmailsInput. Throws forbidden, a ZodError. */
export async function readEmailsJson(db: Db, actor: Actor, query: unknown): Promise<string> {
  requireCan(actor, 'email.read');
  return listEmailsJson(db, actor, listEmailsInput.parse(query));
}

const isUnread = (email: EmailJson) =>
  email.status === 'processed' && (email.understanding === null || email.understanding.pending === true);
/** Reading follows filing within milliseconds, unless many messages come at once. */
const READING_LIMIT_MS = 3_000;
/** Where rules read it and a model is still to: so long its answer is waited for. */
const MODEL_LIMIT_MS = 1_500;

/** The message when it was read, or as it is when that takes too long. */
async function awaitReading(db: Db, actor: Actor, email: EmailJson): Promise<EmailJson | RestrictedEmailJson | null> {
  const until = Date.now() + (email.understanding ? MODEL_LIMIT_MS : READING_LIMIT_MS);
  while (Date.now() < until && (await waitsForReading(db, email.id))) await sleep(40);
  return getEmail(db, actor, email.id);
}

/**
 * One message, waiting a moment for its understanding where it was filed just now; `{…, restricted: true}` for a hidden bid. A suggestion's quotes from other messages are those that the
 * actor may read. Throws forbidden, not_found.
 */
export async function readEmail(
  db: Db,
  actor: Actor,
  id: string | undefined,
): Promise<EmailJson | RestrictedEmailJson> {
  requireCan(actor, 'email.read');
  const found = await getEmail(db, actor, emailIdOf(id));
  const email = found && !found.restricted && isUnread(found) ? await awaitReading(db, actor, found) : found;
  if (!email) throw new DomainError('not_found', 'There is no such message.');
  if (email.restricted) return email;
  const others = email.suggestions.flatMap((one) =>
    one.evidence.flatMap((item) => (item.id === email.id ? [] : item.id)),
  );
  const hidden = await listHiddenMailIds(db, actor, [...new Set(others)]);
  if (hidden.size === 0) return email;
  const readable = email.suggestions.map((one) => ({
    ...one,
    evidence: one.evidence.filter((item) => !hidden.has(item.id)),
  }));
  return { ...email, suggestions: readable };
}

async function readable(db: Db, actor: Actor, id: string | undefined) {
  requireCan(actor, 'email.read');
  const found = await getReadableAttachments(db, actor, emailIdOf(id));
  if (!found) throw new DomainError('not_found', 'There is no such message.');
  if (!found.visible)
    throw new DomainError('forbidden', 'Bids of this package are not shown to you; ask its buyer or a decider.');
  return found;
}

/** The message as it came. Throws forbidden (a hidden bid too), not_found. */
export async function readRaw(db: Db, actor: Actor, id: string | undefined): Promise<Buffer> {
  await readable(db, actor, id);
  const raw = await getRaw(db, emailIdOf(id));
  if (!raw) throw new DomainError('not_found', 'There is no such message.');
  return raw;
}

/** What the store of attachments answers. Throws unavailable when it does not. */
async function available<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    logger.warn({ err: error }, 'The store of attachments does not answer');
    throw new DomainError('unavailable', 'The store of attachments does not answer. Try again in a minute.');
  }
}

export type AttachmentFile = { filename: string; contentType: string; size: number; stream: Readable };

/** One attachment by its number, as a stream. Throws forbidden (a hidden bid too), not_found. */
export async function readAttachment(
  db: Db,
  actor: Actor,
  id: string | undefined,
  n: string | undefined,
): Promise<AttachmentFile> {
  const { attachments } = await readable(db, actor, id);
  const attachment = attachments.find((one) => String(one.n) === n);
  if (!attachment) throw new DomainError('not_found', 'The message has no such attachment.');
  const { filename, contentType, sha256 } = attachment;
  const file = await available(
    async () => (await openFile(sha256)) ?? (await restoreAttachments(db, emailIdOf(id)), await openFile(sha256)),
  );
  if (!file) throw new DomainError('not_found', 'The attachment cannot be read from the message any more.');
  return { filename, contentType, ...file };
}

const INLINE_IMAGE = /^image\/(png|jpe?g|gif|webp|bmp)$/i;
/** Bytes of images that one message may show in its text. */
const MOST_IMAGE_BYTES = 8 * 1024 * 1024;

async function bytesOf(sha256: string): Promise<Buffer | null> {
  const file = await available(() => openFile(sha256));
  if (!file) return null;
  const chunks: Buffer[] = [];
  for await (const chunk of file.stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/**
 * The sanitised HTML of a message with its `cid:` images as data, for the sandboxed frame; null for a message without
 * HTML. Throws forbidden (a hidden bid too), not_found.
 */
export async function readEmailHtml(db: Db, actor: Actor, id: string | undefined): Promise<string | null> {
  const { html, attachments } = await readable(db, actor, id);
  if (html === null) return null;
  const shown = new Map<string, string>();
  let left = MOST_IMAGE_BYTES;
  for (const { contentId, contentType, size, sha256 } of attachments) {
    if (contentId === null || !INLINE_IMAGE.test(contentType) || size > left) continue;
    const bytes = await bytesOf(sha256);
    if (!bytes) continue;
    left -= size;
    shown.set(contentId, `data:${contentType.toLowerCase()};base64,${bytes.toString('base64')}`);
  }
  return html.replace(/(<img\b[^>]*?\bsrc=")cid:([^"]*)"/gi, (_all, before: string, cid: string) => {
    const name = cid.replaceAll('&amp;', '&');
    const data = shown.get(name) ?? shown.get(decodeURIComponent(name.replace(/%(?![0-9a-f]{2})/gi, '%25')));
    return `${before}${data ?? ''}"`;
  });
}
