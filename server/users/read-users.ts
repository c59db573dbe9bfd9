import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { findUserRef } from './find-user-ref.ts';
import { requireCan } from './require-can.ts';
import { toUserJson } from './user-json.ts';
import { listUsers } from './user.queries.ts';
import { listUsersInput, type UserJson } from './user.schema.ts';

/** One person by email, id or `me`. Throws `forbidden`, `not_found`. */
export async function readUser(db: Db, actor: Actor, ref: string): Promise<UserJson> {
  requireCan(actor, 'user.read');
  const user = await findUserRef(db, ref, actor);
  if (!user) throw new DomainError('not_found', `Nobody has the email or id "${ref}".`);
  return toUserJson(user);
}

/** A page of people. Throws `forbidden`, `invalid`. */
export async function readUsers(
  db: Db,
  actor: Actor,
  input: unknown,
): Promise<{ items: UserJson[]; nextCursor: string | null }> {
  requireCan(actor, 'user.read');
  const { users, nextCursor } = await listUsers(db, listUsersInput.parse(input));
  return { items: users.map(toUserJson), nextCursor };
}
