import { sql } from 'kysely';
import type { Tx } from '../db.ts';
import type { EmailStatus } from './email.schema.ts';

export type HeldUnread = { id: string; status: EmailStatus; error: string | null };

/** Messages held for being read again, in the order of their ids: two who ask for the same never wait in a circle. */
export async function lockUnread(tx: Tx, ids: readonly string[]): Promise<HeldUnread[]> {
  const { rows } = await sql<HeldUnread>`
    select id, status, error from emails where id = any(${ids}::uuid[]) order by id for update`.execute(tx);
  return rows;
}

/** Puts messages that were not read back to waiting. */
export async function setAllWaiting(tx: Tx, ids: readonly string[]): Promise<void> {
  await sql`
    update emails set status = 'received', error = null, processed_at = null, version = version + 1
    where id = any(${ids}::uuid[])`.execute(tx);
}
