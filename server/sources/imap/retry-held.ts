import { deleteHeld, type HeldMessage, listDueHeld, type NewHeld, putHeld } from '../held-message.queries.ts';
import { GIVE_UP_AFTER, messageRetryMs } from '../source.policy.ts';
import { markMessages } from './mark-messages.ts';
import { imapErrorText } from './open-imap.ts';
import { type MailboxReading, storeMessage } from './take-new-mail.ts';

/** Fetches and stores what was not delivered before. Null: done or gone, else why not. */
async function takeOne(reading: MailboxReading, uid: number): Promise<string | null> {
  const message = await reading.client.fetchOne(String(uid), { uid: true, source: true }, { uid: true });
  if (!message) return null;
  if (!message.source) return 'The server lists this message but does not deliver it.';
  const refusal = await storeMessage(reading, message.source);
  if (refusal === null) await markMessages(reading.client, reading.mailbox.account, [uid]);
  return refusal;
}

/** The message as it stands after one more failed attempt. */
const afterFailure = ({ uid, status, attempts }: HeldMessage, reason: string): NewHeld =>
  attempts + 1 >= GIVE_UP_AFTER
    ? { uid, status: 'failed', reason: `${reason} Given up after ${attempts + 1} attempts.`, retryMs: null }
    : { uid, status, reason, retryMs: messageRetryMs(attempts + 1) };

/**
 * Tries again what could not be fetched or marked and is due. After eight attempts, spread over days, a message is
 * given up and stays on Admin → Mail sources. Throws where the connection ends.
 */
export async function retryHeld(reading: MailboxReading): Promise<void> {
  const { db, client, source, cursor } = reading;
  if (cursor.uidValidity === null) return;
  const key = { source, uidValidity: cursor.uidValidity };
  for (const held of await listDueHeld(db, key)) {
    if (reading.ended()) return;
    try {
      let refusal: string | null = null;
      if (held.status === 'waiting') refusal = await takeOne(reading, held.uid);
      else await markMessages(client, reading.mailbox.account, [held.uid]);
      if (refusal === null) await deleteHeld(db, key, [held.uid]);
      else await putHeld(db, key, [{ uid: held.uid, status: 'failed', reason: refusal, retryMs: null }]);
    } catch (error) {
      if (reading.ended()) return;
      await putHeld(db, key, [afterFailure(held, imapErrorText(error))]);
      if (!client.usable) throw error;
    }
  }
}
