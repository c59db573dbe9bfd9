import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import { ENTITY_TYPES, type EntityType } from './record-event.ts';

/**
 * Where each kind of entity keeps its row, and with it the head of its chain. Heads stand in the entities' own rows
 * (ARCHITECTURE.md, Data): the audit noun reads them across all tables, and nothing else of those tables.
 */
const TABLES: Record<EntityType, { table: string; name: RawBuilder<unknown> }> = {
  approval: { table: 'approvals', name: sql`code` },
  email: { table: 'emails', name: sql`null::text` },
  filing_rule: { table: 'filing_rules', name: sql`null::text` },
  job: { table: 'jobs', name: sql`null::text` },
  package: { table: 'packages', name: sql`code` },
  project: { table: 'projects', name: sql`code` },
  task: { table: 'tasks', name: sql`code` },
  token: { table: 'tokens', name: sql`prefix` },
  user: { table: 'users', name: sql`email` },
  vendor: { table: 'vendors', name: sql`name` },
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Every head that has moved: (entity_type, entity_id, seq, hash), as a subquery. */
export function allHeads(): RawBuilder<unknown> {
  const parts = ENTITY_TYPES.map(
    (type) => sql`
      select ${sql.lit(type)}::text as entity_type, id as entity_id, event_seq as seq, event_hash as hash
      from ${sql.table(TABLES[type].table)} where event_seq > 0`,
  );
  return sql`(${sql.join(parts, sql` union all `)})`;
}

/** The id of an entity named by id, code, address (users) or exact name (vendors); null when there is none. */
export async function findEntityId(db: Db | Tx, type: EntityType, ref: string): Promise<string | null> {
  const { table, name } = TABLES[type];
  if (ref.includes('\0')) return null;
  const byName =
    type === 'vendor'
      ? sql`lower(name) = lower(${ref})`
      : sql`${name} = ${type === 'user' ? ref.toLowerCase() : ref.toUpperCase()}`;
  const condition = UUID.test(ref) ? sql`id = ${ref}::uuid` : byName;
  const { rows } = await sql<{ id: string }>`select id from ${sql.table(table)} where ${condition} limit 1`.execute(db);
  return rows[0]?.id ?? null;
}

/** What people call an entity: its code, address or name; null when the row is gone or has none. */
export async function nameOfEntity(db: Db | Tx, type: string, id: string): Promise<string | null> {
  const known = ENTITY_TYPES.find((one) => one === type);
  if (!known) return null;
  const { table, name } = TABLES[known];
  const { rows } = await sql<{ name: string | null }>`
    select ${name} as name from ${sql.table(table)} where id = ${id}::uuid`.execute(db);
  return rows[0]?.name ?? null;
}

/** A page of one kind's heads in the order of their ids; for hashing over all heads with constant memory. */
export async function listHeads(
  db: Db | Tx,
  type: EntityType,
  after: string | null,
  limit: number,
): Promise<{ id: string; seq: number; hash: string }[]> {
  const { rows } = await sql<{ id: string; seq: number; hash: string }>`
    select id, event_seq as seq, event_hash as hash from ${sql.table(TABLES[type].table)}
    where event_seq > 0 ${after ? sql`and id > ${after}::uuid` : sql``}
    order by id limit ${limit}`.execute(db);
  return rows;
}
