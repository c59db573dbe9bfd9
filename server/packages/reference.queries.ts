import { sql } from 'kysely';
import type { Tx } from '../db.ts';
import type { Role } from '../users/role.policy.ts';
import { byVendorRef } from '../vendors/vendor.queries.ts';
import { refCondition } from './package.queries.ts';

export type Person = { id: string; email: string; name: string; role: Role; active: boolean };
export type Named = { id: string; name: string };
export type References = {
  vendor: Named | null;
  buyer: Person | null;
  project: { id: string; code: string; currency: string } | null;
};

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const jsonOf = (table: string, fields: string) => sql.raw(`json_build_object(${fields}) from ${table} x`);
const personNamed = (ref: string) => (UUID.test(ref) ? sql`x.id = ${ref}::uuid` : sql`x.email = ${ref.toLowerCase()}`);
const NONE = sql`null::json`;

/**
 * The rows that a body names: a vendor by id or exact name, a person by email, id or `me`, a project by code or id.
 * One query; what is not found is null.
 */
export async function findReferences(
  tx: Tx,
  refs: { vendor?: string | null; buyer?: string | null; project?: string | null },
  userId: string,
): Promise<References> {
  const { vendor, project } = refs;
  const buyer = refs.buyer === 'me' ? userId : refs.buyer;
  const { rows } = await sql<References>`select
    ${vendor ? sql`(select json_build_object('id', v.id, 'name', v.name) from vendors v where ${byVendorRef(vendor)})` : NONE} as vendor,
    ${buyer ? sql`(select ${jsonOf('users', `'id', x.id, 'email', x.email, 'name', x.name, 'role', x.role, 'active', x.active`)} where ${personNamed(buyer)})` : NONE} as buyer,
    ${project ? sql`(select ${jsonOf('projects', `'id', x.id, 'code', x.code, 'currency', x.currency`)} where ${refCondition(project, sql`x.id`, sql`upper(x.code)`)})` : NONE} as project
  `.execute(tx);
  return rows[0]!;
}

/** The project that a new package belongs to when none is named: the only one, else null. */
export async function findOnlyProject(tx: Tx): Promise<References['project']> {
  const { rows } = await sql<{ id: string; code: string; currency: string }>`
    select id, code, currency from projects order by created_at limit 2`.execute(tx);
  return rows.length === 1 ? rows[0]! : null;
}

/** What stands for each id when people read it: a vendor's name, a project's code, a person's email and name. */
export async function showIds(
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, string | { email: string; name: string }>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; shown: string | { email: string; name: string } }>`
    select id, to_json(name) as shown from vendors where id = any(${ids}::uuid[])
    union all select id, to_json(code) from projects where id = any(${ids}::uuid[])
    union all select id, json_build_object('email', email, 'name', name) from users where id = any(${ids}::uuid[])`.execute(
    tx,
  );
  return new Map(rows.map((row) => [row.id, row.shown]));
}
