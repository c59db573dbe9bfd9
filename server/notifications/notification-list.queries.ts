import { sql } from 'kysely';
import type { UserActor } from '../actor.ts';
import type { Db } from '../db.ts';
import { visibleTo } from '../emails/email-visibility.queries.ts';
import { likePattern } from '../packages/package.queries.ts';
import { decodeCursor } from '../paging.ts';
import type { NotificationListInput } from './notification.schema.ts';

/** The bell counts no further. */
export const MOST_COUNTED = 100;

const instant = (column: string) =>
  sql`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

const path = sql`case n.about_type
  when 'package' then '/packages/' || n.about_code
  when 'approval' then '/approvals/' || n.about_code
  when 'task' then coalesce('/tasks/' || n.about_code, '/tasks?tab=overdue')
  else '/mail/' || n.about_id end || case when n.kind in ('comment_added', 'mentioned') then '#comments' else '' end`;

/** A notification as the API answers it; of mail that its reader may not see (any more) only that it is there. */
const output = (actor: UserActor) => sql`
  json_build_object('id', n.id, 'kind', n.kind,
    'about', json_build_object('type', n.about_type, 'id', n.about_id, 'code', n.about_code),
    'package', p.code, 'packageId', n.package_id,
    'sentence', case when n.about_type = 'email'
        and not exists (select from emails e where e.id = n.about_id and ${visibleTo(actor)})
      then 'A message about a bid that is not shown to you.' else n.sentence end,
    'actor', case when u.id is not null then json_build_object('email', u.email, 'name', u.name) end,
    'path', ${path}, 'createdAt', ${instant('n.created_at')}, 'readAt', ${instant('n.read_at')})`;

const joins = sql`left join packages p on p.id = n.package_id left join users u on u.id = n.actor_id`;

/** A page of one person's notifications as JSON text `{items, nextCursor}`, built by PostgreSQL. */
export async function listNotificationsJson(db: Db, actor: UserActor, input: NotificationListInput): Promise<string> {
  const { sort, limit } = input;
  const direction = sort.descending ? sql`desc` : sql`asc`;
  // Against the direction of time: notifications_user_idx is (user_id, created_at desc, id).
  const other = sort.descending ? sql`asc` : sql`desc`;
  const where = [sql`n.user_id = ${actor.userId}::uuid`];
  if (input.unread === true) where.push(sql`n.read_at is null`);
  if (input.unread === false) where.push(sql`n.read_at is not null`);
  if (input.kind?.length) where.push(sql`n.kind = any(${input.kind}::text[])`);
  if (input.q) where.push(sql`(n.sentence ilike ${likePattern(input.q)} or n.about_code = ${input.q.toUpperCase()})`);
  if (input.cursor) {
    const [at, id] = decodeCursor(input.cursor, ['instant', 'uuid']);
    const beyond = sort.descending
      ? sql`n.created_at < ${at}::timestamptz or n.id > ${id}::uuid`
      : sql`n.created_at > ${at}::timestamptz or n.id < ${id}::uuid`;
    const from = sort.descending ? sql`<=` : sql`>=`;
    where.push(sql`n.created_at ${from} ${at}::timestamptz and (${beyond})`);
  }
  const { rows } = await sql<{ json: string }>`
    with page as (
      select n.*, row_number() over (order by n.created_at ${direction}, n.id ${other}) as position
      from notifications n where ${sql.join(where, sql` and `)}
      order by n.created_at ${direction}, n.id ${other} limit ${limit + 1}
    )
    select json_build_object(
      'items', coalesce((select json_agg(${output(actor)} order by n.position) from page n ${joins}
        where n.position <= ${limit}), '[]'::json),
      'nextCursor', (select pmis_cursor(jsonb_build_array(created_at, id)) from page
        where position = ${limit} and exists (select from page where position > ${limit}))
    )::text as json`.execute(db);
  return rows[0]!.json;
}

/** How many notifications a person has not read, as many as MOST_COUNTED: for the bell, from its partial index. */
export async function countUnread(db: Db, userId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (
      select from notifications where user_id = ${userId}::uuid and read_at is null limit ${MOST_COUNTED}) as unread`.execute(
    db,
  );
  return rows[0]!.count;
}

/** Marks one of a person's own notifications as read, and gives it as JSON text; null when he has no such one. */
export async function setNotificationRead(db: Db, actor: UserActor, id: string): Promise<string | null> {
  const { rows } = await sql<{ json: string }>`
    with n as (
      update notifications set read_at = coalesce(read_at, now())
      where id = ${id}::uuid and user_id = ${actor.userId}::uuid returning *
    )
    select ${output(actor)}::text as json from n ${joins}`.execute(db);
  return rows[0]?.json ?? null;
}

/** Marks all of a person's notifications as read; how many were not. */
export async function setAllRead(db: Db, userId: string): Promise<number> {
  const { numAffectedRows } = await sql`
    update notifications set read_at = now() where user_id = ${userId}::uuid and read_at is null`.execute(db);
  return Number(numAffectedRows ?? 0);
}

/** Deletes notifications that were read so many days ago, at most `limit`. */
export async function deleteOldNotifications(db: Db, days: number, limit: number): Promise<number> {
  const { rows } = await sql`
    delete from notifications where id in (
      select id from notifications where read_at < now() - ${days}::int * interval '1 day' limit ${limit}
    ) returning id`.execute(db);
  return rows.length;
}
