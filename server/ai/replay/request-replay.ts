import type { Actor } from '../../actor.ts';
import type { Db } from '../../db.ts';
import { ringDoorbell } from '../../queue/doorbell.ts';
import { insertJobs } from '../../queue/job.queries.ts';
import { requireCan } from '../../users/require-can.ts';
import { insertReplay } from './replay.queries.ts';
import { replayInput } from './replay.schema.ts';
import { replayConfig } from './run-replay.ts';

/**
 * Asks for a rehearsal, which a job runs. Throws `forbidden`, and `invalid` for a wrong body or a provider without key.
 */
export async function requestReplay(db: Db, actor: Actor, body: unknown): Promise<{ id: string; status: 'waiting' }> {
  requireCan(actor, 'assistant.rehearse');
  const input = replayInput.parse(body);
  replayConfig(input.provider);
  const id = await db.transaction().execute(async (tx) => {
    const replayId = await insertReplay(tx, input, actor.kind === 'user' ? actor.userId : null);
    await insertJobs(tx, [{ kind: 'replay_reading', payload: { replayId }, uniqueKey: `replay:${replayId}` }]);
    return replayId;
  });
  ringDoorbell(db, 'replay_reading');
  return { id, status: 'waiting' };
}
