import type { UserActor } from '../actor.ts';
import { listApprovalsById, type MadeApproval } from '../approvals/approvals-by-id-page.queries.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { listTasksById, type MadeTask } from '../tasks/tasks-by-id-page.queries.ts';
import { requireCan } from '../users/require-can.ts';
import { modelState } from '../ai/model/open-model.ts';
import { getPackageState } from '../packages/package.queries.ts';
import {
  type ChatMessage,
  type Conversation,
  getConversation,
  getPackageConversation,
  listConversations,
  listMessages,
} from './chat.queries.ts';
import { type AssistantNote, listNotes } from './note.queries.ts';
import {
  type RememberedComment,
  rememberedComments,
  type RememberedDecision,
  rememberedDecisions,
} from './remembered.ts';

const LISTED = 50;
const MOST_MESSAGES = 200;
const MOST_NOTES = 100;
const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export type MessageWithMade = ChatMessage & {
  made: ({ type: 'approval'; own: boolean } & MadeApproval) | ({ type: 'task' } & MadeTask) | null;
};

/** What the assistant is given beside a conversation's own messages. */
export type Memory = { notes: AssistantNote[]; decisions: RememberedDecision[]; comments: RememberedComment[] };

export type Conversations = {
  conversations: Conversation[];
  open: Conversation | null;
  messages: MessageWithMade[];
  /** Code and title of the package that the conversation is about. */
  about: { code: string; title: string } | null;
  /** The person's latest conversation about it, where a new one is begun. */
  earlier: string | null;
  memory: Memory;
  /** Why rules answer though a model is set up, and until when. */
  resting: { message: string; until: string | null } | null;
};

async function messagesOf(db: Db, actor: UserActor, conversationId: string): Promise<MessageWithMade[]> {
  const messages = await listMessages(db, conversationId, MOST_MESSAGES);
  const idsOf = (type: string) => messages.flatMap(({ resource }) => (resource?.type === type ? [resource.id] : []));
  const [approvals, tasks] = await Promise.all([
    listApprovalsById(db, idsOf('approval')),
    listTasksById(db, idsOf('task')),
  ]);
  const made = new Map<string, MessageWithMade['made']>([
    ...approvals.map(
      (one) => [one.id, { type: 'approval' as const, own: one.requestedBy === actor.userId, ...one }] as const,
    ),
    ...tasks.map((one) => [one.id, { type: 'task' as const, ...one }] as const),
  ]);
  return messages.map((one) => ({ ...one, made: made.get(one.resource?.id ?? '') ?? null }));
}

/**
 * A person's conversations and, with an id, the messages of one, each with what it made as that stands now; what is
 * remembered; whether the model rests. `about` is the package that a new conversation shall be about. Throws
 * `forbidden`, `not_found` (also for somebody else's, and for an unknown package).
 */
export async function readConversations(
  db: Db,
  actor: UserActor,
  id: string | undefined,
  asked?: string,
): Promise<Conversations> {
  requireCan(actor, 'chat.use');
  const open = id !== undefined && UUID.test(id) ? await getConversation(db, actor.userId, id) : null;
  if (id !== undefined && !open) throw new DomainError('not_found', 'There is no such conversation of yours.');
  const code = open ? open.package : (asked ?? null);
  const pkg = code === null ? null : await getPackageState(db, code);
  if (code !== null && !pkg) throw new DomainError('not_found', `There is no package ${code}.`);
  const [conversations, messages, notes, decisions, comments, earlier, state] = await Promise.all([
    listConversations(db, actor.userId, LISTED),
    open ? messagesOf(db, actor, open.id) : [],
    listNotes(db, actor.userId, MOST_NOTES),
    pkg ? rememberedDecisions(db, actor, pkg.code) : [],
    pkg ? rememberedComments(db, actor, pkg.code) : [],
    pkg && !open ? getPackageConversation(db, actor.userId, pkg.code) : null,
    modelState(db, actor.userId),
  ]);
  const resting = state.ready || state.reason === 'rules' ? null : { message: state.message, until: state.until };
  const about = pkg ? { code: pkg.code, title: pkg.title ?? '' } : null;
  return { conversations, open, messages, about, earlier, memory: { notes, decisions, comments }, resting };
}
