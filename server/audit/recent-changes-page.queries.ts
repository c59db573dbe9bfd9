import { sql } from 'kysely';
import type { Db } from '../db.ts';

/** What a page says of an event. `after` and `before` are left out for mail: a hidden bid shows nothing of itself. */
export type RecentChange = {
  id: string;
  at: string;
  eventType: string;
  entityType: 'package' | 'approval' | 'task' | 'email' | 'vendor' | 'project';
  entityId: string;
  entityCode: string | null;
  package: string | null;
  packageTitle: string | null;
  actorName: string;
  actorId: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  reason: string | null;
};

/** Work, not administration: what a colleague would tell in the morning. */
const TOLD = [
  'package_created',
  'package_patched',
  'approval_created',
  'approval_decided',
  'approval_withdrawn',
  'approval_superseded',
  'approval_apply_failed',
  'approval_expired',
  'task_created',
  'task_updated',
  'task_completed',
  'task_escalated',
  'email_ingested',
  'email_filed',
  'email_sent',
  'vendor_created',
  'vendor_patched',
  'comment_added',
];

/** Events since an instant (real clock), newest first. A policy's own decisions are left out: the change is told. */
export async function listRecentChanges(
  db: Db,
  { since, limit }: { since: Date; limit: number },
): Promise<RecentChange[]> {
  const { rows } = await sql<RecentChange>`
    with recent as (
      select e.* from events e
      where e.at >= ${since.toISOString()}::timestamptz and e.event_type = any(${TOLD}::text[])
        and not (e.event_type = 'approval_decided' and e.actor ->> 'kind' = 'system')
        -- told by email_filed already
        and not (e.event_type = 'email_ingested' and e.after ->> 'method' = 'manual')
      order by e.id desc limit ${limit}
    )
    select e.id::text, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at,
      e.event_type as "eventType", e.entity_type as "entityType", e.entity_id as "entityId",
      coalesce(a.code, t.code, v.name, case when e.entity_type = 'package' then p.code end) as "entityCode",
      p.code as package, p.title as "packageTitle", coalesce(e.actor ->> 'name', 'PMIS') as "actorName",
      e.actor ->> 'id' as "actorId",
      case when e.entity_type <> 'email' then e.before end as before,
      case when e.entity_type = 'email' then null
        when e.entity_type = 'task' then coalesce(e.after, '{}') || jsonb_build_object('title', t.title)
        else e.after end as after,
      case when e.entity_type <> 'email' then e.reason end as reason
    from recent e
    left join packages p on p.id = e.package_id
    left join approvals a on e.entity_type = 'approval' and a.id = e.entity_id
    left join tasks t on e.entity_type = 'task' and t.id = e.entity_id
    left join vendors v on e.entity_type = 'vendor' and v.id = e.entity_id
    order by e.id desc`.execute(db);
  return rows;
}
