import { sql } from 'kysely';
import type { WorldPackage } from '../ai/rules/understanding.ts';
import type { Db, Tx } from '../db.ts';

/** Changes whenever a package was created or changed; read from an index. */
export async function packagesStamp(db: Db): Promise<string> {
  const { rows } = await sql<{ stamp: string }>`
    select coalesce(max(updated_at)::text, 'none') as stamp from packages`.execute(db);
  return rows[0]!.stamp;
}

/** Changes whenever a vendor or one of their domains came, went or was moved to another. */
export async function vendorsStamp(db: Db): Promise<string> {
  const { rows } = await sql<{ stamp: string }>`
    select concat_ws('/', (select sum(hashtextextended(id::text || name, 0)) from vendors),
      (select sum(hashtextextended(domain || vendor_id::text, 0)) from vendor_domains)) as stamp`.execute(db);
  return rows[0]!.stamp;
}

/** Every package as the reader of mail sees it: amounts in major units, dates the forecasts. */
export async function listWorldPackages(db: Db): Promise<WorldPackage[]> {
  const amount = (column: string) => sql.raw(`(pmis_decimal(p.${column}, p.currency))::float8`);
  const { rows } = await sql<WorldPackage>`
    select p.code, p.title, p.status, v.name as vendor,
      coalesce((select array_agg(d.domain) from vendor_domains d where d.vendor_id = p.vendor_id), '{}') as "vendorDomains",
      b.email as "buyerEmail", p.currency, ${amount('budget_amount')} as "budgetAmount",
      ${amount('contract_amount')} as "contractAmount", p.po_number as "poNumber",
      p.rfq_issue_date as "rfqIssueDate", p.bid_due_date as "bidDueDate", p.award_date as "awardDate",
      p.po_issue_date as "poIssueDate", p.fat_date as "fatDate", p.delivery_date as "deliveryDate"
    from packages p left join vendors v on v.id = p.vendor_id left join users b on b.id = p.buyer_id
    order by p.code limit 100000`.execute(db);
  return rows;
}

/** Packages by code, with the currency that amounts in their mail are in. */
export async function listPackagesByCode(
  tx: Tx,
  codes: readonly string[],
): Promise<Map<string, { id: string; currency: string }>> {
  const { rows } = await sql<{ id: string; code: string; currency: string }>`
    select id, code, currency from packages where code = any(${codes}::text[])`.execute(tx);
  return new Map(rows.map(({ id, code, currency }) => [code, { id, currency }]));
}
