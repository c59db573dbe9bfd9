import { z } from 'zod';
import type { Actor } from '../actor.ts';
import { recordEvents } from '../audit/record-events.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { ringDoorbell } from '../queue/doorbell.ts';
import { insertJobs } from '../queue/job.queries.ts';
import { requireCan } from '../users/require-can.ts';
import { lockUnread, setAllWaiting } from './reprocess.queries.ts';

/** Body of `POST /api/emails/reprocess`. */
export const reprocessEmailsInput = z.strictObject({
  ids: z
    .array(z.uuid({ error: 'Give the ids of messages.' }), { error: 'Give the ids of messages as a list.' })
    .min(1, { error: 'Give at least one message.' })
    .max(1000, { error: 'At most 1,000 messages at once.' }),
});

/** How many are read again, and how many were read meanwhile and stay as they are. */
export type ReadAgain = { again: number; unchanged: number };

/**
 * Reads quarantined and failed messages again from their raw bytes, with one `email_reprocessed` each; those that were
 * read meanwhile stay as they are. Throws forbidden, invalid (an unknown message).
 */
export async function reprocessEmails(db: Db, actor: Actor, body: unknown): Promise<ReadAgain> {
  requireCan(actor, 'email.file');
  const ids = [...new Set(reprocessEmailsInput.parse(body).ids.map((id) => id.toLowerCase()))];
  const done = await db.transaction().execute(async (tx): Promise<ReadAgain> => {
    const held = await lockUnread(tx, ids);
    if (held.length < ids.length) {
      const message = `${ids.length - held.length} of these messages are not there.`;
      throw new DomainError('invalid', message, { fields: [{ field: 'ids', message }] });
    }
    const again = held.filter(({ status }) => status === 'quarantined' || status === 'failed');
    if (again.length === 0) return { again: 0, unchanged: held.length };
    await setAllWaiting(
      tx,
      again.map(({ id }) => id),
    );
    await insertJobs(
      tx,
      again.map(({ id }) => ({ kind: 'process_email' as const, payload: { emailId: id }, uniqueKey: `email:${id}` })),
    );
    await recordEvents(
      tx,
      actor,
      again.map(({ id, status, error }) => ({
        entityType: 'email' as const,
        entityId: id,
        eventType: 'email_reprocessed',
        before: { status, error },
        after: { status: 'received' },
      })),
    );
    return { again: again.length, unchanged: held.length - again.length };
  });
  if (done.again > 0) ringDoorbell(db, 'process_email');
  return done;
}
