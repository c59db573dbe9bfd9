import type { Actor } from '../actor.ts';
import type { Db, Tx } from '../db.ts';
import { DomainError } from '../errors.ts';
import { getUser, type User } from './user.queries.ts';

/** A person by email, id or `me`; null when there is none. The system has no `me`. */
export async function findUserRef(db: Db | Tx, ref: string, actor: Actor): Promise<User | null> {
  if (ref === 'me') return actor.kind === 'user' ? getUser(db, actor.userId) : null;
  // NUL cannot be asked of PostgreSQL; nobody is called that.
  return ref.includes('\0') || ref.length > 254 ? null : getUser(db, ref);
}

/** The same for a field of an input: throws `invalid` naming it when there is no such active person. */
export async function requireUserRef(db: Db | Tx, ref: string, actor: Actor, field: string): Promise<User> {
  const user = await findUserRef(db, ref, actor);
  if (user?.active) return user;
  const message = user
    ? `${user.name} is disabled. Name somebody who is active.`
    : 'Nobody has this email or id. Use an email, an id or "me".';
  throw new DomainError('invalid', `${field}: ${message}`, { fields: [{ field, message }] });
}
