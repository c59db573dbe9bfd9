import type { ImapFlow } from 'imapflow';
import type { SystemActor } from '../../actor.ts';
import type { Db } from '../../db.ts';
import { LARGEST_MESSAGE } from '../../emails/email.schema.ts';
import { receiveEmail } from '../../emails/receive-email.ts';
import { DomainError } from '../../errors.ts';
import { logger } from '../../logger.ts';
import type { ImapMailbox } from '../configured-sources.ts';
import {
  deleteHeld,
  deleteOldHeld,
  listHeld,
  type MailboxKey,
  type NewHeld,
  putHeld,
} from '../held-message.queries.ts';
import { messageRetryMs, PARK_AFTER } from '../source.policy.ts';
import { setCursor } from '../source.queries.ts';
import { markMessages } from './mark-messages.ts';
import { imapErrorText } from './open-imap.ts';

/** Messages whose sizes are asked for and that are fetched in one command. */
const AT_ONCE = 50;

/** Where a mailbox is read; `cursor` advances with what is committed. */
export type MailboxReading = {
  db: Db;
  client: ImapFlow;
  source: string;
  mailbox: ImapMailbox;
  fence: number;
  cursor: { uidValidity: number | null; lastUid: number };
  /** True once this worker stops or has lost the mailbox: nothing more is begun or held against a message. */
  ended: () => boolean;
};

/** Stores one message. Returns null, or why it can never be stored. */
export async function storeMessage(
  { db, source }: Pick<MailboxReading, 'db' | 'source'>,
  raw: Uint8Array,
): Promise<string | null> {
  const actor: SystemActor = { kind: 'system', name: `imap ${source}`, via: 'worker' };
  try {
    await receiveEmail(db, actor, { raw, source: 'imap', mailSource: source });
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.message;
    throw error;
  }
}

/** Marks what is stored; where the server refuses, it is kept to be tried again. */
export async function markStored(reading: MailboxReading, key: MailboxKey, uids: readonly number[]): Promise<boolean> {
  try {
    await markMessages(reading.client, reading.mailbox.account, uids);
    return true;
  } catch (error) {
    if (!reading.client.usable) throw error;
    const reason = `Stored, but ${imapErrorText(error)}`;
    logger.warn({ source: reading.source, uids: uids.length, reason }, 'cannot mark stored messages');
    const retryMs = messageRetryMs(1);
    await putHeld(
      reading.db,
      key,
      uids.map((uid): NewHeld => ({ uid, status: 'unmarked', reason, retryMs })),
    );
    return false;
  }
}

/** Messages above the limit stay in the mailbox; who sent what is kept with the reason. */
async function refuseLarge(reading: MailboxReading, key: MailboxKey, large: readonly number[]): Promise<void> {
  if (large.length === 0) return;
  const found = await reading.client.fetchAll(
    large.join(','),
    { uid: true, size: true, envelope: true },
    { uid: true },
  );
  await putHeld(
    reading.db,
    key,
    found.map(({ uid, size, envelope }): NewHeld => ({
      uid,
      status: 'refused',
      reason: `The message has ${Math.ceil((size ?? 0) / 1024 / 1024)} MB; the limit is 25 MB. It stays in the mailbox.`,
      sender: envelope?.from?.[0]?.address ?? null,
      subject: envelope?.subject ?? null,
      size: size ?? null,
      retryMs: null,
    })),
  );
}

/** Fetches and stores messages one after the other. `done` tells which, also where the connection ends meanwhile. */
async function fetchEach(reading: MailboxReading, uids: readonly number[], done: Map<number, string | null>) {
  for await (const message of reading.client.fetch(uids.join(','), { uid: true, source: true }, { uid: true })) {
    if (reading.ended()) return;
    if (message.source) done.set(message.uid, await storeMessage(reading, message.source));
  }
}

/** Which of these the mailbox still has. */
async function stillThere(client: ImapFlow, uids: readonly number[]): Promise<number[]> {
  if (uids.length === 0) return [];
  const found = await client.fetchAll(uids.join(','), { uid: true }, { uid: true });
  return found.map(({ uid }) => uid);
}

/** Takes one batch and advances the cursor over it. A message that fails thrice no longer holds up the others. */
async function takeBatch(reading: MailboxReading, key: MailboxKey, uids: readonly number[]): Promise<void> {
  const { db, client, source, fence, cursor } = reading;
  const advance = async (lastUid: number) => {
    if (lastUid <= cursor.lastUid) return;
    await setCursor(db, source, fence, { uidValidity: key.uidValidity, lastUid });
    cursor.lastUid = lastUid;
  };
  const held = new Map((await listHeld(db, key, uids)).map((one) => [one.uid, one]));
  const parked = (uid: number) => (held.get(uid)?.attempts ?? 0) >= PARK_AFTER || held.get(uid)?.status === 'refused';
  const sizes = await client.fetchAll(uids.join(','), { uid: true, size: true }, { uid: true });
  const large = sizes.filter(({ uid, size }) => (size ?? 0) > LARGEST_MESSAGE && !parked(uid)).map(({ uid }) => uid);
  await refuseLarge(reading, key, large);
  const wanted = uids.filter((uid) => !large.includes(uid) && !parked(uid));
  const done = new Map<number, string | null>();
  let missing: number[] = [];
  try {
    if (wanted.length > 0) await fetchEach(reading, wanted, done);
    if (reading.ended()) return;
    // A connection that ends after the first message ends the list without a word: asking on shows it.
    missing = await stillThere(
      client,
      wanted.filter((uid) => !done.has(uid)),
    );
  } catch (error) {
    const culprit = wanted.find((uid) => !done.has(uid));
    if (culprit === undefined || reading.ended()) throw error;
    // Only what ended the connection is held against the message, never a database that is away.
    if (!client.usable) {
      const attempts = (held.get(culprit)?.attempts ?? 0) + 1;
      const reason = imapErrorText(error);
      await putHeld(db, key, [{ uid: culprit, status: 'waiting', reason, retryMs: messageRetryMs(attempts) }]);
    }
    await advance(culprit - 1);
    throw error;
  }
  const unusable = [...done].flatMap(([uid, reason]): NewHeld[] =>
    reason === null ? [] : [{ uid, status: 'failed', reason, retryMs: null }],
  );
  const undelivered = missing.map((uid): NewHeld => ({
    uid,
    status: 'waiting',
    reason: 'The server lists this message but does not deliver it.',
    retryMs: messageRetryMs(1),
  }));
  await putHeld(db, key, [...unusable, ...undelivered]);
  const stored = wanted.filter((uid) => done.get(uid) === null);
  const mended = stored.filter((uid) => held.has(uid));
  await deleteHeld(db, key, mended);
  await markStored(reading, key, stored);
  await advance(uids.at(-1)!);
}

/**
 * Takes every message above the cursor: stores it, commits, and only then marks it and advances. A new UIDVALIDITY
 * (RFC 9051, 2.3.1.1) reads the mailbox again from its beginning; what is stored already is recognised by its bytes.
 * Throws where the connection or the database fails; the next call goes on where this one ended.
 */
export async function takeNewMail(reading: MailboxReading): Promise<void> {
  const { db, client, source, fence, cursor, mailbox } = reading;
  if (!client.mailbox) throw new Error('The mailbox is not open.');
  const uidValidity = Number(client.mailbox.uidValidity);
  const key = { source, uidValidity };
  if (cursor.uidValidity !== uidValidity) {
    if (cursor.uidValidity !== null)
      logger.warn({ source, before: cursor.uidValidity, now: uidValidity }, 'UIDVALIDITY changed, reading all again');
    await setCursor(db, source, fence, { uidValidity, lastUid: 0 });
    await deleteOldHeld(db, key);
    Object.assign(cursor, { uidValidity, lastUid: 0 });
  }
  const { since } = mailbox.account;
  const query = { uid: `${cursor.lastUid + 1}:*`, ...(since ? { since } : {}) };
  const found = await client.search(query, { uid: true });
  if (!Array.isArray(found)) throw new Error('The server refused to list the messages.');
  // `n:*` names the last message even where its number is below n.
  const uids = found.filter((uid) => uid > cursor.lastUid).sort((a, b) => a - b);
  for (let start = 0; start < uids.length && !reading.ended(); start += AT_ONCE)
    await takeBatch(reading, key, uids.slice(start, start + AT_ONCE));
}
