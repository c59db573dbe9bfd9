import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import type { PackageStatus } from './package-fields.schema.ts';

export type FilingPackage = { id: string; code: string; title: string; status: PackageStatus };

const columns = sql`p.id, p.code, p.title, p.status`;

/** The packages with these codes, PO numbers or ids, each once; one query. */
export async function findPackagesForFiling(
  tx: Tx,
  wanted: { codes: readonly string[]; poNumbers: readonly string[]; ids: readonly string[] },
): Promise<(FilingPackage & { poNumber: string | null })[]> {
  const { codes, poNumbers, ids } = wanted;
  if (codes.length + poNumbers.length + ids.length === 0) return [];
  const { rows } = await sql<FilingPackage & { poNumber: string | null }>`
    select ${columns}, p.po_number as "poNumber" from packages p where p.id in (
      select id from packages where code = any(${codes}::text[])
      union select p.id from projects pr join packages p on p.project_id = pr.id and p.po_number = any(${poNumbers}::text[])
      union select unnest(${ids}::uuid[])
    ) order by p.code limit 500`.execute(tx);
  return rows;
}

/** Open packages of vendors, at most 100. */
export async function listOpenPackagesOfVendors(tx: Tx, vendorIds: readonly string[]): Promise<FilingPackage[]> {
  const { rows } = await sql<FilingPackage>`
    select ${columns} from packages p
    where p.vendor_id = any(${vendorIds}::uuid[]) and p.status not in ('closed', 'cancelled')
    order by p.code limit 100`.execute(tx);
  return rows;
}

/** Open packages whose searchable text has one of the words, at most 100. */
export async function listOpenPackagesByWords(tx: Tx, words: readonly string[]): Promise<FilingPackage[]> {
  if (words.length === 0) return [];
  const patterns = words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
  const { rows } = await sql<FilingPackage>`
    select ${columns} from packages p
    where p.search_text ilike any(${patterns}::text[]) and p.status not in ('closed', 'cancelled') limit 100`.execute(
    tx,
  );
  return rows;
}

/** The letters that codes begin with (`P`, `WP`): another code with such letters is an unknown one. */
export async function listCodePrefixes(db: Db): Promise<string[]> {
  const { rows } = await sql<{ prefix: string }>`
    with recursive prefixes as (
      (select split_part(code, '-', 1) as prefix from packages order by code limit 1)
      union all
      select (select split_part(p.code, '-', 1) from packages p where p.code > prefixes.prefix || '.' order by p.code limit 1)
      from prefixes where prefixes.prefix is not null
    )
    select prefix from prefixes where prefix is not null limit 1000`.execute(db);
  return rows.map((row) => row.prefix);
}

/** The package that a person named by code (any case) or id; null when there is none. */
export async function findPackageForFiling(db: Db | Tx, ref: string): Promise<FilingPackage | null> {
  const { rows } = await sql<FilingPackage>`
    select ${columns} from packages p where p.code = ${ref.toUpperCase()} or p.id::text = ${ref.toLowerCase()} limit 1`.execute(
    db,
  );
  return rows[0] ?? null;
}

/** The buyers of some packages, by package. */
export async function listBuyers(
  tx: Tx,
  packageIds: readonly string[],
): Promise<Map<string, { id: string; email: string }>> {
  const { rows } = await sql<{ packageId: string; id: string; email: string }>`
    select p.id as "packageId", u.id, u.email from packages p join users u on u.id = p.buyer_id
    where p.id = any(${[...packageIds]}::uuid[])`.execute(tx);
  return new Map(rows.map(({ packageId, id, email }) => [packageId, { id, email }]));
}
