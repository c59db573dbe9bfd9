import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import type { Actor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { requireCan } from '../users/require-can.ts';
import { mintableScopes } from '../users/role.policy.ts';
import { getUser } from '../users/user.queries.ts';
import { tokenHash } from './token-cache.ts';
import { toTokenJson } from './token-json.ts';
import { getToken, insertToken } from './token.queries.ts';
import { createTokenInput, type createdTokenOutput } from './token.schema.ts';

const PREFIX_LENGTH = 12;
const DAY_MS = 86_400_000;

/**
 * Makes a token of 256 random bits for the acting person, or (`ownerRef`, the command line only) for somebody else.
 * The secret is returned this once and stored as its SHA-256. Scopes above the owner's role are kept and grant nothing
 * until the role does; a token made by a token gets no scope that the caller lacks.
 * Throws `forbidden`, `not_found`, `invalid`, and `conflict` for a disabled owner.
 */
export async function createToken(
  db: Db,
  actor: Actor,
  input: unknown,
  ownerRef?: string,
): Promise<z.output<typeof createdTokenOutput>> {
  requireCan(actor, actor.kind === 'user' ? 'token.manage' : 'token.manage_any');
  const owner = await getUser(db, actor.kind === 'user' ? actor.userId : (ownerRef ?? ''));
  if (!owner) throw new DomainError('not_found', `Nobody has the email or id "${ownerRef}".`);
  if (!owner.active) throw new DomainError('conflict', `${owner.name} is disabled. Enable them first.`);
  const { name, scopes: asked, expiresAt, expiresInDays } = createTokenInput.parse(input);
  const scopes = mintableScopes(actor, asked);
  if (scopes.length === 0)
    throw new DomainError('forbidden', 'The calling token has none of these scopes: it cannot give them to another.');
  const token = `pmis_${randomBytes(32).toString('base64url')}`;
  const expires = expiresAt
    ? new Date(expiresAt)
    : expiresInDays
      ? new Date(Date.now() + expiresInDays * DAY_MS)
      : null;
  const row = {
    userId: owner.id,
    name,
    prefix: token.slice(0, PREFIX_LENGTH),
    tokenHash: tokenHash(token),
    scopes,
    createdBy: actor.kind === 'user' ? actor.userId : null,
    expiresAt: expires,
  };
  return db.transaction().execute(async (tx) => {
    const id = await insertToken(tx, row);
    await recordEvent(tx, actor, {
      entityType: 'token',
      entityId: id,
      eventType: 'token_created',
      after: { name, prefix: row.prefix, scopes, owner: owner.email, expiresAt: expires?.toISOString() ?? null },
    });
    return { ...toTokenJson((await getToken(tx, id))!), token };
  });
}
