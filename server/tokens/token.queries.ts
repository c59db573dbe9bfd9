import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import { decodeCursor, encodeCursor } from '../paging.ts';
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

/** Writes a token and returns its id. */
export async function insertToken(tx: Tx, token: NewToken): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into tokens (user_id, name, prefix, token_hash, scopes, created_by, expires_at)
    values (${token.userId}::uuid, ${token.name}, ${token.prefix}, ${token.tokenHash}, ${[...token.scopes]}::text[],
      ${token.createdBy}::uuid, ${token.expiresAt}) returning id`.execute(tx);
  return rows[0]!.id;
}

const ROW = sql`t.id, t.name, t.prefix, t.scopes, t.created_at as "createdAt", t.expires_at as "expiresAt",
  t.revoked_at as "revokedAt", t.last_used_at as "lastUsedAt",
  json_build_object('id', u.id, 'email', u.email, 'name', u.name) as owner`;

export async function getToken(db: Db | Tx, tokenId: string): Promise<TokenRow | null> {
  const { rows } = await sql<TokenRow>`
    select ${ROW} from tokens t join users u on u.id = t.user_id where t.id = ${tokenId}::uuid`.execute(db);
  return rows[0] ?? null;
}

/** The same, its row locked until the transaction ends. */
export async function lockToken(tx: Tx, tokenId: string): Promise<TokenRow | null> {
  const { rows } = await sql<TokenRow>`
    select ${ROW} from tokens t join users u on u.id = t.user_id where t.id = ${tokenId}::uuid for update of t`.execute(
    tx,
  );
  return rows[0] ?? null;
}

export async function setTokenRevoked(tx: Tx, tokenId: string): Promise<void> {
  await sql`update tokens set revoked_at = now() where id = ${tokenId}::uuid`.execute(tx);
}

/** A page of tokens, newest first; `ownerId` null: everybody's. */
export async function listTokenRows(
  db: Db,
  { ownerId, q, limit, cursor }: { ownerId: string | null; q?: string; limit: number; cursor?: string },
): Promise<{ tokens: TokenRow[]; nextCursor: string | null }> {
  const conditions = [sql`true`];
  if (ownerId) conditions.push(sql`t.user_id = ${ownerId}::uuid`);
  if (q) {
    const pattern = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
    conditions.push(sql`(t.name ilike ${pattern} or u.email ilike ${pattern} or u.name ilike ${pattern})`);
  }
  if (cursor) {
    const [at, id] = decodeCursor(cursor, ['instant', 'uuid']);
    conditions.push(sql`(t.created_at, t.id) < (${at}::timestamptz, ${id}::uuid)`);
  }
  const { rows } = await sql<TokenRow & { at: string }>`
    select ${ROW}, t.created_at::text as at from tokens t join users u on u.id = t.user_id
    where ${sql.join(conditions, sql` and `)}
    order by t.created_at desc, t.id desc limit ${limit + 1}`.execute(db);
  const tokens = rows.slice(0, limit);
  const last = tokens.at(-1);
  return { tokens, nextCursor: rows.length > limit && last ? encodeCursor([last.at, last.id]) : null };
}
