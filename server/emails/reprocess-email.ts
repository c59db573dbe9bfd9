import type { Actor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { ringDoorbell } from '../queue/doorbell.ts';
import { insertJobs } from '../queue/job.queries.ts';
import { requireCan } from '../users/require-can.ts';
import { setWaiting } from './email.queries.ts';
import { holdEmail } from './file-email.ts';

/**
 * Reads a quarantined or failed message again from its raw bytes. Throws forbidden, not_found, and conflict for one
 * that was read or waits.
 */
export async function reprocessEmail(db: Db, actor: Actor, id: string): Promise<{ id: string; status: 'received' }> {
  requireCan(actor, 'email.file');
  await db.transaction().execute(async (tx) => {
    const email = await holdEmail(tx, actor, id);
    if (email.status !== 'quarantined' && email.status !== 'failed')
      throw new DomainError(
        'conflict',
        `Only a quarantined or failed message is read again; this one is ${email.status}.`,
      );
    await setWaiting(tx, id);
    await insertJobs(tx, [{ kind: 'process_email', payload: { emailId: id }, uniqueKey: `email:${id}` }]);
    await recordEvent(tx, actor, {
      entityType: 'email',
      entityId: id,
      eventType: 'email_reprocessed',
      before: { status: email.status, error: email.error },
      after: { status: 'received' },
    });
  });
  ringDoorbell(db, 'process_email');
  return { id, status: 'received' };
}
