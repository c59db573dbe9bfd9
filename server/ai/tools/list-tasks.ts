import { z } from 'zod';
import type { UserActor } from '../../actor.ts';
import type { Db } from '../../db.ts';
import { plainDate } from '../../dates/date.schema.ts';
import { OPEN_TASK_STATUSES, TASK_STATUSES } from '../../tasks/task.policy.ts';
import { listTasksJson } from '../../tasks/task.queries.ts';
import { taskListInput, type TaskJson } from '../../tasks/task.schema.ts';
import { oneLine } from '../../text/text.schema.ts';
import { requireCan } from '../../users/require-can.ts';
import { MOST_ROWS, type ToolResult } from './tool-result.ts';

/** `status: open` is every open state; `code` is one task. */
export const listTasksInput = z.strictObject({
  code: oneLine(40).optional(),
  overdue: z.boolean().optional(),
  assignee: oneLine(320).optional(),
  package: oneLine(100).optional(),
  status: z.enum(TASK_STATUSES).optional(),
  dueBy: plainDate.optional(),
  dueFrom: plainDate.optional(),
});

/** Tasks by due date, at most 50. Throws `forbidden`. */
export async function listTasks(db: Db, actor: UserActor, input: unknown): Promise<ToolResult<TaskJson>> {
  requireCan(actor, 'task.read');
  const { code, overdue, status, dueFrom, ...given } = listTasksInput.parse(input);
  const query = {
    ...given,
    q: code,
    overdue: overdue === undefined ? undefined : String(overdue),
    status: status === 'open' ? [...OPEN_TASK_STATUSES] : status,
    limit: MOST_ROWS,
  };
  const list = JSON.parse(await listTasksJson(db, actor.userId, taskListInput.parse(query))) as {
    items: TaskJson[];
    nextCursor: string | null;
  };
  const items = list.items
    .filter((task) => code === undefined || task.code === code.toUpperCase())
    .filter((task) => dueFrom === undefined || (task.dueDate !== null && task.dueDate >= dueFrom));
  const evidence = items.map((task) => ({
    type: 'task' as const,
    id: task.id,
    code: task.code,
    package: task.package,
  }));
  return { items, evidence, more: list.nextCursor !== null };
}
