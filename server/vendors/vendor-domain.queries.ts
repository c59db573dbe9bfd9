import { sql } from 'kysely';
import type { Tx } from '../db.ts';
import { byVendorRef } from './vendor.queries.ts';

export type VendorState = { id: string; name: string; version: number; domains: string[] };

/** Locks one vendor, by id or exact name, and gives its mail domains in order. */
export async function lockVendor(tx: Tx, ref: string): Promise<VendorState | null> {
  const { rows } = await sql<VendorState>`
    select v.id, v.name, v.version,
      array(select d.domain from vendor_domains d where d.vendor_id = v.id order by d.domain) as domains
    from vendors v where ${byVendorRef(ref)} for update`.execute(tx);
  return rows[0] ?? null;
}

/** The domains among these that belong to another vendor, with its name. */
export async function listTakenDomains(
  tx: Tx,
  vendorId: string,
  domains: readonly string[],
): Promise<{ domain: string; vendor: string }[]> {
  const { rows } = await sql<{ domain: string; vendor: string }>`
    select d.domain, v.name as vendor from vendor_domains d join vendors v on v.id = d.vendor_id
    where d.domain = any(${domains}::text[]) and d.vendor_id <> ${vendorId}::uuid order by d.domain`.execute(tx);
  return rows;
}

/** Replaces a vendor's domains; raises its version. */
export async function setVendorDomains(tx: Tx, vendorId: string, domains: readonly string[]): Promise<void> {
  await sql`delete from vendor_domains where vendor_id = ${vendorId}::uuid and domain <> all(${domains}::text[])`.execute(
    tx,
  );
  await sql`
    insert into vendor_domains (domain, vendor_id) select unnest(${domains}::text[]), ${vendorId}::uuid
    on conflict (domain) do nothing`.execute(tx);
  await sql`update vendors set version = version + 1 where id = ${vendorId}::uuid`.execute(tx);
}
