import { sql } from 'kysely';
import type { Db } from '../db.ts';

/** Seconds since a message was last received; null before the first. */
export async function getSecondsSinceMail(db: Db): Promise<number | null> {
  const { rows } = await sql<{ seconds: number }>`
    select extract(epoch from now() - received_at)::float8 as seconds from emails
    order by received_at desc, id limit 1`.execute(db);
  return rows[0]?.seconds ?? null;
}

export type MailSourceCount = { name: string; lastMailAt: Date | null; lastDay: number };

/** For each way in by its name: when it last brought a message, and how many within the last 24 hours. */
export async function listMailSourceCounts(db: Db, names: readonly string[]): Promise<MailSourceCount[]> {
  const { rows } = await sql<MailSourceCount>`
    select s.name,
      (select e.received_at from emails e where e.mail_source = s.name order by e.received_at desc limit 1)
        as "lastMailAt",
      (select count(*)::int from emails e
        where e.mail_source = s.name and e.received_at > now() - interval '24 hours') as "lastDay"
    from unnest(${names}::text[]) as s(name)`.execute(db);
  return rows;
}
