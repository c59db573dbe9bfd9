import type { Actor } from '../actor.ts';
import { recordEvents } from '../audit/record-events.ts';
import type { Db } from '../db.ts';
import { listFiledPackages } from '../emails/reply.queries.ts';
import { DomainError } from '../errors.ts';
import { ringDoorbell } from '../queue/doorbell.ts';
import { lockJob, setJobQueued } from '../queue/job.queries.ts';
import { requireCan } from '../users/require-can.ts';
import { lockOutgoing, setQueuedAgain } from './list.queries.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Sends a reply again that could not be sent, with the same Message-ID: a recipient who has it already sees a repeat.
 * Recorded as `email_send_retried`. Throws forbidden, not_found, conflict (it did not fail; it is no reply).
 */
export async function retryMail(
  db: Db,
  actor: Actor,
  id: string | undefined,
): Promise<{ id: string; status: 'queued' }> {
  requireCan(actor, 'email.send');
  const queued = await db.transaction().execute(async (tx) => {
    const mail = id !== undefined && UUID.test(id) ? await lockOutgoing(tx, actor, id) : null;
    if (!mail) throw new DomainError('not_found', 'There is no such mail.');
    const { emailId } = mail;
    if (emailId === null) throw new DomainError('conflict', 'This is no reply. An admin runs its job again.');
    if (mail.status !== 'failed')
      throw new DomainError('conflict', `Only a mail that failed is sent again; this one is ${mail.status}.`);
    if (!(await lockJob(tx, mail.id))) throw new DomainError('conflict', 'Its job is gone: write the reply again.');
    await setQueuedAgain(tx, mail.id);
    await setJobQueued(tx, mail.id);
    const packages = await listFiledPackages(tx, emailId);
    const places = packages.length > 0 ? packages.map((pkg) => pkg.id) : [null];
    await recordEvents(
      tx,
      actor,
      places.map((packageId) => ({
        entityType: 'email' as const,
        entityId: emailId,
        eventType: 'email_send_retried',
        packageId,
        before: { status: 'failed' },
        after: { status: 'queued', to: mail.recipients },
      })),
    );
    return mail.id;
  });
  ringDoorbell(db, 'send_email');
  return { id: queued, status: 'queued' };
}
