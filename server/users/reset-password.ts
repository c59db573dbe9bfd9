import type { Actor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { requireNoDemoPassword } from './no-demo-password.ts';
import { findUserRef } from './find-user-ref.ts';
import { hashPassword, randomPassword } from './password.ts';
import { requireCan } from './require-can.ts';
import { lockUser } from './user.queries.ts';
import { setPasswordHash } from './user-write.queries.ts';
import { passwordInput } from './user.schema.ts';

/**
 * Gives a person a new password and ends their sessions. It is returned once, to be handed over; without `password` a
 * random one is made. The event names who did it. `ref` is an email or an id. Throws `forbidden`, `not_found`,
 * `invalid`, and `conflict` for a disabled person.
 */
export async function resetPassword(
  db: Db,
  actor: Actor,
  ref: string,
  given?: string,
): Promise<{ email: string; name: string; password: string }> {
  requireCan(actor, 'user.manage');
  const found = await findUserRef(db, ref, actor);
  if (!found) throw new DomainError('not_found', `Nobody has the email or id "${ref}".`);
  const password = given === undefined ? randomPassword() : passwordInput.parse(given);
  requireNoDemoPassword(password, 'password');
  const passwordHash = await hashPassword(password);
  await db.transaction().execute(async (tx) => {
    const user = (await lockUser(tx, found.id))!;
    if (!user.active) throw new DomainError('conflict', `${user.name} is disabled. Enable them first.`);
    await setPasswordHash(tx, user.id, passwordHash);
    await recordEvent(tx, actor, { entityType: 'user', entityId: user.id, eventType: 'user_password_reset' });
  });
  return { email: found.email, name: found.name, password };
}
