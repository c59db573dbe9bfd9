import type { Actor } from '../actor.ts';
import type { Tx } from '../db.ts';
import { notify } from './notify.ts';

/** A task as what is told about it names it. */
export type ToldTask = {
  id: string;
  code: string;
  title: string;
  dueDate: string | null;
  packageId: string;
  packageCode: string;
  assigneeId: string | null;
};

/** Tells a task's new assignee, unless he took it himself. */
export async function tellAssigned(tx: Tx, actor: Actor, task: ToldTask, eventId: number): Promise<void> {
  if (task.assigneeId === null) return;
  const due = task.dueDate === null ? 'no due date' : `due ${task.dueDate}`;
  await notify(tx, actor, {
    happening: { what: 'task_assigned', assignee: task.assigneeId },
    about: { type: 'task', id: task.id, code: task.code },
    packageId: task.packageId,
    sentence: `${actor.name} gave you ${task.code} on ${task.packageCode}, ${due}: ${task.title}`,
    key: `event:${eventId}`,
    mail: {
      title: task.title,
      facts: [
        { label: 'Package', value: task.packageCode },
        { label: 'Due', value: task.dueDate ?? 'no date' },
      ],
    },
  });
}
