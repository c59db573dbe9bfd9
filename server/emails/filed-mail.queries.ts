import { sql } from 'kysely';
import type { Tx } from '../db.ts';
import type { FiledMail } from '../notifications/tell-filed.ts';

/** A message as its filing is told; null for automatic mail and bounces, which trigger nothing. */
export async function getFiledMail(tx: Tx, id: string): Promise<FiledMail | null> {
  const { rows } = await sql<FiledMail>`
    select id, from_name as "fromName", from_address as "fromAddress", subject from emails
    where id = ${id}::uuid and kind = 'normal'`.execute(tx);
  return rows[0] ?? null;
}
