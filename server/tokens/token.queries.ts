import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import type { SessionUser } from '../users/user.queries.ts';
import type { Scope } from '../users/role.policy.ts';

export type TokenOwner = SessionUser & { tokenId: string; scopes: Scope[]; expiresAt: Date | null };

/** A usable token with its owner, in one query: not revoked, not expired, the owner active. */
export async function getTokenOwner(db: Db, tokenHash: string): Promise<TokenOwner | null> {
  const { rows } = await sql<TokenOwner>`
    select t.id as "tokenId", t.scopes, t.expires_at as "expiresAt", u.id as "userId", u.email, u.name, u.role,
      u.time_zone as "timeZone"
    from tokens t join users u on u.id = t.user_id
    where t.token_hash = ${tokenHash} and t.revoked_at is null and (t.expires_at is null or t.expires_at > now())
      and u.active`.execute(db);
  return rows[0] ?? null;
}

/** Notes that a token was used, at most once a minute however many processes ask. */
export async function setTokenUsed(db: Db, tokenId: string): Promise<void> {
  await sql`
    update tokens set last_used_at = now()
    where id = ${tokenId}::uuid and (last_used_at is null or last_used_at < now() - interval '1 minute')`.execute(db);
}

/** A token for lists and answers; `token` itself is never among them. */
export type TokenRow = {
  id: string;
  name: string;
  prefix: string;
  scopes: Scope[];
  owner: { id: string; email: string; name: string };
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
};

export type NewToken = {
  userId: string;
  name: string;
  prefix: string;
  tokenHash: string;
  scopes: readonly Scope[];
  createdBy: string | null;
  expiresAt: Date | null;
};

export async function insertToken(tx: Tx, token: NewToken): Promise<{ id: string; createdAt: Date }> {
  return tx
    .insertInto('tokens')
    .values({
      user_id: token.userId,
      name: token.name,
      prefix: token.prefix,
      token_hash: token.tokenHash,
      scopes: [...token.scopes],
      created_by: token.createdBy,
      expires_at: token.expiresAt,
    })
    .returning(['id', 'created_at as createdAt'])
    .executeTakeFirstOrThrow();
}

/** A token's row, locked, or null. */
export async function lockToken(
  tx: Tx,
  tokenId: string,
): Promise<{ id: string; userId: string; name: string; prefix: string; revokedAt: Date | null } | null> {
  const row = await tx
    .selectFrom('tokens')
    .select(['id', 'user_id as userId', 'name', 'prefix', 'revoked_at as revokedAt'])
    .where('id', '=', tokenId)
    .forUpdate()
    .executeTakeFirst();
  return row ?? null;
}

export async function setTokenRevoked(tx: Tx, tokenId: string): Promise<Date> {
  const { rows } = await sql<{ revokedAt: Date }>`
    update tokens set revoked_at = now() where id = ${tokenId}::uuid returning revoked_at as "revokedAt"`.execute(tx);
  return rows[0]!.revokedAt;
}
