import { sql } from 'kysely';
import type { Db } from '../db.ts';

export type MadeTask = {
  id: string;
  code: string;
  package: string;
  title: string;
  status: string;
  dueDate: string | null;
  assignee: string | null;
};

export type TaskName = { code: string; title: string };

/** What the tasks with these ids are called, by id. */
export async function listTaskNames(db: Db, ids: readonly string[]): Promise<Record<string, TaskName>> {
  if (ids.length === 0) return {};
  const { rows } = await sql<TaskName & { id: string }>`
    select id, code, title from tasks where id = any(${[...ids]}::uuid[])`.execute(db);
  return Object.fromEntries(rows.map(({ id, code, title }) => [id, { code, title }]));
}

/** Tasks by id as a conversation shows them. */
export async function listTasksById(db: Db, ids: readonly string[]): Promise<MadeTask[]> {
  const { rows } = await sql<MadeTask>`
    select t.id, t.code, p.code as package, t.title, t.status, t.due_date as "dueDate", u.name as assignee
    from tasks t join packages p on p.id = t.package_id left join users u on u.id = t.assignee_id
    where t.id = any(${[...ids]}::uuid[])`.execute(db);
  return rows;
}
