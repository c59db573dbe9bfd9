import { sql } from 'kysely';
import type { Db } from '../db.ts';

const MOST = 1000;

/** How our mail stands: what waits and for how long, and what failed or came back within a day. Each count stops at 1,000. */
export type OutgoingState = { waiting: number; oldestSeconds: number; failed: number; bounced: number };

export async function getOutgoingState(db: Db): Promise<OutgoingState> {
  const { rows } = await sql<OutgoingState>`
    with kinds as (select unnest(array['reply', 'notification', 'digest', 'answer']) as kind),
    found as (
      select o.status, o.created_at from kinds k cross join lateral (
        select status, created_at from outgoing_emails o
        where o.kind = k.kind and o.status in ('queued', 'sending', 'failed', 'bounced') and o.status <> 'sent'
        order by created_at desc limit ${MOST}) o
    )
    select count(*) filter (where status in ('queued', 'sending'))::int as waiting,
      coalesce(extract(epoch from now() - min(created_at) filter (where status in ('queued', 'sending'))), 0)::float8
        as "oldestSeconds",
      count(*) filter (where status = 'failed' and created_at > now() - interval '1 day')::int as failed,
      count(*) filter (where status = 'bounced' and created_at > now() - interval '1 day')::int as bounced
    from found`.execute(db);
  return rows[0]!;
}
