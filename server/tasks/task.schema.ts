import { z } from 'zod';
import { plainDate } from '../dates/date.schema.ts';
import { cursorInput, filterText, limitInput, manyOf, sortInput, strictInput } from '../lists/list.schema.ts';
import { evidenceItem } from '../packages/package.schema.ts';
import { manyLines, oneLine, optionalLine } from '../text/text.schema.ts';
import { OPEN_TASK_STATUSES, TASK_PRIORITIES, TASK_STATUSES } from './task.policy.ts';

export const TASK_SOURCES = ['ui', 'api', 'chat', 'email'] as const;
export type TaskSource = (typeof TASK_SOURCES)[number];

const date = plainDate.nullable().optional();

/** Quotes and references that a task rests on; one alone is a list of one. */
const evidence = z.union([z.array(evidenceItem).max(20), evidenceItem.transform((item) => [item])]).optional();

const fields = {
  description: manyLines(20_000).optional(),
  /** Email, id or `me`; null: the buyer's. */
  assignee: optionalLine(320).optional(),
  priority: z.enum(TASK_PRIORITIES, { error: `priority is one of ${TASK_PRIORITIES.join(', ')}.` }).optional(),
  startDate: date,
  dueDate: date,
  waitingFor: optionalLine(300).optional(),
  lookAgainDate: date,
};

/** Body of `POST /api/tasks`. */
export const createTaskInput = strictInput({
  package: oneLine(100),
  title: oneLine(300),
  status: z.enum(OPEN_TASK_STATUSES, { error: `A new task is ${OPEN_TASK_STATUSES.join(', ')}.` }).optional(),
  ...fields,
  evidence,
});

/** Body of `PATCH /api/tasks/:idOrCode`. */
export const updateTaskInput = strictInput({
  title: oneLine(300).optional(),
  status: z.enum(TASK_STATUSES, { error: `status is one of ${TASK_STATUSES.join(', ')}.` }).optional(),
  ...fields,
  reason: manyLines(4000).optional(),
  expectedVersion: z.int({ error: 'The version as a whole number.' }).optional(),
});

export const TASK_SORTS = ['dueDate', 'createdAt'] as const;

/** Query of `GET /api/tasks`. `assignee=me` includes what falls to me as buyer; `q` looks in title and code. */
export const taskListInput = strictInput({
  overdue: z
    .enum(['true', 'false'], { error: 'true or false.' })
    .transform((text) => text === 'true')
    .optional(),
  assignee: filterText(320),
  package: filterText(100),
  project: filterText(100),
  status: manyOf(TASK_STATUSES),
  /** Due on or before this date. */
  dueBy: plainDate.optional(),
  q: filterText(200),
  sort: sortInput(TASK_SORTS, 'dueDate'),
  limit: limitInput,
  cursor: cursorInput,
});
export type TaskListInput = z.output<typeof taskListInput>;

const person = z.object({ email: z.string(), name: z.string() }).nullable();

/** A task as the API answers it. `overdue` and `daysLate` are as of today in the project's time zone. */
export const taskOutput = z
  .object({
    id: z.uuid(),
    code: z.string(),
    title: z.string(),
    description: z.string(),
    package: z.string(),
    packageId: z.uuid(),
    packageTitle: z.string(),
    project: z.string(),
    status: z.enum(TASK_STATUSES),
    priority: z.enum(TASK_PRIORITIES),
    assignee: person,
    /** Whose it is while nobody is assigned. */
    buyer: person,
    startDate: plainDate.nullable(),
    dueDate: plainDate.nullable(),
    firstDueDate: plainDate.nullable(),
    dueMoves: z.int(),
    overdue: z.boolean(),
    daysLate: z.int().nullable(),
    paused: z.boolean(),
    waitingFor: z.string().nullable(),
    lookAgainDate: plainDate.nullable(),
    source: z.enum(TASK_SOURCES),
    evidence: z.array(z.record(z.string(), z.unknown())),
    createdAt: z.string(),
    closedAt: z.string().nullable(),
    version: z.int(),
  })
  .meta({ id: 'Task' });

export type TaskJson = z.output<typeof taskOutput>;
