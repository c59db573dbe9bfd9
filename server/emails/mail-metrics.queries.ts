import { sql } from 'kysely';
import type { Db } from '../db.ts';

/** Seconds since a message was last received; null before the first. */
export async function getSecondsSinceMail(db: Db): Promise<number | null> {
  const { rows } = await sql<{ seconds: number }>`
    select extract(epoch from now() - received_at)::float8 as seconds from emails
    order by received_at desc, id limit 1`.execute(db);
  return rows[0]?.seconds ?? null;
}
