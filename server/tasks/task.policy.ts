import type { PlainDate } from '../dates/date.policy.ts';
import type { PackageStatus } from '../packages/package-fields.schema.ts';

export const TASK_STATUSES = ['open', 'in_progress', 'blocked', 'done', 'cancelled'] as const;
export type TaskStatus = (typeof TASK_STATUSES)[number];

export const TASK_PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;
export type TaskPriority = (typeof TASK_PRIORITIES)[number];

/** The statuses in which a task still waits for somebody: what gates, lists and escalation call open. */
export const OPEN_TASK_STATUSES = ['open', 'in_progress', 'blocked'] as const satisfies readonly TaskStatus[];

const MOVES: Record<TaskStatus, readonly TaskStatus[]> = {
  open: ['in_progress', 'blocked', 'done', 'cancelled'],
  in_progress: ['open', 'blocked', 'done', 'cancelled'],
  blocked: ['open', 'in_progress', 'done', 'cancelled'],
  done: ['open', 'in_progress'],
  cancelled: ['open'],
};

/** The statuses that a task may move to. Done and cancelled work can be taken up again. */
export function allowedTaskMoves(from: TaskStatus): readonly TaskStatus[] {
  return MOVES[from];
}

/** Whether the task waits for somebody. */
export function isOpenTask(status: TaskStatus): boolean {
  return status === 'open' || status === 'in_progress' || status === 'blocked';
}

/** Whether the tasks of a package in this status are paused: nothing of them is overdue or escalated. */
export function isPaused(packageStatus: PackageStatus): boolean {
  return packageStatus === 'on_hold' || packageStatus === 'cancelled' || packageStatus === 'closed';
}

export interface DatedTask {
  status: TaskStatus;
  dueDate: PlainDate | null;
}

/** Whether an open task's due date lies before today (business today in the project's zone) and it is not paused. */
export function isOverdue(task: DatedTask, today: PlainDate, packageStatus?: PackageStatus): boolean {
  if (packageStatus !== undefined && isPaused(packageStatus)) return false;
  return isOpenTask(task.status) && task.dueDate !== null && task.dueDate < today;
}

/** What is wrong with a change of a task, for one field. */
export interface TaskProblem {
  field: 'status' | 'waitingFor' | 'lookAgainDate' | 'dueDate' | 'startDate' | 'reason';
  code: string;
  message: string;
}

export interface TaskValues extends DatedTask {
  startDate: PlainDate | null;
  waitingFor: string | null;
  lookAgainDate: PlainDate | null;
}

/**
 * Everything that forbids a new task (`before` null) or a change of one: a move that is not allowed, blocked without
 * what we wait for and when to look again, a start after the due date, an overdue date moved without a reason.
 */
export function checkTask(
  before: TaskValues | null,
  after: TaskValues,
  context: { today: PlainDate; reason: string | null },
): TaskProblem[] {
  const problems: TaskProblem[] = [];
  const moved = before !== null && before.status !== after.status;
  if (moved && !MOVES[before.status].includes(after.status)) {
    const message = `A task cannot go from ${before.status} to ${after.status}. Allowed: ${MOVES[before.status].join(', ')}.`;
    problems.push({ field: 'status', code: 'move_not_allowed', message });
  }
  if (after.status === 'blocked' && (after.waitingFor ?? '').trim() === '') {
    problems.push({
      field: 'waitingFor',
      code: 'required_when_blocked',
      message: 'Say what a blocked task waits for.',
    });
  }
  if (after.status === 'blocked' && after.lookAgainDate === null) {
    const message = 'Say when to look again at a blocked task.';
    problems.push({ field: 'lookAgainDate', code: 'required_when_blocked', message });
  }
  if (after.startDate !== null && after.dueDate !== null && after.startDate > after.dueDate) {
    problems.push({ field: 'startDate', code: 'start_after_due', message: 'A task cannot start after it is due.' });
  }
  if (
    before !== null &&
    movesOverdueDate(before, after.dueDate, context.today) &&
    (context.reason ?? '').trim() === ''
  ) {
    const message = `Give a reason for moving the overdue date ${before.dueDate}.`;
    problems.push({ field: 'reason', code: 'reason_required', message });
  }
  return problems;
}

/** Whether a new due date (or none) moves one that is overdue. */
export function movesOverdueDate(before: DatedTask, dueDate: PlainDate | null, today: PlainDate): boolean {
  return isOverdue(before, today) && before.dueDate !== dueDate;
}

/** The first due date and the number of moves after a change: both stay visible. Setting the first date is no move. */
export function dueDateHistory(
  before: { dueDate: PlainDate | null; firstDueDate: PlainDate | null; dueMoves: number },
  dueDate: PlainDate | null,
): { firstDueDate: PlainDate | null; dueMoves: number } {
  if (before.dueDate === dueDate) return { firstDueDate: before.firstDueDate, dueMoves: before.dueMoves };
  const firstDueDate = before.firstDueDate ?? dueDate;
  return { firstDueDate, dueMoves: before.firstDueDate === null ? before.dueMoves : before.dueMoves + 1 };
}
