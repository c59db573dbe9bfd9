import { sql } from 'kysely';
import type { DB } from '../db-types.ts';
import type { Tx } from '../db.ts';

type Row = Record<string, unknown>;

/**
 * Adds rows as they stand, in one statement; columns that the rows do not name keep their defaults. Only seeds load
 * rows past the operations (gates do not apply to them: PRODUCT.md, Demo).
 */
export async function insertRows(tx: Tx, table: keyof DB & string, rows: readonly Row[]): Promise<void> {
  const first = rows[0];
  if (!first) return;
  const columns = sql.join(Object.keys(first).map((column) => sql.ref(column)));
  await sql`
    insert into ${sql.table(table)} (${columns})
    select ${columns} from jsonb_populate_recordset(null::${sql.table(table)}, ${JSON.stringify(rows)}::jsonb)`.execute(
    tx,
  );
}

/** Whether there is any package; holds off another seed until the transaction ends. */
export async function hasPackages(tx: Tx): Promise<boolean> {
  await sql`select pg_advisory_xact_lock(hashtext('pmis_seed'))`.execute(tx);
  const { rows } = await sql<{ any: boolean }>`select exists (select from packages) as any`.execute(tx);
  return rows[0]!.any;
}

/** The next codes of tasks and approvals begin past those that were loaded. */
export async function setCodesPast(tx: Tx): Promise<void> {
  await sql`
    select setval('task_codes', greatest((select max(substr(code, 3)::bigint) from tasks where code ~ '^T-[0-9]{1,15}$'), 100)),
      setval('approval_codes', greatest((select max(substr(code, 4)::bigint) from approvals where code ~ '^AR-[0-9]{1,15}$'), 30))`.execute(
    tx,
  );
}

/** The ids of these addresses that are people here already. */
export async function findPeople(tx: Tx, emails: readonly string[]): Promise<{ id: string; email: string }[]> {
  const { rows } = await sql<{ id: string; email: string }>`
    select id, email from users where email = any(${emails}::text[])`.execute(tx);
  return rows;
}
