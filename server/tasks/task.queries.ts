import { type RawBuilder, sql } from 'kysely';
import { businessNow } from '../clock.ts';
import type { Db, Tx } from '../db.ts';
import { likePattern, refCondition } from '../packages/package.queries.ts';
import type { PackageStatus } from '../packages/package-fields.schema.ts';
import { decodeCursor } from '../paging.ts';
import type { TaskListInput, TaskSource } from './task.schema.ts';
import type { TaskPriority, TaskValues } from './task.policy.ts';

const OPEN = sql`t.status in ('open', 'in_progress', 'blocked')`;
const PAUSED = sql`p.status in ('on_hold', 'cancelled', 'closed')`;

/** Today in the project's time zone, by business time. */
const todayThere = () => sql`(${businessNow().toISOString()}::timestamptz at time zone pr.time_zone)::date`;

/** The day after the latest today there is: no zone is more than 14 hours ahead. A bound that an index can use. */
const latestToday = () =>
  sql`((${businessNow().toISOString()}::timestamptz + interval '14 hours') at time zone 'UTC')::date`;

const overdue = () => sql`(${OPEN} and not ${PAUSED} and t.due_date < ${todayThere()})`;

/** A task as the API answers it: the columns of `t` joined to package `p`, project `pr`, assignee `a` and buyer `b`. */
const output = () => sql`
  t.id, t.code, t.title, t.description, p.code as package, t.package_id as "packageId", p.title as "packageTitle",
  pr.code as project, t.status, t.priority,
  case when a.id is not null then json_build_object('email', a.email, 'name', a.name) end as assignee,
  case when b.id is not null then json_build_object('email', b.email, 'name', b.name) end as buyer,
  t.start_date as "startDate", t.due_date as "dueDate", t.first_due_date as "firstDueDate", t.due_moves as "dueMoves",
  coalesce(${overdue()}, false) as overdue,
  case when ${overdue()} then ${todayThere()} - t.due_date end as "daysLate", ${PAUSED} as paused,
  t.waiting_for as "waitingFor", t.look_again_date as "lookAgainDate", t.source, t.evidence,
  t.created_at as "createdAt", t.closed_at as "closedAt", t.version`;

const joins = sql`
  join packages p on p.id = t.package_id
  join projects pr on pr.id = t.project_id
  left join users a on a.id = t.assignee_id
  left join users b on b.id = p.buyer_id`;

const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

function conditions(input: TaskListInput, dueKey: RawBuilder<unknown>): RawBuilder<unknown>[] {
  const where: RawBuilder<unknown>[] = [];
  if (input.overdue === true) where.push(sql`${dueKey} < ${latestToday()}`, overdue());
  if (input.overdue === false) where.push(sql`${overdue()} is not true`);
  if (input.dueBy) where.push(sql`${dueKey} <= ${input.dueBy}::date`);
  if (input.package)
    where.push(
      sql`t.package_id = (select x.id from packages x where ${refCondition(input.package, sql`x.id`, sql`x.code`)})`,
    );
  if (input.project)
    where.push(
      sql`t.project_id = (select x.id from projects x where ${refCondition(input.project, sql`x.id`, sql`upper(x.code)`)})`,
    );
  if (input.q) where.push(sql`(t.title ilike ${likePattern(input.q)} or t.code = ${input.q.toUpperCase()})`);
  return where;
}

/** Tasks of one index range. With `buyer`: those of the packages (`bought`) that this person buys, package by package. */
type Branch = { where: RawBuilder<unknown>; buyer: RawBuilder<unknown> | null };

/** Whose tasks: those assigned to the person, and unassigned ones of packages that the person buys. */
function ofPerson(input: TaskListInput, userId: string): Branch[] {
  if (!input.assignee) return [{ where: sql`true`, buyer: null }];
  const ref = input.assignee === 'me' ? userId : input.assignee;
  const named = UUID.test(ref) ? sql`x.id = ${ref}::uuid` : sql`x.email = ${ref.toLowerCase()}`;
  const person = sql`(select x.id from users x where ${named})`;
  return [
    { where: sql`t.assignee_id = ${person}`, buyer: null },
    { where: sql`t.assignee_id is null and t.package_id = bought.id`, buyer: person },
  ];
}

/** One branch for each person and status asked for: each alone is a range of one index, in the order asked for. */
function branches(input: TaskListInput, userId: string): Branch[] {
  const statuses = [...new Set(input.status ?? [])];
  const ofStatus = statuses.length > 0 ? statuses.map((status) => sql`t.status = ${status}`) : [sql`true`];
  return ofPerson(input, userId).flatMap(({ where, buyer }) =>
    ofStatus.map((status) => ({ where: sql`${where} and ${status}`, buyer })),
  );
}

/** A page of tasks as JSON text `{items, nextCursor}`, built by PostgreSQL. Tasks without a date come last. */
export async function listTasksJson(db: Db, userId: string, input: TaskListInput): Promise<string> {
  const { field, descending } = input.sort;
  const narrowed = input.assignee !== undefined || input.package !== undefined;
  const dueKey = input.overdue && !narrowed ? sql`t.due_date` : sql`coalesce(t.due_date, 'infinity'::date)`;
  const key = field === 'dueDate' ? dueKey : sql`t.created_at`;
  const cast = field === 'dueDate' ? sql`::date` : sql`::timestamptz`;
  const direction = descending ? sql`desc` : sql`asc`;
  const where = conditions(input, dueKey);
  if (input.cursor) {
    const [value, id] = decodeCursor(input.cursor, [field === 'dueDate' ? 'date' : 'instant', 'uuid']);
    where.push(sql`(${key}, t.id) ${descending ? sql`<` : sql`>`} (${value}${cast}, ${id}::uuid)`);
  }
  const needsJoins = input.overdue !== undefined;
  const found = branches(input, userId).map((branch) => {
    const range = sql`
      (select t.id, ${key} as key from tasks t
      ${needsJoins ? sql`join packages p on p.id = t.package_id join projects pr on pr.id = t.project_id` : sql``}
      where ${sql.join([branch.where, ...where], sql` and `)}
      order by ${key} ${direction}, t.id ${direction} limit ${input.limit + 1})`;
    // The limit inside keeps the planner from walking the unassigned tasks of everybody instead.
    return branch.buyer === null
      ? range
      : sql`(select one.* from packages bought cross join lateral ${range} one where bought.buyer_id = ${branch.buyer})`;
  });
  const { rows } = await sql<{ json: string }>`
    with page as (
      select id, key, row_number() over (order by key ${direction}, id ${direction}) as n
      from (${sql.join(found, sql` union all `)}) found
      order by key ${direction}, id ${direction} limit ${input.limit + 1}
    ), items as (
      select page.n, row_to_json(item) as item from page
      join tasks t on t.id = page.id ${joins}, lateral (select ${output()}) item
      where page.n <= ${input.limit}
    )
    select json_build_object(
      'items', coalesce((select json_agg(item order by n) from items), '[]'::json),
      'nextCursor', (select pmis_cursor(jsonb_build_array(key, id)) from page
        where n = ${input.limit} and exists (select from page where n > ${input.limit}))
    )::text as json`.execute(db);
  return rows[0]!.json;
}

/** One task as JSON text, by id or code; null when there is none. */
export async function getTaskJson(db: Db | Tx, ref: string): Promise<string | null> {
  const { rows } = await sql<{ json: string }>`
    select row_to_json(item)::text as json from tasks t ${joins}, lateral (select ${output()}) item
    where ${refCondition(ref, sql`t.id`, sql`t.code`)}`.execute(db);
  return rows[0]?.json ?? null;
}

/** The package that a task stands on. */
export type TaskPackage = {
  packageId: string;
  packageCode: string;
  packageStatus: PackageStatus;
  projectId: string;
  timeZone: string;
};

const packageColumns = sql`p.id as "packageId", p.code as "packageCode", p.status as "packageStatus",
  p.project_id as "projectId", pr.time_zone as "timeZone"`;

/** The package of a new task, kept from being closed until the transaction ends; null when there is none. */
export async function holdTaskPackage(tx: Tx, ref: string): Promise<TaskPackage | null> {
  const { rows } = await sql<TaskPackage>`
    select ${packageColumns} from packages p join projects pr on pr.id = p.project_id
    where ${refCondition(ref, sql`p.id`, sql`p.code`)} for share of p`.execute(tx);
  return rows[0] ?? null;
}

/** A task as the operations see it. */
export type TaskState = TaskValues &
  TaskPackage & {
    id: string;
    code: string;
    title: string;
    description: string;
    priority: TaskPriority;
    assigneeId: string | null;
    assignee: string | null;
    firstDueDate: string | null;
    dueMoves: number;
    version: number;
  };

/** Locks one task, by id or code, and keeps its package from being closed; null when there is none. */
export async function lockTask(tx: Tx, ref: string): Promise<TaskState | null> {
  const { rows } = await sql<TaskState>`
    select t.id, t.code, t.title, t.description, t.status, t.priority, t.assignee_id as "assigneeId",
      (select email from users where id = t.assignee_id) as assignee, t.start_date as "startDate",
      t.due_date as "dueDate", t.first_due_date as "firstDueDate", t.due_moves as "dueMoves",
      t.waiting_for as "waitingFor", t.look_again_date as "lookAgainDate", t.version, ${packageColumns}
    from tasks t join packages p on p.id = t.package_id join projects pr on pr.id = t.project_id
    where ${refCondition(ref, sql`t.id`, sql`t.code`)} for update of t for share of p`.execute(tx);
  return rows[0] ?? null;
}

/** What of a task is written. */
export type StoredTask = TaskValues & {
  title: string;
  description: string;
  priority: TaskPriority;
  assigneeId: string | null;
  firstDueDate: string | null;
  dueMoves: number;
};

/** Adds a task; its id and code. */
export async function insertTask(
  tx: Tx,
  at: { packageId: string; projectId: string; source: TaskSource; evidence: unknown[]; createdBy: string | null },
  task: StoredTask,
): Promise<{ id: string; code: string }> {
  const { rows } = await sql<{ id: string; code: string }>`
    insert into tasks (package_id, project_id, source, evidence, created_by, title, description, status, priority,
      assignee_id, start_date, due_date, first_due_date, waiting_for, look_again_date)
    values (${at.packageId}::uuid, ${at.projectId}::uuid, ${at.source}, ${JSON.stringify(at.evidence)}::jsonb,
      ${at.createdBy}::uuid, ${task.title}, ${task.description}, ${task.status}, ${task.priority},
      ${task.assigneeId}::uuid, ${task.startDate}::date, ${task.dueDate}::date, ${task.firstDueDate}::date,
      ${task.waitingFor}, ${task.lookAgainDate}::date)
    returning id, code`.execute(tx);
  return rows[0]!;
}

/** Writes a locked task and raises its version. */
export async function setTask(tx: Tx, id: string, task: StoredTask): Promise<void> {
  const closed = task.status === 'done' || task.status === 'cancelled';
  await sql`
    update tasks set title = ${task.title}, description = ${task.description}, status = ${task.status},
      priority = ${task.priority}, assignee_id = ${task.assigneeId}::uuid, start_date = ${task.startDate}::date,
      due_date = ${task.dueDate}::date, first_due_date = ${task.firstDueDate}::date, due_moves = ${task.dueMoves},
      waiting_for = ${task.waitingFor}, look_again_date = ${task.lookAgainDate}::date,
      closed_at = ${closed ? sql`coalesce(closed_at, now())` : sql`null`}, updated_at = now(), version = version + 1
    where id = ${id}::uuid`.execute(tx);
}
