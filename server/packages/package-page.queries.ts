import { sql } from 'kysely';
import { pendingCountOf } from '../approvals/approval-page.queries.ts';
import type { Db } from '../db.ts';
import type { PackageStatus, PackageType } from './package-fields.schema.ts';
import { matchingPackages, packagePage } from './package.queries.ts';
import type { PackageListInput } from './package.schema.ts';

/** One line of the packages table. Dates 'YYYY-MM-DD', amounts decimal text, `pending`: approvals that wait. */
export type PackageRow = {
  code: string;
  title: string;
  type: PackageType;
  status: PackageStatus;
  heldFrom: PackageStatus | null;
  cameFrom: PackageStatus | null;
  contractFrozen: boolean;
  vendor: string | null;
  buyer: string | null;
  currency: string;
  budgetAmount: string | null;
  contractAmount: string | null;
  deliveryDate: string | null;
  deliveryDatePlan: string | null;
  deliveryDateActual: string | null;
  pending: number;
};

/** A page of lines and the cursor of the next page. */
export async function listPackageRows(
  db: Db,
  userId: string,
  input: PackageListInput,
): Promise<{ rows: PackageRow[]; nextCursor: string | null }> {
  const { rows } = await sql<PackageRow & { cursor: string | null }>`
    with ${packagePage(userId, input)}
    select p.code, p.title, p.type, p.status, p.held_from as "heldFrom",
      p.status_path[array_length(p.status_path, 1)] as "cameFrom", p.contract_frozen as "contractFrozen",
      v.name as vendor, b.name as buyer, p.currency,
      pmis_decimal(p.budget_amount, p.currency) as "budgetAmount",
      pmis_decimal(p.contract_amount, p.currency) as "contractAmount", p.delivery_date as "deliveryDate",
      p.delivery_date_plan as "deliveryDatePlan", p.delivery_date_actual as "deliveryDateActual",
      ${pendingCountOf(sql`p.id`)} as pending,
      case when p.n = ${input.limit} then pmis_cursor(jsonb_build_array(p.key, p.id)) end as cursor
    from page p
    left join vendors v on v.id = p.vendor_id
    left join users b on b.id = p.buyer_id
    order by p.n`.execute(db);
  return {
    rows: rows.slice(0, input.limit).map(({ cursor: _cursor, ...row }) => row),
    nextCursor: rows.length > input.limit ? (rows[input.limit - 1]?.cursor ?? null) : null,
  };
}

/** Number of packages that the filters let through, counted up to `most` only: a page says "1,000+" above that. */
export async function countMatchingPackages(
  db: Db,
  userId: string,
  input: PackageListInput,
  most: number,
): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from (select 1 ${matchingPackages(userId, input)} limit ${most}) as found`.execute(db);
  return rows[0]!.n;
}

/** People named on a package beside its buyer, by name. */
export async function listPackagePeople(db: Db, packageId: string): Promise<{ email: string; name: string }[]> {
  const { rows } = await sql<{ email: string; name: string }>`
    select u.email, u.name from package_people n join users u on u.id = n.user_id
    where n.package_id = ${packageId}::uuid order by u.name, u.id limit 100`.execute(db);
  return rows;
}
