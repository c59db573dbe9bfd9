import { type ApprovalSubject, listApprovalSubjects } from '~server/approvals/approval-page.queries.ts';
import type { EventJson } from '~server/audit/event.schema.ts';
import type { Db } from '~server/db.ts';
import { listTaskNames, type TaskName } from '~server/tasks/tasks-by-id-page.queries.ts';

/** What the approvals and tasks of some events are about and called, by id. */
export async function namesOfEvents(
  db: Db,
  events: readonly EventJson[],
): Promise<{ subjects: Record<string, ApprovalSubject>; tasks: Record<string, TaskName> }> {
  const idsOf = (type: string) => [
    ...new Set(events.filter((one) => one.entityType === type).map((one) => one.entityId)),
  ];
  const [subjects, tasks] = await Promise.all([
    listApprovalSubjects(db, idsOf('approval')),
    listTaskNames(db, idsOf('task')),
  ]);
  return { subjects, tasks };
}
