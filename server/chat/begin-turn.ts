import type { UserActor } from '../actor.ts';
import { assistantOf } from '../ai/tools/tool-result.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { requireCall } from '../limits/rate-limit.ts';
import { getPackageState } from '../packages/package.queries.ts';
import { requireCan } from '../users/require-can.ts';
import {
  type ChatMessage,
  getAnswer,
  getConversation,
  insertConversation,
  insertMessages,
  listMessages,
} from './chat.queries.ts';
import { type ChatAnswer, chatInput, type ChatInput } from './chat.schema.ts';
import type { Question } from './turn.ts';
import { getTurnByKey, insertTurn } from './turn.queries.ts';

/** Questions a person may ask in a minute; bursts of half. */
const PER_MINUTE = 120;
/** Messages of before that an answer may rest on. */
const REMEMBERED = 10;
const LONGEST_TITLE = 80;
/** Longer than a request may take: a turn without an answer by then has none any more. */
const UNDER_WAY_S = 180;

/** What `POST /api/chat` answers with JSON. */
export function answerOf(
  conversationId: string,
  message: Pick<ChatMessage, 'text' | 'actionType' | 'tool' | 'args' | 'resource' | 'evidence'>,
): ChatAnswer {
  const { text, actionType, tool, args, resource, evidence } = message;
  return {
    conversationId,
    response: text,
    action_type: actionType ?? 'query',
    tool,
    args,
    resource_created: resource,
    evidence,
  };
}

/** The answer to a question that was asked before under the same messageId. */
async function repeated(db: Db, userId: string, messageId: string): Promise<ChatAnswer | null> {
  const turn = await getTurnByKey(db, userId, messageId);
  if (!turn) return null;
  const answer = await getAnswer(db, turn.id);
  if (answer && turn.conversationId) return answerOf(turn.conversationId, answer);
  if (turn.status === 'running' && turn.ageSeconds < UNDER_WAY_S)
    throw new DomainError('conflict', 'This question is being answered. Ask again in a second.');
  throw new DomainError(
    'conflict',
    'This question ended without an answer. Look at the conversation, then ask anew under another messageId.',
  );
}

async function aboutPackage(db: Db, code: string | undefined): Promise<string | null> {
  if (code === undefined) return null;
  const pkg = await getPackageState(db, code);
  if (pkg) return pkg.code;
  const message = `There is no package ${code}.`;
  throw new DomainError('invalid', message, { fields: [{ field: 'package', message }] });
}

async function write(
  db: Db,
  actor: UserActor,
  input: ChatInput,
  known: string | null,
  about: string | null,
): Promise<{ turnId: string; conversationId: string }> {
  return db.transaction().execute(async (tx) => {
    const title = input.query.replace(/\s+/g, ' ').trim().slice(0, LONGEST_TITLE);
    const conversationId = known ?? (await insertConversation(tx, actor.userId, title, about));
    const clientKey = input.messageId ?? null;
    const turnId = await insertTurn(tx, {
      userId: actor.userId,
      conversationId,
      clientKey,
      source: 'none yet',
      query: input.query,
    });
    if (turnId === null) throw new DomainError('conflict', 'This question is being answered. Ask again in a second.');
    const none = { actionType: null, tool: null, args: {}, evidence: [], resource: null, source: null };
    await insertMessages(tx, conversationId, [
      { role: 'user', text: input.query, status: 'complete', turnId, ...none },
    ]);
    return { turnId, conversationId };
  });
}

/**
 * Takes a question: only its text and the id of the conversation come from the client, what was said before from
 * PostgreSQL. The question is kept before anything answers it. Gives the stored answer when the messageId was answered
 * before. Throws `forbidden`, `not_found` (a conversation that is not the person's), `invalid` (an unknown package),
 * `rate_limited`, `conflict` (the same messageId is being answered), a ZodError.
 */
export async function beginTurn(
  db: Db,
  actor: UserActor,
  body: unknown,
): Promise<{ question: Question } | { repeat: ChatAnswer }> {
  requireCan(actor, 'chat.use');
  const input = chatInput.parse(body);
  const known = input.conversationId ? await getConversation(db, actor.userId, input.conversationId) : null;
  if (input.conversationId && !known) throw new DomainError('not_found', 'There is no such conversation of yours.');
  const repeat = input.messageId ? await repeated(db, actor.userId, input.messageId) : null;
  if (repeat) return { repeat };
  await requireCall(db, { key: `chat:${actor.userId}`, perMinute: PER_MINUTE, burst: PER_MINUTE / 2 }, 'questions');
  const [messages, asked] = await Promise.all([
    known ? listMessages(db, known.id, REMEMBERED) : [],
    aboutPackage(db, input.package),
  ]);
  const about = known ? known.package : asked;
  const begun = await write(db, actor, input, known?.id ?? null, about);
  return { question: { ...begun, assistant: assistantOf(actor), actor, input, about, messages } };
}
