import type { UserActor } from '../actor.ts';
import { listApprovalsById, type MadeApproval } from '../approvals/approvals-by-id-page.queries.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { listTasksById, type MadeTask } from '../tasks/tasks-by-id-page.queries.ts';
import { requireCan } from '../users/require-can.ts';
import { type ChatMessage, type Conversation, getConversation, listConversations, listMessages } from './chat.queries.ts'; // prettier-ignore

const LISTED = 50;
const MOST_MESSAGES = 200;
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export type MessageWithMade = ChatMessage & {
  made: ({ type: 'approval'; own: boolean } & MadeApproval) | ({ type: 'task' } & MadeTask) | null;
};

/**
 * A person's conversations and, with an id, the messages of one, each with what it made as that stands now. Throws
 * `forbidden`, `not_found` (also for somebody else's).
 */
export async function readConversations(
  db: Db,
  actor: UserActor,
  id: string | undefined,
): Promise<{ conversations: Conversation[]; open: Conversation | null; messages: MessageWithMade[] }> {
  requireCan(actor, 'chat.use');
  const conversations = await listConversations(db, actor.userId, LISTED);
  if (id === undefined) return { conversations, open: null, messages: [] };
  const open = UUID.test(id) ? await getConversation(db, actor.userId, id) : null;
  if (!open) throw new DomainError('not_found', 'There is no such conversation of yours.');
  const messages = await listMessages(db, open.id, MOST_MESSAGES);
  const idsOf = (type: string) => messages.flatMap(({ resource }) => (resource?.type === type ? [resource.id] : []));
  const [approvals, tasks] = await Promise.all([
    listApprovalsById(db, idsOf('approval')),
    listTasksById(db, idsOf('task')),
  ]);
  const made = new Map<string, MessageWithMade['made']>([
    ...approvals.map((one) => [one.id, { type: 'approval' as const, own: one.requestedBy === actor.userId, ...one }] as const),
    ...tasks.map((one) => [one.id, { type: 'task' as const, ...one }] as const),
  ]); // prettier-ignore
  return { conversations, open, messages: messages.map((one) => ({ ...one, made: made.get(one.resource?.id ?? '') ?? null })) }; // prettier-ignore
}
