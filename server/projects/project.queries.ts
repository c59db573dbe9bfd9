import { sql } from 'kysely';
import type { WorkingCalendar } from '../dates/calendar.policy.ts';
import type { Db, Tx } from '../db.ts';
import { likePattern, refCondition } from '../packages/package.queries.ts';
import { decodeCursor } from '../paging.ts';
import type { ProjectListInput, ProjectValues } from './project.schema.ts';

/** What decisions on a project's packages depend on. Thresholds are minor units by currency. */
export type ProjectPolicy = {
  timeZone: string;
  currency: string;
  calendar: WorkingCalendar;
  thresholds: Record<string, number>;
  secondDecision: boolean;
};

/** The policy of a project that exists, in one query. */
export async function projectPolicy(db: Db | Tx, projectId: string): Promise<ProjectPolicy> {
  const { rows } = await sql<ProjectPolicy>`
    select p.time_zone as "timeZone", p.currency, p.second_decision as "secondDecision",
      json_build_object('workingDays', p.work_days,
        'holidays', array(select h.day from project_holidays h where h.project_id = p.id order by h.day)) as calendar,
      coalesce((select json_object_agg(t.currency, t.amount) from project_thresholds t where t.project_id = p.id),
        '{}'::json) as thresholds
    from projects p where p.id = ${projectId}::uuid`.execute(db);
  return rows[0]!;
}

const item = sql`
  json_build_object('id', p.id, 'code', p.code, 'name', p.name, 'timeZone', p.time_zone, 'currency', p.currency,
    'workDays', p.work_days,
    'holidays', coalesce((select json_agg(json_build_object('date', h.day, 'name', h.name) order by h.day)
      from project_holidays h where h.project_id = p.id), '[]'::json),
    'thresholds', coalesce((select json_object_agg(t.currency, pmis_decimal(t.amount, t.currency) order by t.currency)
      from project_thresholds t where t.project_id = p.id), '{}'::json),
    'secondDecision', p.second_decision,
    'packages', (select count(*)::int from packages k where k.project_id = p.id),
    'createdAt', p.created_at, 'version', p.version)`;

/** A page of projects as JSON text `{items, nextCursor}`, built by PostgreSQL. */
export async function listProjectsJson(db: Db, input: ProjectListInput): Promise<string> {
  const { field, descending } = input.sort;
  const key = field === 'name' ? sql`p.name` : sql`p.code`;
  const direction = descending ? sql`desc` : sql`asc`;
  const where = [sql`true`];
  if (input.q) where.push(sql`(p.code ilike ${likePattern(input.q)} or p.name ilike ${likePattern(input.q)})`);
  if (input.cursor) {
    const [value, id] = decodeCursor(input.cursor, ['text', 'uuid']);
    where.push(sql`(${key}, p.id) ${descending ? sql`<` : sql`>`} (${value}, ${id}::uuid)`);
  }
  const { rows } = await sql<{ json: string }>`
    with page as (
      select p.id, ${key} as key, row_number() over (order by ${key} ${direction}, p.id ${direction}) as n
      from projects p where ${sql.join(where, sql` and `)}
      order by ${key} ${direction}, p.id ${direction} limit ${input.limit + 1}
    )
    select json_build_object(
      'items', coalesce((select json_agg(${item} order by page.n) from page join projects p on p.id = page.id
        where page.n <= ${input.limit}), '[]'::json),
      'nextCursor', (select pmis_cursor(jsonb_build_array(key, id)) from page
        where n = ${input.limit} and exists (select from page where n > ${input.limit}))
    )::text as json`.execute(db);
  return rows[0]!.json;
}

/** One project as JSON text, by id or code; null when there is none. */
export async function getProjectJson(db: Db | Tx, ref: string): Promise<string | null> {
  const { rows } = await sql<{ json: string }>`
    select ${item}::text as json from projects p where ${refCondition(ref, sql`p.id`, sql`upper(p.code)`)}`.execute(db);
  return rows[0]?.json ?? null;
}

/** Locks one project for a change; null when there is none. */
export async function lockProject(tx: Tx, ref: string): Promise<{ id: string; code: string; version: number } | null> {
  const { rows } = await sql<{ id: string; code: string; version: number }>`
    select p.id, p.code, p.version from projects p where ${refCondition(ref, sql`p.id`, sql`upper(p.code)`)} for update`.execute(
    tx,
  );
  return rows[0] ?? null;
}

/** Adds a project; its id, or null when the code is taken. */
export async function insertProject(
  tx: Tx,
  project: { code: string; name: string; timeZone: string; currency: string },
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    insert into projects (code, name, time_zone, currency)
    values (${project.code}, ${project.name}, ${project.timeZone}, ${project.currency})
    on conflict (code) do nothing returning id`.execute(tx);
  return rows[0]?.id ?? null;
}

/** Writes the given values; lists replace what stands. `raise`: a change that people see as a new version. */
export async function setProject(tx: Tx, id: string, values: ProjectValues, raise: boolean): Promise<void> {
  const { name, timeZone, currency, workDays, secondDecision, holidays, thresholds } = values;
  await sql`
    update projects set name = coalesce(${name ?? null}, name), time_zone = coalesce(${timeZone ?? null}, time_zone),
      currency = coalesce(${currency ?? null}, currency), work_days = coalesce(${workDays ?? null}::integer[], work_days),
      second_decision = coalesce(${secondDecision ?? null}::boolean, second_decision),
      version = version + ${raise ? 1 : 0}
    where id = ${id}::uuid`.execute(tx);
  if (holidays) {
    await sql`delete from project_holidays where project_id = ${id}::uuid`.execute(tx);
    await sql`
      insert into project_holidays (project_id, day, name)
      select ${id}::uuid, day, name from jsonb_to_recordset(${JSON.stringify(
        holidays.map((day) => ({ day: day.date, name: day.name })),
      )}::jsonb) as given(day date, name text)`.execute(tx);
  }
  if (thresholds) {
    await sql`delete from project_thresholds where project_id = ${id}::uuid`.execute(tx);
    await sql`
      insert into project_thresholds (project_id, currency, amount)
      select ${id}::uuid, key, value::bigint from jsonb_each_text(${JSON.stringify(thresholds)}::jsonb)`.execute(tx);
  }
}
