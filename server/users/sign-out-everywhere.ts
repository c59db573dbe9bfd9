import type { UserActor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db } from '../db.ts';
import { requireCan } from './require-can.ts';
import { setSessionsInvalid } from './user-write.queries.ts';

/** Ends every session of the acting person, this one too, at once and in every process. Tokens stay. */
export async function signOutEverywhere(db: Db, actor: UserActor): Promise<void> {
  requireCan(actor, 'account.edit');
  await db.transaction().execute(async (tx) => {
    await setSessionsInvalid(tx, actor.userId);
    await recordEvent(tx, actor, {
      entityType: 'user',
      entityId: actor.userId,
      eventType: 'user_signed_out_everywhere',
    });
  });
}
