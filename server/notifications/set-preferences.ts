import type { UserActor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db } from '../db.ts';
import { requireCan } from '../users/require-can.ts';
import { lockUser } from '../users/user.queries.ts';
import { type Preferences, PREFERENCES, preferencesInput } from './notification.schema.ts';
import { getPreferences, setPreferences } from './preferences.queries.ts';

/** How one wants to be told oneself. Throws `forbidden`. */
export async function readPreferences(db: Db, actor: UserActor): Promise<Preferences> {
  requireCan(actor, 'notification.read');
  return getPreferences(db, actor.userId);
}

/** Changes how one wants to be told oneself; what is not named stays. Throws `forbidden`, `invalid`. */
export async function changePreferences(db: Db, actor: UserActor, input: unknown): Promise<Preferences> {
  requireCan(actor, 'notification.mark');
  const change = preferencesInput.parse(input);
  return db.transaction().execute(async (tx) => {
    await lockUser(tx, actor.userId);
    const before = await getPreferences(tx, actor.userId);
    const after: Preferences = { ...before };
    for (const name of PREFERENCES) after[name] = change[name] ?? before[name];
    const changed = PREFERENCES.filter((name) => before[name] !== after[name]);
    if (changed.length === 0) return before;
    await setPreferences(tx, actor.userId, after);
    const pick = (all: Preferences) => Object.fromEntries(changed.map((name) => [name, all[name]]));
    await recordEvent(tx, actor, {
      entityType: 'user',
      entityId: actor.userId,
      eventType: 'user_notifications_set',
      before: pick(before),
      after: pick(after),
    });
    return after;
  });
}
