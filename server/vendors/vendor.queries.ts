import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import { likePattern, refCondition } from '../packages/package.queries.ts';
import { decodeCursor } from '../paging.ts';
import type { VendorListInput } from './vendor.schema.ts';

const item = sql`
  json_build_object('id', v.id, 'name', v.name, 'country', v.country,
    'domains', array(select d.domain from vendor_domains d where d.vendor_id = v.id order by d.domain),
    'packages', (select count(*)::int from packages k where k.vendor_id = v.id),
    'createdAt', v.created_at, 'version', v.version)`;

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/**
 * Rows of `vendors v` named by id or by exact name, whatever the case: what the unique index is on. PostgreSQL folds
 * both sides; JavaScript folds other letters (ß).
 */
export function byVendorRef(ref: string): RawBuilder<boolean> {
  return UUID.test(ref) || ref.includes('\0')
    ? refCondition(ref, sql`v.id`, sql`v.name`)
    : sql<boolean>`lower(v.name) = lower(${ref})`;
}

/** A page of vendors as JSON text `{items, nextCursor}`, built by PostgreSQL. */
export async function listVendorsJson(db: Db, input: VendorListInput): Promise<string> {
  const { field, descending } = input.sort;
  const key = field === 'name' ? sql`lower(v.name)` : sql`v.created_at`;
  const cast = field === 'name' ? sql`::text` : sql`::timestamptz`;
  const direction = descending ? sql`desc` : sql`asc`;
  const where = [sql`true`];
  if (input.q) {
    const pattern = likePattern(input.q);
    where.push(sql`(v.name ilike ${pattern}
      or v.id = any(array(select d.vendor_id from vendor_domains d where d.domain ilike ${pattern})))`);
  }
  if (input.cursor) {
    const [value, id] = decodeCursor(input.cursor, [field === 'name' ? 'text' : 'instant', 'uuid']);
    where.push(sql`(${key}, v.id) ${descending ? sql`<` : sql`>`} (${value}${cast}, ${id}::uuid)`);
  }
  const { rows } = await sql<{ json: string }>`
    with page as (
      select v.id, ${key} as key, row_number() over (order by ${key} ${direction}, v.id ${direction}) as n
      from vendors v where ${sql.join(where, sql` and `)}
      order by ${key} ${direction}, v.id ${direction} limit ${input.limit + 1}
    )
    select json_build_object(
      'items', coalesce((select json_agg(${item} order by page.n) from page join vendors v on v.id = page.id
        where page.n <= ${input.limit}), '[]'::json),
      'nextCursor', (select pmis_cursor(jsonb_build_array(key, id)) from page
        where n = ${input.limit} and exists (select from page where n > ${input.limit}))
    )::text as json`.execute(db);
  return rows[0]!.json;
}

/** One vendor as JSON text, by id or exact name; null when there is none. */
export async function getVendorJson(db: Db | Tx, ref: string): Promise<string | null> {
  const { rows } = await sql<{ json: string }>`
    select ${item}::text as json from vendors v where ${byVendorRef(ref)}`.execute(db);
  return rows[0]?.json ?? null;
}

/** A vendor named by id or exact name; null when there is none. */
export async function findVendorRef(db: Db | Tx, ref: string): Promise<{ id: string; name: string } | null> {
  const { rows } = await sql<{ id: string; name: string }>`
    select v.id, v.name from vendors v where ${byVendorRef(ref)}`.execute(db);
  return rows[0] ?? null;
}

/** The vendors of a form's choice, by name; at most 1,000. */
export async function listVendorsToChoose(db: Db): Promise<{ id: string; name: string }[]> {
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from vendors order by lower(name), id limit 1000`.execute(db);
  return rows;
}

/** Adds a vendor; its id, or null when the name is taken (whatever the case). */
export async function insertVendor(
  tx: Tx,
  vendor: { name: string; country: string | null; createdBy: string | null },
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    insert into vendors (name, country, created_by) values (${vendor.name}, ${vendor.country}, ${vendor.createdBy}::uuid)
    on conflict (lower(name)) do nothing returning id`.execute(tx);
  return rows[0]?.id ?? null;
}
