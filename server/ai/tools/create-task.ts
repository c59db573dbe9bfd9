import { z } from 'zod';
import type { UserActor } from '../../actor.ts';
import { callOnce, type CallOfTurn } from '../../chat/call-once.ts';
import type { Db, Tx } from '../../db.ts';
import { plainDate } from '../../dates/date.schema.ts';
import { createTaskIn } from '../../tasks/create-task.ts';
import { getTaskJson } from '../../tasks/task.queries.ts';
import { updateTask } from '../../tasks/update-task.ts';
import type { TaskJson } from '../../tasks/task.schema.ts';
import { oneLine } from '../../text/text.schema.ts';

export const createTaskInput = z.strictObject({
  title: oneLine(300),
  package: oneLine(100),
  assignee: oneLine(320).nullable(),
  due: plainDate.nullable(),
});

/**
 * Creates a task for the person, as createTask does; `quote` is the request that it rests on. The same call again gives
 * the task that it made.
 */
export async function createTask(
  db: Db,
  actor: UserActor,
  input: unknown,
  quote: string,
  call: CallOfTurn,
): Promise<TaskJson> {
  const { due, ...task } = createTaskInput.parse(input);
  const make = async (tx: Tx) => {
    const made = await createTaskIn(tx, actor, {
      ...task,
      dueDate: due,
      evidence: [{ type: 'note', quote: quote.slice(0, 4000) }],
    });
    return { made, resource: { type: 'task' as const, id: made.id, code: made.code } };
  };
  return callOnce(db, call, make, async (tx, id) => JSON.parse((await getTaskJson(tx, id))!) as TaskJson);
}

/** Moves a task that the conversation created: its date and assignee, as updateTask does. */
export async function moveTask(db: Db, actor: UserActor, code: string, input: unknown): Promise<TaskJson> {
  const { due, assignee } = createTaskInput.parse(input);
  return updateTask(db, actor, code, { assignee, dueDate: due });
}
