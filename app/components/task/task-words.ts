import type { SelectOption } from '~/components/ui/select.tsx';
import type { Tone } from '~/components/ui/tone.ts';
import { TASK_PRIORITIES, TASK_STATUSES, type TaskPriority, type TaskStatus } from '~server/tasks/task.policy.ts';

const STATUSES: Record<TaskStatus, { label: string; tone: Tone }> = {
  open: { label: 'Open', tone: 'neutral' },
  in_progress: { label: 'In progress', tone: 'ai' },
  blocked: { label: 'Blocked', tone: 'warn' },
  done: { label: 'Done', tone: 'ok' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
};

const PRIORITIES: Record<TaskPriority, { label: string; tone: Tone }> = {
  low: { label: 'Low', tone: 'neutral' },
  normal: { label: 'Normal', tone: 'neutral' },
  high: { label: 'High', tone: 'warn' },
  urgent: { label: 'Urgent', tone: 'bad' },
};

/** A task's status as people read it, with its colour. */
export const taskStatus = (status: TaskStatus) => STATUSES[status];

/** A task's priority as people read it, with its colour. */
export const taskPriority = (priority: TaskPriority) => PRIORITIES[priority];

export const STATUS_OPTIONS: SelectOption[] = TASK_STATUSES.map((value) => ({ value, label: STATUSES[value].label }));
export const PRIORITY_OPTIONS: SelectOption[] = TASK_PRIORITIES.map((value) => ({
  value,
  label: PRIORITIES[value].label,
}));
