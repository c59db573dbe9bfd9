import type { SystemActor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db } from '../db.ts';
import { lockUser } from '../users/user.queries.ts';
import { getPreferences, setPreferences } from './preferences.queries.ts';

const LINK: SystemActor = { kind: 'system', name: 'unsubscribe link', via: 'api' };

/**
 * Turns a person's digest on or off for whoever holds his signed unsubscribe link, without a sign-in (RFC 8058). Returns
 * whether there is such a person.
 */
export async function setDigest(db: Db, userId: string, on: boolean): Promise<boolean> {
  return db.transaction().execute(async (tx) => {
    if (!(await lockUser(tx, userId))) return false;
    const before = await getPreferences(tx, userId);
    if (before.digest === on) return true;
    await setPreferences(tx, userId, { ...before, digest: on });
    await recordEvent(tx, LINK, {
      entityType: 'user',
      entityId: userId,
      eventType: 'user_notifications_set',
      before: { digest: before.digest },
      after: { digest: on },
    });
    return true;
  });
}
