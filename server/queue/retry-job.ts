import type { Actor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { requireCan } from '../users/require-can.ts';
import { ringDoorbell } from './doorbell.ts';
import { lockJob, setJobQueued } from './job.queries.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Queues a dead letter afresh, with all its attempts. Throws forbidden, not_found, and conflict for a job that is not
 * dead or whose work another unfinished job does.
 */
export async function retryJob(db: Db, actor: Actor, id: string): Promise<{ id: string; status: 'queued' }> {
  requireCan(actor, 'job.manage');
  const kind = await db.transaction().execute(async (tx) => {
    const job = UUID.test(id) ? await lockJob(tx, id) : null;
    if (!job) throw new DomainError('not_found', `There is no job ${id}.`);
    if (job.status !== 'dead')
      throw new DomainError('conflict', `Only a dead job is retried; this one is ${job.status}.`);
    await setJobQueued(tx, id).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === '23505')
        throw new DomainError('conflict', 'Another unfinished job does the same work already.');
      throw error;
    });
    await recordEvent(tx, actor, {
      entityType: 'job',
      entityId: id,
      eventType: 'job_retried',
      before: { status: 'dead', attempts: job.attempts, lastError: job.lastError },
      after: { status: 'queued' },
    });
    return job.kind;
  });
  ringDoorbell(db, kind);
  return { id, status: 'queued' };
}
