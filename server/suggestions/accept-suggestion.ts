import { z } from 'zod';
import type { UserActor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import { plainDate } from '../dates/date.schema.ts';
import type { Db, Tx } from '../db.ts';
import { holdEmail } from '../emails/file-email.ts';
import { DomainError } from '../errors.ts';
import { strictInput } from '../lists/list.schema.ts';
import { PACKAGE_FIELD_NAMES, type PackageField } from '../packages/package-fields.schema.ts';
import { proposeChangeIn } from '../packages/propose-change.ts';
import { invalidFields } from '../packages/resolve-proposal.ts';
import { createTaskIn } from '../tasks/create-task.ts';
import { addTaskQuotes } from '../tasks/task-quotes.queries.ts';
import { updateTaskIn } from '../tasks/update-task.ts';
import { manyLines, oneLine, optionalLine } from '../text/text.schema.ts';
import { requireCan } from '../users/require-can.ts';
import {
  closeSuggestions,
  getSuggestionEmail,
  lockPatchGroup,
  lockSuggestion,
  type PatchContent,
  type SuggestionState,
  type TaskContent,
} from './suggestion.queries.ts';

/** The name of a package's field in a body. */
export const packageField = z.enum(PACKAGE_FIELD_NAMES, { error: 'Not a field of a package.' });

/**
 * Body of `POST /api/suggestions/:id/accept`. A task may be edited on the way: title, dueDate, assignee, package. Of a
 * change `fields` names those to keep ticked (all open ones of the message and package by default), `values` edits them.
 */
export const acceptSuggestionInput = strictInput({
  title: oneLine(200).optional(),
  dueDate: plainDate.nullable().optional(),
  assignee: optionalLine(320).optional(),
  package: oneLine(100).optional(),
  fields: z.array(packageField).max(40).optional(),
  values: z.partialRecord(packageField, z.union([z.string().max(400), z.null()])).optional(),
  reason: manyLines(4000).optional(),
});
export type AcceptSuggestionInput = z.output<typeof acceptSuggestionInput>;

export type Accepted = {
  id: string;
  status: 'accepted';
  created: { type: 'task' | 'approval'; id: string; code: string };
};

/**
 * Accepts what a message suggests: a task is created with its source, or one that is open moves to the date it states; the changes of one message for one package become
 * one proposal, which somebody else decides. Throws `forbidden`, `not_found`, `invalid`, `conflict` (decided already,
 * the sender waits to be confirmed, or what the task or proposal itself refuses).
 */
export async function acceptSuggestion(db: Db, actor: UserActor, id: string, body: unknown): Promise<Accepted> {
  requireCan(actor, 'suggestion.decide');
  return db.transaction().execute(async (tx) => {
    const suggestion = await lockSuggestion(tx, id);
    if (!suggestion) throw new DomainError('not_found', `There is no suggestion ${id}.`);
    await holdEmail(tx, actor, suggestion.emailId);
    const input = acceptSuggestionInput.parse(body);
    if (suggestion.status !== 'open')
      throw new DomainError('conflict', `This suggestion was ${suggestion.status} already.`);
    const created =
      suggestion.kind === 'task'
        ? await acceptTask(tx, actor, suggestion, input)
        : await acceptPatch(tx, actor, suggestion, input);
    await recordEvent(tx, actor, {
      entityType: 'email',
      entityId: suggestion.emailId,
      packageId: suggestion.packageId,
      eventType: 'suggestion_accepted',
      after: { suggestion: suggestion.id, kind: suggestion.kind, [created.type]: created.code },
      evidence: suggestion.evidence,
    });
    return { id: suggestion.id, status: 'accepted', created };
  });
}

async function acceptTask(
  tx: Tx,
  actor: UserActor,
  suggestion: SuggestionState,
  input: AcceptSuggestionInput,
): Promise<Accepted['created']> {
  for (const field of ['fields', 'values'] as const)
    if (input[field]) throw invalidFields([{ field, message: 'belongs to a suggested change; this one is a task.' }]);
  const read = suggestion.content as TaskContent;
  if (suggestion.aboutTaskId) return moveTask(tx, actor, suggestion, suggestion.aboutTaskId, input);
  const pkg = input.package ?? suggestion.packageCode;
  if (!pkg)
    throw new DomainError('invalid', 'Say which package the task belongs to.', {
      fields: [{ field: 'package', message: 'Name a package.' }],
    });
  const task = await createTaskIn(
    tx,
    actor,
    {
      package: pkg,
      title: input.title ?? read.title,
      dueDate: input.dueDate === undefined ? read.due : input.dueDate,
      ...assigneeOrWaiting(input.assignee === undefined ? read.assignee : input.assignee, actor),
    },
    { source: 'email', evidence: suggestion.evidence },
  );
  await closeSuggestions(tx, [suggestion.id], { status: 'accepted', userId: actor.userId, taskId: task.id });
  return { type: 'task', id: task.id, code: task.code };
}

/** The message gives an open task another date: the task moves, with the message as its reason. */
async function moveTask(
  tx: Tx,
  actor: UserActor,
  { id, emailId, content, evidence }: SuggestionState,
  taskId: string,
  input: AcceptSuggestionInput,
): Promise<Accepted['created']> {
  for (const field of ['title', 'assignee', 'package'] as const)
    if (input[field]) throw invalidFields([{ field, message: 'belongs to a new task; this moves one that is open.' }]);
  const email = await getSuggestionEmail(tx, emailId);
  const reason = input.reason || `Read from the message “${(email?.subject ?? 'without a subject').slice(0, 200)}”.`;
  const dueDate = input.dueDate === undefined ? (content as TaskContent).due : input.dueDate;
  const task = await updateTaskIn(tx, actor, taskId, { dueDate, reason }, evidence);
  await addTaskQuotes(tx, taskId, evidence);
  await closeSuggestions(tx, [id], { status: 'accepted', userId: actor.userId, taskId });
  return { type: 'task', id: task.id, code: task.code };
}

/** One of ours gets the task; for a vendor's person it is ours to chase, and he is whom it waits for. */
function assigneeOrWaiting(assignee: string | null, actor: UserActor): { assignee?: string; waitingFor?: string } {
  if (!assignee) return {};
  const ours =
    assignee.split('@')[1]?.toLowerCase() === actor.email.split('@')[1]?.toLowerCase() || !assignee.includes('@');
  return ours ? { assignee } : { waitingFor: assignee };
}

async function acceptPatch(
  tx: Tx,
  actor: UserActor,
  suggestion: SuggestionState,
  input: AcceptSuggestionInput,
): Promise<Accepted['created']> {
  const email = await getSuggestionEmail(tx, suggestion.emailId);
  const group = await lockPatchGroup(tx, suggestion.emailId, suggestion.packageId!);
  const fieldOf = (one: SuggestionState) => (one.content as PatchContent).field as PackageField;
  const ticked = input.fields ? group.filter((one) => input.fields!.includes(fieldOf(one))) : group;
  if (ticked.length === 0)
    throw new DomainError('invalid', 'Nothing is ticked.', {
      fields: [{ field: 'fields', message: `Name one of ${group.map(fieldOf).join(', ')}.` }],
    });
  if (ticked.some((one) => one.senderUnknown))
    throw new DomainError('conflict', 'The sender is new to this package: confirm him on the message first.');
  const changes = Object.fromEntries(
    ticked.map((one) => [
      fieldOf(one),
      input.values?.[fieldOf(one)] === undefined ? (one.content as PatchContent).value : input.values[fieldOf(one)],
    ]),
  );
  const proposed = await proposeChangeIn(tx, actor, {
    package: suggestion.packageId!,
    body: {
      ...changes,
      reason: input.reason || `Read from the message “${(email?.subject ?? 'without a subject').slice(0, 200)}”.`,
    },
    fromEmail: { evidence: ticked.flatMap((one) => one.evidence) },
  });
  await closeSuggestions(
    tx,
    ticked.map((one) => one.id),
    { status: 'accepted', userId: actor.userId, approvalId: proposed.id },
  );
  return { type: 'approval', id: proposed.id, code: proposed.code };
}
