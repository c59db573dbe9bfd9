import type { Actor } from '../actor.ts';
import { recordEvents } from '../audit/record-events.ts';
import type { Db, Tx } from '../db.ts';
import { storeFile } from '../storage/files.ts';
import type { MessageParser } from './parse/create-message-parser.ts';
import { getWaitingEmail, setUnread } from './process.queries.ts';
import { storeRead, viaOf } from './store-read.ts';

/** Ends the job in the transaction that holds its effect. */
type Finish = (tx: Tx) => Promise<void>;

/** A thread of the parser died or hung: worth one more try, since the machine may be at fault. */
const WORTH_ANOTHER_TRY = new Set(['crash', 'timeout']);

/**
 * Reads one stored message: parses it in the parser's thread, keeps its attachments, recognises repeats, threads it,
 * checks its sender, files it, and records it, all in one transaction with the end of its job and the queueing of what
 * reads it for suggestions. A message that cannot be read is quarantined with the reason. Does nothing for a message
 * that was read already.
 */
export async function processEmail(
  db: Db,
  actor: Actor,
  { emailId, parser, finish, lastTry }: { emailId: string; parser: MessageParser; finish: Finish; lastTry: boolean },
): Promise<void> {
  const email = await getWaitingEmail(db, emailId);
  if (!email || (email.status !== 'received' && email.status !== 'failed')) return db.transaction().execute(finish);
  const result = await parser.parse(email.raw);
  if (!result.ok) {
    const { code, reason } = result.failure;
    if (WORTH_ANOTHER_TRY.has(code) && !lastTry) throw new Error(reason);
    return db.transaction().execute(async (tx) => {
      await setUnread(tx, email.id, 'quarantined', reason);
      const after = { status: 'quarantined', code, error: reason };
      await recordEvents(tx, actor, [
        { entityType: 'email', entityId: email.id, eventType: 'email_quarantined', via: viaOf(email), after },
      ]);
      await finish(tx);
    });
  }
  const { message } = result;
  await Promise.all(message.attachments.map(({ sha256, content }) => storeFile(sha256, content)));
  await db.transaction().execute(async (tx) => {
    await storeRead(db, tx, actor, email, message);
    await finish(tx);
  });
}

/** Marks a message whose job became a dead letter; retrying the job reads it again. In the job's transaction. */
export async function failEmail(tx: Tx, actor: Actor, emailId: string, error: string): Promise<void> {
  if (!(await setUnread(tx, emailId, 'failed', error))) return;
  await recordEvents(tx, actor, [
    { entityType: 'email', entityId: emailId, eventType: 'email_failed', after: { status: 'failed', error } },
  ]);
}
