import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';

/** The hash by which a copy of a reply of ours is known when it comes back. */
export async function setContentHash(db: Db, id: string, contentHash: string): Promise<void> {
  await sql`
    update emails set content_hash = ${contentHash} where id = ${id}::uuid and content_hash is null`.execute(db);
}

/** The packages that a message is filed under. */
export async function listFiledPackages(tx: Tx, id: string): Promise<{ id: string; code: string }[]> {
  const { rows } = await sql<{ id: string; code: string }>`
    select p.id, p.code from email_links l join packages p on p.id = l.package_id
    where l.email_id = ${id}::uuid and l.status = 'filed' order by p.code limit 1000`.execute(tx);
  return rows;
}
