import { z } from 'zod';
import type { Actor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db } from '../db.ts';
import { requireCan } from '../users/require-can.ts';
import { setAside } from './email.queries.ts';
import { checkFilable, holdEmail } from './file-email.ts';

/** Body of `POST /api/emails/:id/set-aside`. */
export const setAsideInput = z.strictObject({ aside: z.boolean().default(true), expectedVersion: z.int().optional() });

/**
 * Says that a message belongs to no package, so that it no longer waits in triage; `aside: false` takes it back. The
 * same again changes nothing. Throws forbidden, not_found, conflict (see checkFilable).
 */
export async function setAsideEmail(
  db: Db,
  actor: Actor,
  id: string,
  body: unknown,
): Promise<{ id: string; setAside: boolean }> {
  requireCan(actor, 'email.file');
  return db.transaction().execute(async (tx) => {
    const email = await holdEmail(tx, actor, id);
    const { aside, expectedVersion } = setAsideInput.parse(body);
    checkFilable(email, expectedVersion);
    if (email.setAside !== aside) {
      await setAside(tx, id, actor.kind === 'user' ? actor.userId : null, aside);
      await recordEvent(tx, actor, {
        entityType: 'email',
        entityId: id,
        eventType: aside ? 'email_set_aside' : 'email_brought_back',
        before: { setAside: email.setAside },
        after: { setAside: aside },
      });
    }
    return { id, setAside: aside };
  });
}
