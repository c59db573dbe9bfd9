import type { Tx } from '../db.ts';
import { env } from '../env.ts';
import { insertJobs } from '../queue/job.queries.ts';
import { mailSettings } from './mail-settings.ts';
import type { OutgoingStatus } from './outgoing.schema.ts';
import { insertOutgoing } from './outgoing.queries.ts';
import { type NewMail, outgoingRow, type OutgoingRow } from './outgoing-row.ts';

/** About an hour of attempts by `retryDelayMs`: longer than a mail server greylists. */
const SEND_ATTEMPTS = 10;

/** `capped`: held back, `error` says why: too many in this conversation, or to an address of ours. */
export type QueuedMail = {
  id: string;
  messageId: string;
  status: Extract<OutgoingStatus, 'queued' | 'capped'>;
  error: string | null;
};

/**
 * Queues mails in the caller's transaction, each with the job that sends it; ring the doorbell after the commit
 * (`ringDoorbell(db, 'send_email')`). With mail off nothing is queued and the answer is empty. A mail above
 * MAIL_THREAD_CAP to one recipient in one conversation, to an address of ours, or in answer to a robot is kept as
 * `capped` and not sent. In the order given.
 */
export async function queueMails(tx: Tx, mails: readonly NewMail[]): Promise<QueuedMail[]> {
  const settings = mailSettings();
  if (!settings || mails.length === 0) return [];
  return queueRows(
    tx,
    mails.map((mail, position) => outgoingRow(mail, settings, position)),
  );
}

/** Queues rows that `outgoingRow` made; see queueMails. */
export async function queueRows(tx: Tx, rows: readonly OutgoingRow[]): Promise<QueuedMail[]> {
  const queued = await insertOutgoing(tx, rows, env().MAIL_THREAD_CAP);
  await insertJobs(
    tx,
    queued.flatMap(({ id, status }) =>
      status === 'queued'
        ? [
            {
              id,
              kind: 'send_email' as const,
              payload: { outgoingId: id },
              uniqueKey: `outgoing:${id}`,
              maxAttempts: SEND_ATTEMPTS,
            },
          ]
        : [],
    ),
  );
  return queued;
}
