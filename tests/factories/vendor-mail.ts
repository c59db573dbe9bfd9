import { sql } from 'kysely';
import type { Db } from '../../server/db.ts';
import { createPackageRow, createWorld, type World } from './governance.ts';

/** A package on order: pumps of EUR 1,180,000, due on 15 June by contract. */
export function createPumps(db: Db, world: World): Promise<{ id: string; code: string }> {
  return createPackageRow(db, world, {
    status: 'po_issued',
    status_path: ['evaluation', 'awarded'],
    title: 'Raw water intake pumps',
    contract_amount: 118_000_000,
    contract_frozen: true,
    delivery_date: '2026-06-15',
    delivery_date_plan: '2026-06-15',
  });
}

/** A world whose vendor writes from hydrotec.test, as nobody else does, and the pumps bought from him. */
export async function createVendorMail(db: Db): Promise<{ world: World; pkg: { id: string; code: string } }> {
  const world = await createWorld(db);
  await sql`delete from vendor_domains`.execute(db);
  await sql`insert into vendor_domains (domain, vendor_id) values ('hydrotec.test', ${world.vendorId}::uuid)`.execute(
    db,
  );
  return { world, pkg: await createPumps(db, world) };
}
