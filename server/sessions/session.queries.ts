import { sql } from 'kysely';
import type { Db } from '../db.ts';

/** `createdAt` is PostgreSQL's own text with microseconds: it is compared with users.sessions_valid_after. */
export type StoredSession = { userId: string; createdAt: string; expiresAt: Date };

/** Writes a session that lasts `days`; times are the database's. */
export async function insertSession(db: Db, idHash: string, userId: string, days: number): Promise<StoredSession> {
  const { rows } = await sql<StoredSession>`
    insert into sessions (id_hash, user_id, created_at, expires_at)
    values (${idHash}, ${userId}::uuid, clock_timestamp(), clock_timestamp() + make_interval(days => ${days}))
    returning user_id as "userId", created_at::text as "createdAt", expires_at as "expiresAt"`.execute(db);
  return rows[0]!;
}

/** A session that has not expired, or null. */
export async function getSession(db: Db, idHash: string): Promise<StoredSession | null> {
  const { rows } = await sql<StoredSession>`
    select user_id as "userId", created_at::text as "createdAt", expires_at as "expiresAt"
    from sessions where id_hash = ${idHash} and expires_at > now()`.execute(db);
  return rows[0] ?? null;
}

export async function extendSession(db: Db, idHash: string, days: number): Promise<void> {
  await sql`
    update sessions set expires_at = now() + make_interval(days => ${days}) where id_hash = ${idHash}`.execute(db);
}

export async function deleteSession(db: Db, idHash: string): Promise<void> {
  await sql`delete from sessions where id_hash = ${idHash}`.execute(db);
}

/** Removes sessions past their time; returns how many. */
export async function deleteExpiredSessions(db: Db): Promise<number> {
  const result = await sql`delete from sessions where expires_at < now()`.execute(db);
  return Number(result.numAffectedRows ?? 0);
}
