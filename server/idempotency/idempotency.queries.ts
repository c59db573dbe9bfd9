import { sql } from 'kysely';
import type { Db } from '../db.ts';

/** What is known of a key: `status` null while its first call is under way, or ended without an answer. */
export type KnownCall = { requestHash: string; status: number | null; body: string | null; ageSeconds: number };

/** Claims a key for 24 h. Null when this call is its first (or the first after that time), else what is known. */
export async function claimKey(db: Db, owner: string, key: string, requestHash: string): Promise<KnownCall | null> {
  const claimed = await sql`
    insert into idempotency_keys as k (owner, key, request_hash) values (${owner}, ${key}, ${requestHash})
    on conflict (owner, key) do update
      set request_hash = excluded.request_hash, status = null, body = null, created_at = now()
      where k.created_at < now() - interval '24 hours'
    returning 1`.execute(db);
  if (claimed.rows.length > 0) return null;
  const { rows } = await sql<KnownCall>`
    select request_hash as "requestHash", status, body,
      extract(epoch from now() - created_at)::float8 as "ageSeconds"
    from idempotency_keys where owner = ${owner} and key = ${key}`.execute(db);
  // Freed between the two statements: the call before it failed, this one is told to come again.
  return rows[0] ?? { requestHash, status: null, body: null, ageSeconds: 0 };
}

export async function setAnswer(db: Db, owner: string, key: string, status: number, body: string): Promise<void> {
  await sql`
    update idempotency_keys set status = ${status}, body = ${body} where owner = ${owner} and key = ${key}`.execute(db);
}

export async function deleteKey(db: Db, owner: string, key: string): Promise<void> {
  await sql`delete from idempotency_keys where owner = ${owner} and key = ${key}`.execute(db);
}

/** Removes keys older than 24 h; returns how many. */
export async function deleteOldKeys(db: Db): Promise<number> {
  const result = await sql`delete from idempotency_keys where created_at < now() - interval '24 hours'`.execute(db);
  return Number(result.numAffectedRows ?? 0);
}
