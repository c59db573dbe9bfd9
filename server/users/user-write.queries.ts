import { sql } from 'kysely';
import type { DecisionLimit } from '../approvals/approval.policy.ts';
import type { Db, Tx } from '../db.ts';
import type { Role } from './role.policy.ts';
import { getUser, type User } from './user.queries.ts';

export type NewUser = {
  email: string;
  name: string;
  title: string;
  role: Role;
  timeZone: string;
  passwordHash: string | null;
};

/** Adds a person; null when the address is taken. */
export async function insertUser(tx: Tx, user: NewUser): Promise<User | null> {
  const { rows } = await sql<{ id: string }>`
    insert into users (email, name, title, role, time_zone, password_hash)
    values (${user.email}, ${user.name}, ${user.title}, ${user.role}, ${user.timeZone}, ${user.passwordHash})
    on conflict (email) do nothing returning id`.execute(tx);
  return rows[0] ? getUser(tx, rows[0].id) : null;
}

function limitColumns(limit: DecisionLimit): [string, number | null, string | null] {
  return limit.kind === 'amount' ? [limit.kind, limit.amountMinor, limit.currency] : [limit.kind, null, null];
}

/** Writes everything an edit may change; returns the new version. */
export async function setUser(tx: Tx, user: User, { endSessions }: { endSessions: boolean }): Promise<number> {
  const [kind, amount, currency] = limitColumns(user.decisionLimit);
  const { rows } = await sql<{ version: number }>`
    update users set name = ${user.name}, title = ${user.title}, role = ${user.role}, active = ${user.active},
      time_zone = ${user.timeZone}, decision_limit_kind = ${kind}, decision_limit_amount = ${amount}::bigint,
      decision_limit_currency = ${currency}, version = version + 1,
      sessions_valid_after = case when ${endSessions} then clock_timestamp() else sessions_valid_after end
    where id = ${user.id}::uuid returning version`.execute(tx);
  return rows[0]!.version;
}

/** A new password ends every session that began before. */
export async function setPasswordHash(tx: Tx, userId: string, passwordHash: string): Promise<void> {
  await sql`
    update users set password_hash = ${passwordHash}, sessions_valid_after = clock_timestamp(), version = version + 1
    where id = ${userId}::uuid`.execute(tx);
}

/** Ends every session that began before now. */
export async function setSessionsInvalid(db: Db | Tx, userId: string): Promise<void> {
  await sql`update users set sessions_valid_after = clock_timestamp() where id = ${userId}::uuid`.execute(db);
}
