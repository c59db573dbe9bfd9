import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import { type DigestTask, type DigestTurn, MOST_LINES, TOLD_AFTER_WORKING_DAYS } from './digest.policy.ts';

/** The time zones of those who want a digest, each once. */
export async function listDigestZones(db: Db): Promise<string[]> {
  const { rows } = await sql<{ zone: string }>`
    select distinct u.time_zone as zone from users u left join notification_preferences p on p.user_id = u.id
    where u.active and coalesce(p.digest, true) order by zone limit 1000`.execute(db);
  return rows.map((row) => row.zone);
}

export type DigestPerson = { userId: string; email: string; name: string; timeZone: string };

/**
 * Claims the digest of the day for up to `limit` people of the zones given; of many runners one gets each person and
 * day. `seen` counts those that nobody had claimed when it looked.
 */
export async function claimDigests(
  tx: Tx,
  zones: readonly { zone: string; day: string }[],
  limit: number,
): Promise<{ seen: number; people: DigestPerson[] }> {
  const { rows } = await sql<{ seen: number; people: DigestPerson[] }>`
    with waiting as materialized (
      select u.id, z.day from users u
      join jsonb_to_recordset(${JSON.stringify(zones)}::jsonb) as z(zone text, day date) on z.zone = u.time_zone
      left join notification_preferences p on p.user_id = u.id
      where u.active and coalesce(p.digest, true)
        and not exists (select from digests d where d.user_id = u.id and d.day = z.day)
      order by u.id limit ${limit}
    ), claimed as (
      insert into digests (user_id, day) select id, day from waiting on conflict do nothing returning user_id
    )
    select (select count(*)::int from waiting) as seen,
      coalesce((select json_agg(json_build_object('userId', u.id, 'email', u.email, 'name', u.name,
        'timeZone', u.time_zone) order by u.id) from claimed join users u on u.id = claimed.user_id), '[]') as people`.execute(
    tx,
  );
  return rows[0]!;
}

/** People with the date that it is for them, by business time. */
export type DigestDay = { userId: string; day: string };

const people = (given: readonly DigestDay[]) =>
  sql`jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as pe("userId" uuid, day date)`;

/** Whether work is done on the person's date `pe.day` in project `pr`. */
const worked = sql`extract(isodow from pe.day)::int = any(pr.work_days)
  and not exists (select from project_holidays h where h.project_id = pr.id and h.day = pe.day)`;

/**
 * The tasks of several people's digests: theirs that are overdue or due, and of the packages that they buy those without
 * an assignee and those without a date. Only of projects that work on the person's day, and not of paused packages; at
 * most MOST_LINES a person and section.
 */
export async function listDigestTasks(tx: Tx, given: readonly DigestDay[], now: Date): Promise<DigestTask[]> {
  const { rows } = await sql<DigestTask>`
    with mine as (
      select pe."userId", pe.day, t.id from ${people(given)} join tasks t on t.assignee_id = pe."userId"
        where t.status in ('open', 'in_progress', 'blocked') and t.due_date is not null
      union
      select pe."userId", pe.day, t.id from ${people(given)} join packages p on p.buyer_id = pe."userId"
        join tasks t on t.package_id = p.id
        where t.status in ('open', 'in_progress', 'blocked') and (t.assignee_id is null or t.due_date is null)
    ), sorted as (
      select pe."userId", t.code, t.title, p.code as package, t.due_date,
        (${now.toISOString()}::timestamptz at time zone pr.time_zone)::date - t.due_date as late,
        t.assignee_id is not distinct from pe."userId" as own
      from mine pe join tasks t on t.id = pe.id join packages p on p.id = t.package_id
      join projects pr on pr.id = t.project_id
      where p.status not in ('on_hold', 'cancelled', 'closed') and ${worked}
    ), placed as (
      select sorted.*, case when due_date is null then 'undated' when not own then 'unassigned'
        when late > 0 then 'overdue' when late = 0 then 'due' end as section
      from sorted
    ), ranked as (
      select placed.*, (count(*) over (partition by "userId", section))::int as total,
        row_number() over (partition by "userId", section order by due_date, code) as n
      from placed where section is not null
    )
    select "userId", section, code, title, package, due_date as "dueDate", late as "daysLate", total
    from ranked where n <= ${MOST_LINES} order by "userId", section, n`.execute(tx);
  return rows;
}

/**
 * The requests that have waited for several people from the third working day on, one row a person and package (or
 * vendor): working days of the project after the day on which the turn began. Only of projects that work on the person's
 * day; a vendor's requests go by Monday to Friday. At most MOST_LINES a person.
 */
export async function listDigestTurns(tx: Tx, given: readonly DigestDay[]): Promise<DigestTurn[]> {
  const { rows } = await sql<DigestTurn>`
    with waiting as (
      select pe."userId", pe.day, a.code, coalesce(p.code, v.name) as "on", coalesce(p.title, '') as title, pr.id as project_id,
        coalesce(pr.work_days, '{1,2,3,4,5}') as work_days, a.created_at,
        (a.turn_since at time zone coalesce(pr.time_zone, 'UTC'))::date as since
      from ${people(given)} join approvals a on a.turn_user_id = pe."userId" and a.status = 'pending'
      left join packages p on p.id = a.package_id
      left join projects pr on pr.id = a.project_id
      left join vendors v on a.subject_type = 'vendor' and v.id = a.subject_id
    ), told as (
      select w.* from waiting w
      where extract(isodow from w.day)::int = any(w.work_days)
        and not exists (select from project_holidays h where h.project_id = w.project_id and h.day = w.day)
        and (select count(*) from generate_series(w.since + 1, least(w.day, w.since + 30), interval '1 day') d
          where extract(isodow from d)::int = any(w.work_days)
            and not exists (select from project_holidays h where h.project_id = w.project_id and h.day = d::date)
        ) >= ${TOLD_AFTER_WORKING_DAYS}
    ), grouped as (
      select "userId", "on", title, array_agg(code order by created_at, code) as codes, min(since) as since
      from told group by "userId", "on", title
    ), ranked as (
      select grouped.*, (count(*) over (partition by "userId"))::int as total,
        row_number() over (partition by "userId" order by since, "on") as n
      from grouped
    )
    select "userId", "on", title, codes, since::text as since, total from ranked
    where n <= ${MOST_LINES} order by "userId", n`.execute(tx);
  return rows;
}

/** Deletes the notes of digests older than so many days, at most `limit`. */
export async function deleteOldDigests(db: Db, days: number, limit: number): Promise<number> {
  const { rows } = await sql`
    delete from digests where (user_id, day) in (
      select user_id, day from digests where day < current_date - ${days}::int limit ${limit}
    ) returning user_id`.execute(db);
  return rows.length;
}
