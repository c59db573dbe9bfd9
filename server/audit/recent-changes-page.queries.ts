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
  'email_filed',
  'email_sent',
  'vendor_created',
  'vendor_patched',
  'comment_added',
];

/** What arrived by mail: how many messages, the last one, for which packages, and how many for none. */
export type RecentMail = {
  messages: number;
  lastId: string;
  lastAt: string;
  packages: { code: string; messages: number }[];
  unfiled: number;
};

/** The mail of a day and after it, of the newest 1,000 filings; null without any. What a person filed is not counted. */
export async function getRecentMail(
  db: Db,
  { since, day, timeZone }: { since: Date; day: string; timeZone: string },
): Promise<RecentMail | null> {
  const { rows } = await sql<RecentMail>`
    with arrived as (
      select e.id, e.entity_id, e.package_id, e.at from events e
      where e.at >= ${since.toISOString()}::timestamptz and e.event_type = 'email_ingested'
        and e.after ->> 'method' is distinct from 'manual'
        and (e.at at time zone ${timeZone})::date >= ${day}::date
      order by e.id desc limit 1000
    ), by_package as (
      select package_id, count(distinct entity_id)::int as messages from arrived group by package_id
    )
    select (select count(distinct entity_id)::int from arrived) as messages, last.entity_id as "lastId",
      to_char(last.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "lastAt",
      coalesce((select messages from by_package where package_id is null), 0) as unfiled,
      (select coalesce(json_agg(json_build_object('code', p.code, 'messages', b.messages)
          order by b.messages desc, p.code), '[]')
        from by_package b join packages p on p.id = b.package_id) as packages
    from (select * from arrived order by id desc limit 1) last`.execute(db);
  return rows[0] ?? null;
}

/** Events since an instant (real clock), newest first, mail aside. A policy's own decisions are left out: the change is told. */
export async function listRecentChanges(
  db: Db,
  { since, limit }: { since: Date; limit: number },
): Promise<RecentChange[]> {
  const { rows } = await sql<RecentChange>`
    with recent as (
      select e.* from events e
      where e.at >= ${since.toISOString()}::timestamptz and e.event_type = any(${TOLD}::text[])
        and not (e.event_type = 'approval_decided' and e.actor ->> 'kind' = 'system')
        and not (e.event_type = 'approval_created' and e.after ->> 'level' = 'low')
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
