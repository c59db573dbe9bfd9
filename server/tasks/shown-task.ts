import type { StoredTask } from './task.queries.ts';

/** A task's own fields as they stand in events: people by their address. */
export function shownTask(task: StoredTask, assignee: string | null): Record<string, unknown> {
  const { title, description, status, priority, startDate, dueDate, waitingFor, lookAgainDate } = task;
  return { title, description, status, priority, assignee, startDate, dueDate, waitingFor, lookAgainDate };
}
