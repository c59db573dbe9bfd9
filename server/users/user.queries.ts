import { sql } from 'kysely';
import type { DecisionLimit } from '../approvals/approval.policy.ts';
import type { Db, Tx } from '../db.ts';
import { decodeCursor, encodeCursor } from '../paging.ts';
import type { Role } from './role.policy.ts';
import type { ListUsersInput } from './user.schema.ts';

/** A person as operations work with it. Never given out as it is: see toUserJson. */
export type User = {
  id: string;
  email: string;
  name: string;
  title: string;
  role: Role;
  active: boolean;
  timeZone: string;
  decisionLimit: DecisionLimit;
  version: number;
  createdAt: Date;
};

/** What a request needs to know of whoever makes it. */
export type SessionUser = { userId: string; email: string; name: string; role: Role; timeZone: string };

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

const LIMIT = sql.raw(`case decision_limit_kind
  when 'amount' then json_build_object('kind', 'amount', 'amountMinor', decision_limit_amount, 'currency', decision_limit_currency)
  else json_build_object('kind', decision_limit_kind) end`);

const USER = sql`id, email, name, title, role, active, time_zone as "timeZone", ${LIMIT} as "decisionLimit", version,
  created_at as "createdAt"`;

/** A person by id or email (any case), or null. */
export async function getUser(db: Db | Tx, idOrEmail: string): Promise<User | null> {
  const by = UUID.test(idOrEmail) ? sql`id = ${idOrEmail}::uuid` : sql`email = ${idOrEmail.toLowerCase()}`;
  const { rows } = await sql<User>`select ${USER} from users where ${by}`.execute(db);
  return rows[0] ?? null;
}

/** The same, its row locked until the transaction ends. */
export async function lockUser(tx: Tx, idOrEmail: string): Promise<User | null> {
  const by = UUID.test(idOrEmail) ? sql`id = ${idOrEmail}::uuid` : sql`email = ${idOrEmail.toLowerCase()}`;
  const { rows } = await sql<User>`select ${USER} from users where ${by} for update`.execute(tx);
  return rows[0] ?? null;
}

/** Active people to choose from in a form: everyone of at least `operator` unless all are wanted. At most 1000. */
export async function listPeopleToChoose(
  db: Db | Tx,
  among: 'operators' | 'everyone' = 'operators',
): Promise<{ id: string; email: string; name: string; role: Role }[]> {
  const { rows } = await sql<{ id: string; email: string; name: string; role: Role }>`
    select id, email, name, role from users
    where active and (${among === 'everyone'} or role <> 'viewer') order by name, id limit 1000`.execute(db);
  return rows;
}

/**
 * The person of a session, or null when disabled, or signed out everywhere since. `createdAt` is the session's, as
 * PostgreSQL wrote it.
 */
export async function getSessionUser(db: Db, userId: string, createdAt: string): Promise<SessionUser | null> {
  const { rows } = await sql<SessionUser>`
    select id as "userId", email, name, role, time_zone as "timeZone" from users
    where id = ${userId}::uuid and active and sessions_valid_after < ${createdAt}::timestamptz`.execute(db);
  return rows[0] ?? null;
}

/** What sign-in checks. The only query that reads the password's hash. */
export async function getCredentials(
  db: Db | Tx,
  email: string,
): Promise<{ userId: string; active: boolean; passwordHash: string | null } | null> {
  const { rows } = await sql<{ userId: string; active: boolean; passwordHash: string | null }>`
    select id as "userId", active, password_hash as "passwordHash" from users where email = ${email}`.execute(db);
  return rows[0] ?? null;
}

/** The ids of the active admins, their rows locked: the check on the last one cannot be raced. */
export async function lockActiveAdmins(tx: Tx): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from users where active and role = 'admin' order by id for update`.execute(tx);
  return rows.map((row) => row.id);
}

/** A page of people by name or email, filtered by text, role and state; with the cursor of the next page. */
export async function listUsers(db: Db, input: ListUsersInput): Promise<{ users: User[]; nextCursor: string | null }> {
  const { q, role, active, limit, cursor, sort } = input;
  const key = sql.ref(sort.field);
  const order = sort.descending ? sql`desc` : sql`asc`;
  const conditions = [sql`true`];
  if (q) {
    const pattern = `%${q.replace(/[\\%_]/g, '\\$&')}%`;
    conditions.push(sql`(name ilike ${pattern} or email ilike ${pattern} or title ilike ${pattern})`);
  }
  if (role) conditions.push(sql`role = ${role}`);
  if (active) conditions.push(sql`active = ${active === 'true'}`);
  if (cursor) {
    const [after, id] = decodeCursor(cursor, ['text', 'uuid']);
    conditions.push(sql`(${key}, id) ${sort.descending ? sql`<` : sql`>`} (${after}, ${id}::uuid)`);
  }
  const { rows } = await sql<User>`
    select ${USER} from users where ${sql.join(conditions, sql` and `)}
    order by ${key} ${order}, id ${order} limit ${limit + 1}`.execute(db);
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return {
    users: page,
    nextCursor: rows.length > limit && last ? encodeCursor([last[sort.field], last.id]) : null,
  };
}

/** Those of some addresses who are active people here, in the order given. */
export async function listActiveByEmail(
  db: Db,
  emails: readonly string[],
): Promise<{ email: string; name: string; role: Role }[]> {
  const { rows } = await sql<{ email: string; name: string; role: Role }>`
    select email, name, role from users where active and email = any(${[...emails]}::text[])
    order by array_position(${[...emails]}::text[], email)`.execute(db);
  return rows;
}
