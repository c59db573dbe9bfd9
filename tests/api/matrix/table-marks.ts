import { sql } from 'kysely';
import type { Db } from '../../../server/db.ts';

/** Tables that a refused call may write to: who called when. */
const BOOKKEEPING = ['idempotency_keys', 'rate_limits', 'tokens', 'sessions'];

/** A text that changes when any row of any other table is added, changed or deleted. */
export async function markOfTables(db: Db): Promise<string> {
  tables ??= await listTables(db);
  const parts = tables.map(
    // An insert and an update write a row version of a new transaction; a delete takes one away.
    (name) => sql`select ${name}::text as name, count(*)::int as rows,
      coalesce(sum(xmin::text::bigint), 0)::text as mark from ${sql.table(name)} t`,
  );
  const { rows } = await sql<{ name: string; rows: number; mark: string }>`
    ${sql.join(parts, sql` union all `)} order by 1`.execute(db);
  return rows.map((row) => `${row.name} ${row.rows} ${row.mark}`).join('\n');
}

let tables: string[] | null = null;

async function listTables(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' and table_name <> all(${BOOKKEEPING}::text[])
      and table_name not like 'kysely%' and table_name !~ '^events_' order by 1`.execute(db);
  return rows.map(({ name }) => name);
}
