import { z } from 'zod';
import type { UserActor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { strictInput } from '../lists/list.schema.ts';
import { requireSignInAttempt } from '../limits/rate-limit.ts';
import { requireNoDemoPassword } from './no-demo-password.ts';
import { hashPassword, isPassword } from './password.ts';
import { requireCan } from './require-can.ts';
import { getCredentials } from './user.queries.ts';
import { setPasswordHash } from './user-write.queries.ts';
import { passwordInput } from './user.schema.ts';

const changePasswordInput = strictInput({
  currentPassword: z
    .string({ error: 'Give your present password.' })
    .min(1, { error: 'Give your present password.' })
    .max(1000),
  newPassword: passwordInput,
});

/**
 * A person changes their own password, proving the present one; every session ends, the caller begins a new one. Not
 * possible with a token. Attempts count as sign-ins. Throws `forbidden`, `invalid`, `rate_limited`.
 */
export async function changePassword(db: Db, actor: UserActor, clientAddress: string, input: unknown): Promise<void> {
  requireCan(actor, 'account.edit');
  if (actor.tokenId) throw new DomainError('forbidden', 'A password is changed by a signed-in person, not by a token.');
  const { currentPassword, newPassword } = changePasswordInput.parse(input);
  requireNoDemoPassword(newPassword, 'newPassword');
  await requireSignInAttempt(db, clientAddress, actor.email);
  const person = await getCredentials(db, actor.email);
  if (!(await isPassword(person?.passwordHash ?? null, currentPassword))) {
    const message = 'This is not your present password.';
    throw new DomainError('invalid', message, { fields: [{ field: 'currentPassword', message }] });
  }
  const passwordHash = await hashPassword(newPassword);
  await db.transaction().execute(async (tx) => {
    await setPasswordHash(tx, actor.userId, passwordHash);
    await recordEvent(tx, actor, { entityType: 'user', entityId: actor.userId, eventType: 'user_password_changed' });
  });
}
