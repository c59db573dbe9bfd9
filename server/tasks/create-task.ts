import type { Actor } from '../actor.ts';
import { originOf } from '../approvals/approval-level.policy.ts';
import { type Evidence, recordEvent } from '../audit/record-event.ts';
import { today } from '../clock.ts';
import type { Db, Tx } from '../db.ts';
import { DomainError } from '../errors.ts';
import { tellAssigned } from '../notifications/tell-task.ts';
import { invalidFields } from '../packages/resolve-proposal.ts';
import { requireCan } from '../users/require-can.ts';
import { assigneeOf } from './assignee.ts';
import { shownTask } from './shown-task.ts';
import { checkTask } from './task.policy.ts';
import { getTaskJson, holdTaskPackage, insertTask } from './task.queries.ts';
import { createTaskInput, type TaskJson, type TaskSource } from './task.schema.ts';

/** Where an accepted suggestion makes the task: its message is the source, its quotes the evidence. */
export type TaskOrigin = { source: TaskSource; evidence: Evidence[] };

/**
 * Adds a task to a package, in the caller's transaction. Gives the task as the API answers it. Throws `forbidden`,
 * `invalid` (fields, unknown package or assignee) and `conflict` (the package is closed).
 */
export async function createTaskIn(tx: Tx, actor: Actor, input: unknown, origin?: TaskOrigin): Promise<TaskJson> {
  requireCan(actor, 'task.write');
  const given = createTaskInput.parse(input);
  const pkg = await holdTaskPackage(tx, given.package);
  if (!pkg) throw invalidFields([{ field: 'package', message: `There is no package ${given.package}.` }]);
  if (pkg.packageStatus === 'closed')
    throw new DomainError('conflict', `Package ${pkg.packageCode} is closed: it takes no new task.`);
  const assignee = given.assignee ? await assigneeOf(tx, given.assignee, actor) : null;
  const task = {
    title: given.title,
    description: given.description ?? '',
    status: given.status ?? 'open',
    priority: given.priority ?? 'normal',
    assigneeId: assignee?.id ?? null,
    startDate: given.startDate ?? null,
    dueDate: given.dueDate ?? null,
    firstDueDate: given.dueDate ?? null,
    dueMoves: 0,
    waitingFor: given.waitingFor ?? null,
    lookAgainDate: given.lookAgainDate ?? null,
  } as const;
  const problems = checkTask(null, task, { today: today(pkg.timeZone), reason: null });
  if (problems.length > 0) throw invalidFields(problems.map(({ field, message }) => ({ field, message })));
  const evidence = [...(origin?.evidence ?? []), ...(given.evidence ?? [])];
  const source = origin?.source ?? (actor.kind === 'user' ? originOf(actor.via, actor.ai) : 'api');
  const createdBy = actor.kind === 'user' ? actor.userId : null;
  const { packageId, projectId } = pkg;
  const { id, code } = await insertTask(tx, { packageId, projectId, source, evidence, createdBy }, task);
  const eventId = await recordEvent(tx, actor, {
    entityType: 'task',
    entityId: id,
    packageId,
    eventType: 'task_created',
    after: { code, package: pkg.packageCode, ...shownTask(task, assignee?.email ?? null), source },
    evidence,
  });
  const told = { id, code, title: task.title, dueDate: task.dueDate, packageId, packageCode: pkg.packageCode };
  await tellAssigned(tx, actor, { ...told, assigneeId: task.assigneeId }, eventId);
  return JSON.parse((await getTaskJson(tx, id))!) as TaskJson;
}

/** createTaskIn in a transaction of its own. */
export async function createTask(db: Db, actor: Actor, input: unknown): Promise<TaskJson> {
  requireCan(actor, 'task.write');
  return db.transaction().execute((tx) => createTaskIn(tx, actor, input));
}
