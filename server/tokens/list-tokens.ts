import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { findUserRef } from '../users/find-user-ref.ts';
import { requireCan } from '../users/require-can.ts';
import { toTokenJson } from './token-json.ts';
import { listTokenRows } from './token.queries.ts';
import { listTokensInput, type TokenJson } from './token.schema.ts';

/**
 * A page of tokens, newest first: one's own, or for an admin one person's (`user`) or everybody's (`all=true`).
 * Throws `forbidden`, `invalid`.
 */
export async function listTokens(
  db: Db,
  actor: Actor,
  input: unknown,
): Promise<{ items: TokenJson[]; nextCursor: string | null }> {
  requireCan(actor, 'user.read');
  const { user, all, ...page } = listTokensInput.parse(input);
  const owner = user === undefined ? null : await findUserRef(db, user, actor);
  if (user !== undefined && !owner)
    throw new DomainError('invalid', `user: nobody has the email or id "${user}".`, {
      fields: [{ field: 'user', message: 'Nobody has this email or id.' }],
    });
  const own = actor.kind === 'user' ? actor.userId : null;
  const ownerId = owner?.id ?? (all === 'true' ? null : own);
  if (ownerId !== own) requireCan(actor, 'token.manage_any');
  const { tokens, nextCursor } = await listTokenRows(db, { ...page, ownerId });
  return { items: tokens.map(toTokenJson), nextCursor };
}
