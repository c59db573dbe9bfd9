import { sql } from 'kysely';
import type { Db } from '../db.ts';
import type { PackageStatus } from '../packages/package-fields.schema.ts';

export type VendorPackage = { code: string; title: string; status: PackageStatus; deliveryDate: string | null };
export type DomainsProposal = { code: string; to: string[]; requestedBy: string; turn: string | null };

/** What a vendor's page shows beside the vendor: its packages and its pending domain proposals, 200 of each at most. */
export async function getVendorPage(
  db: Db,
  vendorId: string,
): Promise<{ packages: VendorPackage[]; proposals: DomainsProposal[] }> {
  const [packages, proposals] = await Promise.all([
    sql<VendorPackage>`
      select code, title, status, delivery_date as "deliveryDate" from packages
      where vendor_id = ${vendorId}::uuid order by code limit 200`.execute(db),
    sql<DomainsProposal>`
      select a.code, a.patch_shown -> 'domains' -> 'to' as "to", rq.name as "requestedBy", tu.name as turn
      from approvals a join users rq on rq.id = a.requested_by left join users tu on tu.id = a.turn_user_id
      where a.subject_id = ${vendorId}::uuid and a.status = 'pending' order by a.created_at limit 200`.execute(db),
  ]);
  return { packages: packages.rows, proposals: proposals.rows };
}
