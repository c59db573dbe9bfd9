import { sql } from 'kysely';
import type { Db } from '../db.ts';

/** Every mail domain of a vendor, for knowing senders and recognising imitations; at most 50,000. */
export async function listVendorDomains(db: Db): Promise<{ domain: string; vendorId: string }[]> {
  const { rows } = await sql<{ domain: string; vendorId: string }>`
    select domain, vendor_id as "vendorId" from vendor_domains order by domain limit 50000`.execute(db);
  return rows;
}
