import type { Actor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { requireNoDemoPassword } from './no-demo-password.ts';
import { hashPassword } from './password.ts';
import { requireCan } from './require-can.ts';
import { toUserJson } from './user-json.ts';
import { insertUser } from './user-write.queries.ts';
import { createUserInput, type UserJson } from './user.schema.ts';

/**
 * An admin adds a person. Without a password they sign in after a reset. Throws `forbidden`, `invalid`, and `conflict`
 * when the address is taken.
 */
export async function createUser(db: Db, actor: Actor, input: unknown): Promise<UserJson> {
  requireCan(actor, 'user.manage');
  const { password, ...person } = createUserInput.parse(input);
  if (password) requireNoDemoPassword(password, 'password');
  const passwordHash = password ? await hashPassword(password) : null;
  return db.transaction().execute(async (tx) => {
    const user = await insertUser(tx, { ...person, passwordHash });
    if (!user) {
      const message = `${person.email} is already a person here.`;
      throw new DomainError('conflict', message, { fields: [{ field: 'email', message }] });
    }
    await recordEvent(tx, actor, { entityType: 'user', entityId: user.id, eventType: 'user_created', after: person });
    return toUserJson(user);
  });
}
