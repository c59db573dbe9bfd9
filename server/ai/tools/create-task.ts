import { z } from 'zod';
import type { UserActor } from '../../actor.ts';
import type { Db } from '../../db.ts';
import { plainDate } from '../../dates/date.schema.ts';
import { createTask as addTask } from '../../tasks/create-task.ts';
import { updateTask } from '../../tasks/update-task.ts';
import type { TaskJson } from '../../tasks/task.schema.ts';
import { oneLine } from '../../text/text.schema.ts';

export const createTaskInput = z.strictObject({
  title: oneLine(300),
  package: oneLine(100),
  assignee: oneLine(320).nullable(),
  due: plainDate.nullable(),
});

/** Creates a task for the person, as createTask does; `quote` is the request that it rests on. */
export async function createTask(db: Db, actor: UserActor, input: unknown, quote: string): Promise<TaskJson> {
  const { due, ...task } = createTaskInput.parse(input);
  return addTask(db, actor, { ...task, dueDate: due, evidence: [{ type: 'note', quote }] });
}

/** Moves a task that the conversation created: its date and assignee, as updateTask does. */
export async function moveTask(db: Db, actor: UserActor, code: string, input: unknown): Promise<TaskJson> {
  const { due, assignee } = createTaskInput.parse(input);
  return updateTask(db, actor, code, { assignee, dueDate: due });
}
