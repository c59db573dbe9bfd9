import type { Actor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { requireCan } from '../users/require-can.ts';
import { lockJob, setJobDropped } from './job.queries.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Gives a dead letter up; its row stays. Throws forbidden, not_found, and conflict for a job that is not dead.
 */
export async function dropJob(db: Db, actor: Actor, id: string): Promise<{ id: string; status: 'dropped' }> {
  requireCan(actor, 'job.manage');
  await db.transaction().execute(async (tx) => {
    const job = UUID.test(id) ? await lockJob(tx, id) : null;
    if (!job) throw new DomainError('not_found', `There is no job ${id}.`);
    if (job.status !== 'dead')
      throw new DomainError('conflict', `Only a dead job is dropped; this one is ${job.status}.`);
    await setJobDropped(tx, id);
    await recordEvent(tx, actor, {
      entityType: 'job',
      entityId: id,
      eventType: 'job_dropped',
      before: { status: 'dead', attempts: job.attempts, lastError: job.lastError },
      after: { status: 'dropped' },
    });
  });
  return { id, status: 'dropped' };
}
