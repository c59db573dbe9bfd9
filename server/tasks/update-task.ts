import type { Actor } from '../actor.ts';
import { type Evidence, recordEvent } from '../audit/record-event.ts';
import { staleVersion } from '../audit/stale-version.ts';
import { today } from '../clock.ts';
import type { Db, Tx } from '../db.ts';
import { DomainError } from '../errors.ts';
import { tellAssigned } from '../notifications/tell-task.ts';
import { invalidFields } from '../packages/resolve-proposal.ts';
import { requireCan } from '../users/require-can.ts';
import { assigneeOf } from './assignee.ts';
import { shownTask } from './shown-task.ts';
import { allowedTaskMoves, checkTask, dueDateHistory, isOpenTask, type TaskProblem } from './task.policy.ts';
import { getTaskJson, lockTask, setTask, type StoredTask, type TaskState } from './task.queries.ts';
import { type TaskJson, updateTaskInput } from './task.schema.ts';

function refuse(problems: TaskProblem[], task: TaskState): void {
  const move = problems.find((problem) => problem.code === 'move_not_allowed');
  if (move)
    throw new DomainError('conflict', move.message, { field: 'status', allowed: allowedTaskMoves(task.status) });
  if (problems.length > 0) throw invalidFields(problems.map(({ field, message }) => ({ field, message })));
}

/**
 * Changes a task: status, assignee, dates, title, description, priority, what it waits for. Moving an overdue date
 * needs a reason; the first date and the number of moves are kept. Records the fields that differ; nothing different
 * writes nothing. Throws `forbidden`, `not_found`, `invalid`, and `conflict` (stale version, a move that is not
 * allowed, work taken up on a closed package).
 */
export async function updateTask(db: Db, actor: Actor, ref: string, input: unknown): Promise<TaskJson> {
  requireCan(actor, 'task.write');
  return db.transaction().execute((tx) => updateTaskIn(tx, actor, ref, input));
}

/** The same inside the caller's transaction; `evidence` says where the change was read. */
export async function updateTaskIn(
  tx: Tx,
  actor: Actor,
  ref: string,
  input: unknown,
  evidence: Evidence[] = [],
): Promise<TaskJson> {
  requireCan(actor, 'task.write');
  const before = await lockTask(tx, ref);
  if (!before) throw new DomainError('not_found', `There is no task ${ref}.`);
  const { reason, expectedVersion, assignee: person, ...changes } = updateTaskInput.parse(input);
  if (expectedVersion !== undefined && expectedVersion !== before.version)
    throw await staleVersion(tx, 'task', before.id, before.version);
  const assignee =
    person === undefined
      ? { id: before.assigneeId, email: before.assignee }
      : person === null
        ? { id: null, email: null }
        : await assigneeOf(tx, person, actor);
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const merged: StoredTask = { ...before, ...given, assigneeId: assignee.id };
  const after: StoredTask = { ...merged, ...dueDateHistory(before, merged.dueDate) };
  refuse(checkTask(before, after, { today: today(before.timeZone), reason: reason ?? null }), before);
  if (before.packageStatus === 'closed' && !isOpenTask(before.status) && isOpenTask(after.status))
    throw new DomainError('conflict', `Package ${before.packageCode} is closed: its tasks cannot be taken up again.`);

  const shownBefore = shownTask(before, before.assignee);
  const shownAfter = shownTask(after, assignee.email);
  const changed = Object.keys(shownAfter).filter((field) => shownBefore[field] !== shownAfter[field]);
  if (changed.length > 0) {
    await setTask(tx, before.id, after);
    const pick = (shown: Record<string, unknown>) => Object.fromEntries(changed.map((field) => [field, shown[field]]));
    const eventId = await recordEvent(tx, actor, {
      entityType: 'task',
      entityId: before.id,
      packageId: before.packageId,
      eventType: after.status === 'done' && before.status !== 'done' ? 'task_completed' : 'task_updated',
      before: pick(shownBefore),
      after: pick(shownAfter),
      reason: reason || null,
      ...(evidence.length > 0 ? { evidence } : {}),
    });
    if (after.assigneeId !== before.assigneeId && isOpenTask(after.status))
      await tellAssigned(tx, actor, { ...before, ...after }, eventId);
  }
  return JSON.parse((await getTaskJson(tx, before.id))!) as TaskJson;
}
