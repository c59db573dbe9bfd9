import { sql } from 'kysely';
import type { UserActor } from '../actor.ts';
import type { Db } from '../db.ts';
import { visibleTo } from './email-visibility.queries.ts';

export type VendorMail = {
  id: string;
  receivedAt: string;
  subject: string | null;
  from: string | null;
  packages: string[];
};

/** The newest messages from outside that are filed under a vendor's packages and that the reader may read. */
export async function listVendorMail(
  db: Db,
  actor: UserActor,
  vendorId: string,
  { limit }: { limit: number },
): Promise<VendorMail[]> {
  const { rows } = await sql<VendorMail>`
    with filed as (
      select distinct l.email_id from email_links l join packages p on p.id = l.package_id
      where p.vendor_id = ${vendorId}::uuid and l.status = 'filed'
    )
    select e.id, to_json(e.received_at) #>> '{}' as "receivedAt", e.subject,
      coalesce(nullif(e.from_name, ''), e.from_address) as "from",
      array(select p.code from email_links l join packages p on p.id = l.package_id
        where l.email_id = e.id and l.status = 'filed' order by p.code) as packages
    from filed join emails e on e.id = filed.email_id
    where e.outside and e.duplicate_of is null and ${visibleTo(actor)}
    order by e.received_at desc, e.id limit ${limit}`.execute(db);
  return rows;
}
