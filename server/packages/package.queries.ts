import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import { type CursorPart, decodeCursor } from '../paging.ts';
import { COLUMN_OF, packageState, type PackageState, STATE_COLUMNS } from './package.columns.ts';
import { MILESTONES, type PackageField, type PackageValues } from './package-fields.schema.ts';
import type { PackageListInput } from './package.schema.ts';
import { type PackageSearch, searchConditions } from './package-search.queries.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Rows named by id or by code. */
export function refCondition(ref: string, id: RawBuilder<unknown>, code: RawBuilder<unknown>): RawBuilder<boolean> {
  // PostgreSQL cannot be asked for a NUL; nothing is called that.
  if (ref.includes('\0')) return sql<boolean>`false`;
  return UUID.test(ref) ? sql<boolean>`${id} = ${ref}::uuid` : sql<boolean>`${code} = ${ref.toUpperCase()}`;
}

const milestoneColumns = sql.raw(
  MILESTONES.flatMap((name) =>
    ([name, `${name}Plan`, `${name}Actual`] as const).map((field) => `p.${COLUMN_OF[field]} as "${field}"`),
  ).join(', '),
);

/** A package as the API answers it: the columns of `p` joined to project `pr`, vendor `v` and buyer `b`. */
const output = sql`
  p.id, p.code, p.title, p.description, pr.code as project, p.project_id as "projectId", p.type,
  v.name as vendor, p.vendor_id as "vendorId", p.po_number as "poNumber",
  case when b.id is not null then json_build_object('email', b.email, 'name', b.name) end as buyer,
  p.status, p.held_from as "heldFrom", p.status_path[array_length(p.status_path, 1)] as "cameFrom", p.currency,
  pmis_decimal(p.budget_amount, p.currency) as "budgetAmount",
  pmis_decimal(p.contract_amount, p.currency) as "contractAmount",
  p.wbs_code as "wbsCode", p.delivery_terms as "deliveryTerms", p.required_on_site as "requiredOnSite",
  p.custom_fields as "customFields", ${milestoneColumns}, p.plan_frozen as "planFrozen",
  p.contract_frozen as "contractFrozen", p.created_at as "createdAt", p.updated_at as "updatedAt", p.version`;

const joins = sql`
  join projects pr on pr.id = p.project_id
  left join vendors v on v.id = p.vendor_id
  left join users b on b.id = p.buyer_id`;

/** What a list may be sorted by: never null, so that a cursor can stand on it. */
const SORT_KEYS: Record<PackageListInput['sort']['field'], RawBuilder<unknown>> = {
  code: sql`p.code`,
  title: sql`p.title`,
  status: sql`p.status`,
  deliveryDate: sql`coalesce(p.delivery_date, 'infinity'::date)`,
  budgetAmount: sql`coalesce(p.budget_amount, -1)`,
  contractAmount: sql`coalesce(p.contract_amount, -1)`,
  updatedAt: sql`p.updated_at`,
};

const KEY_KINDS: Record<PackageListInput['sort']['field'], CursorPart> = {
  code: 'text',
  title: 'text',
  status: 'text',
  deliveryDate: 'date',
  budgetAmount: 'integer',
  contractAmount: 'integer',
  updatedAt: 'instant',
};

const CASTS: Partial<Record<PackageListInput['sort']['field'], string>> = {
  deliveryDate: '::date',
  budgetAmount: '::bigint',
  contractAmount: '::bigint',
  updatedAt: '::timestamptz',
};

/** `%` and `_` in what a person typed mean themselves. */
export const likePattern = (text: string) => `%${text.replace(/[\\%_]/g, (char) => `\\${char}`)}%`;

function conditions(input: PackageListInput, userId: string): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (input.status?.length) where.push(sql`p.status = any(${input.status}::text[])`);
  if (input.type) where.push(sql`p.type = ${input.type}`);
  if (input.buyer === 'me') where.push(sql`p.buyer_id = ${userId}::uuid`);
  else if (input.buyer)
    where.push(
      UUID.test(input.buyer)
        ? sql`p.buyer_id = ${input.buyer}::uuid`
        : sql`p.buyer_id = (select id from users where email = ${input.buyer.toLowerCase()})`,
    );
  if (input.vendor)
    where.push(
      UUID.test(input.vendor)
        ? sql`p.vendor_id = ${input.vendor}::uuid`
        : sql`p.vendor_id = (select id from vendors where lower(name) = lower(${input.vendor}))`,
    );
  if (input.project)
    where.push(
      sql`p.project_id = (select id from projects x where ${refCondition(input.project, sql`x.id`, sql`upper(x.code)`)})`,
    );
  if (input.q) {
    const pattern = likePattern(input.q);
    where.push(
      sql`(p.search_text ilike ${pattern} or p.vendor_id = any(array(select id from vendors where name ilike ${pattern})))`,
    );
  }
  return where;
}

const whereAll = (parts: RawBuilder<unknown>[]) => (parts.length ? sql`where ${sql.join(parts, sql` and `)}` : sql``);

/** `from packages p where …` of a list's filters, without its page. */
export const matchingPackages = (userId: string, input: PackageListInput) =>
  sql`from packages p ${whereAll(conditions(input, userId))}`;

/**
 * The CTE `page` of a list: whole rows with `key` and place `n`, one more than asked for when there is a next page. The
 * rows come along, because joined again by id the planner reads the whole table.
 */
export function packagePage(userId: string, input: PackageListInput, search: PackageSearch = {}): RawBuilder<unknown> {
  const { field, descending } = input.sort;
  const key = SORT_KEYS[field];
  const direction = descending ? sql`desc` : sql`asc`;
  const where = [...conditions(input, userId), ...searchConditions(search)];
  if (input.cursor) {
    const [value, id] = decodeCursor(input.cursor, [KEY_KINDS[field], 'uuid']);
    const cast = sql.raw(CASTS[field] ?? '::text');
    where.push(sql`(${key}, p.id) ${descending ? sql`<` : sql`>`} (${value}${cast}, ${id}::uuid)`);
  }
  return sql`page as (
      select found.*, row_number() over (order by key ${direction}, id ${direction}) as n
      from (select p.*, ${key} as key from packages p ${whereAll(where)}
        order by ${key} ${direction}, p.id ${direction} limit ${input.limit + 1}) found
    )`;
}

/** A page of packages as JSON text `{items, nextCursor}`, built by PostgreSQL; `search` narrows it further. */
export async function listPackagesJson(
  db: Db,
  userId: string,
  input: PackageListInput,
  search: PackageSearch = {},
): Promise<string> {
  const { rows } = await sql<{ json: string }>`
    with ${packagePage(userId, input, search)}, items as (
      select p.n, row_to_json(item) as item from page p ${joins}, lateral (select ${output}) item
      where p.n <= ${input.limit}
    )
    select json_build_object(
      'items', coalesce((select json_agg(item order by n) from items), '[]'::json),
      'nextCursor', (select pmis_cursor(jsonb_build_array(key, id)) from page
        where n = ${input.limit} and exists (select from page where n > ${input.limit}))
    )::text as json`.execute(db);
  return rows[0]!.json;
}

/** One package as JSON text, or null. `ref` is an id or a code. */
export async function getPackageJson(db: Db | Tx, ref: string): Promise<string | null> {
  const { rows } = await sql<{ json: string }>`
    select row_to_json(item)::text as json
    from packages p ${joins}, lateral (select ${output}) item
    where ${refCondition(ref, sql`p.id`, sql`p.code`)}`.execute(db);
  return rows[0]?.json ?? null;
}

/** Number of packages in each status, for filters and the navigation. */
export async function countPackagesByStatus(db: Db): Promise<Record<string, number>> {
  const { rows } = await sql<{ status: string; n: number }>`
    select status, count(*)::int as n from packages group by status`.execute(db);
  return Object.fromEntries(rows.map(({ status, n }) => [status, n]));
}

const stateColumns = sql.join(STATE_COLUMNS.map((name) => sql.ref(`p.${name}`)));

/** Locks one package for a change and gives its state, or null. */
export async function lockPackage(tx: Tx, ref: string): Promise<PackageState | null> {
  const { rows } = await sql<Record<string, unknown>>`
    select ${stateColumns} from packages p where ${refCondition(ref, sql`p.id`, sql`p.code`)} for update`.execute(tx);
  return rows[0] ? packageState(rows[0]) : null;
}

/** The state without a lock, for pages. */
export async function getPackageState(db: Db, ref: string): Promise<PackageState | null> {
  const { rows } = await sql<Record<string, unknown>>`
    select ${stateColumns} from packages p where ${refCondition(ref, sql`p.id`, sql`p.code`)}`.execute(db);
  return rows[0] ? packageState(rows[0]) : null;
}

/** Whether another package of the project has this purchase order number. */
export async function isPoNumberTaken(
  tx: Tx,
  projectId: string,
  poNumber: string,
  packageId: string | null,
): Promise<boolean> {
  const { rows } = await sql`
    select 1 from packages where project_id = ${projectId}::uuid and po_number = ${poNumber}
      and id is distinct from ${packageId}::uuid limit 1`.execute(tx);
  return rows.length > 0;
}

/** Serialises creators of packages until they commit, so that two never get the same next code. */
export async function lockPackageCodes(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('pmis_package_code'))`.execute(tx);
}

/** The next free code `P-001`, `P-002` …; see lockPackageCodes. */
export async function nextPackageCode(tx: Tx): Promise<string> {
  const { rows } = await sql<{ n: number }>`
    select coalesce(max(substr(code, 3)::bigint), 0) + 1 as n from packages where code ~ '^P-[0-9]{1,8}$'`.execute(tx);
  return `P-${String(rows[0]!.n).padStart(3, '0')}`;
}

type Stored = Partial<Record<PackageField, unknown>>;

const assignments = (values: Stored) =>
  Object.entries(values).map(([field, value]) => ({
    column: sql.raw(COLUMN_OF[field as PackageField]),
    value: field === 'customFields' ? sql`${JSON.stringify(value)}::jsonb` : sql`${value}`,
  }));

/** Adds a draft. Values are ids and minor units. Returns the new id. */
export async function insertPackage(tx: Tx, code: string, createdBy: string, values: Stored): Promise<string> {
  const set = assignments(values);
  const { rows } = await sql<{ id: string }>`
    insert into packages (code, created_by, ${sql.join(set.map((one) => one.column))})
    values (${code}, ${createdBy}::uuid, ${sql.join(set.map((one) => one.value))}) returning id`.execute(tx);
  return rows[0]!.id;
}

/** Writes changed fields and the state that follows from a status change; raises the version. */
export async function setPackage(
  tx: Tx,
  id: string,
  values: Partial<PackageValues>,
  state: Pick<PackageState, 'statusPath' | 'heldFrom' | 'planFrozen' | 'contractFrozen'>,
): Promise<void> {
  const set = assignments(values).map((one) => sql`${one.column} = ${one.value}`);
  await sql`
    update packages set ${set.length ? sql`${sql.join(set)},` : sql``}
      status_path = ${state.statusPath}::text[], held_from = ${state.heldFrom}, plan_frozen = ${state.planFrozen},
      contract_frozen = ${state.contractFrozen}, updated_at = now(), version = version + 1
    where id = ${id}::uuid`.execute(tx);
}
