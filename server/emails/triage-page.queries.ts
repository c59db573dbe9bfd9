import { sql } from 'kysely';
import type { UserActor } from '../actor.ts';
import type { Db } from '../db.ts';
import { visibleTo } from './email-visibility.queries.ts';

export type TriageItem = {
  id: string;
  receivedAt: string;
  /** A hidden bid: subject and sender are null. */
  restricted: boolean;
  subject: string | null;
  from: string | null;
  /** Code of the likeliest package, or null. */
  probable: string | null;
};

/** What `emails_triage_idx` holds: processed messages that no rule filed and nobody set aside. */
export const inTriage = sql<boolean>`e.status = 'processed' and e.kind = 'normal' and not e.filed
  and e.duplicate_of is null and e.set_aside_at is null`;

/** The newest messages that wait to be filed, and how many there are (counted up to 1000). */
export async function listTriage(
  db: Db,
  actor: UserActor,
  { limit }: { limit: number },
): Promise<{ items: TriageItem[]; total: number }> {
  const { rows } = await sql<TriageItem>`
    select e.id, to_json(e.received_at) #>> '{}' as "receivedAt", not ${visibleTo(actor)} as restricted,
      case when ${visibleTo(actor)} then e.subject end as subject,
      case when ${visibleTo(actor)} then coalesce(nullif(e.from_name, ''), e.from_address) end as "from",
      (select p.code from email_links l join packages p on p.id = l.package_id
        where l.email_id = e.id and l.status = 'probable' order by l.score desc, p.code limit 1) as probable
    from emails e where ${inTriage} order by e.received_at desc, e.id limit ${limit}`.execute(db);
  const counted = await sql<{ total: number }>`
    select count(*)::int as total from (select 1 from emails e where ${inTriage} limit 1000) waiting`.execute(db);
  return { items: rows, total: counted.rows[0]!.total };
}
