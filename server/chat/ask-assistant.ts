import type { UserActor } from '../actor.ts';
import type { ChatContext, Intent, LastTurn } from '../ai/chat-rules/intent.ts';
import { CHAT_RULES_VERSION, readIntent } from '../ai/chat-rules/read-intent.ts';
import { loadWorld } from '../ai/load-world.ts';
import { listApprovals } from '../ai/tools/list-approvals.ts';
import { getPackage } from '../ai/tools/get-package.ts';
import { assistantOf } from '../ai/tools/tool-result.ts';
import { today } from '../clock.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { requireCall } from '../limits/rate-limit.ts';
import { canDo } from '../users/role.policy.ts';
import { requireCan } from '../users/require-can.ts';
import { type ChatAnswer, type ChatEvidence, chatInput, type ChatInput } from './chat.schema.ts';
import { type ChatMessage, getConversation, insertConversation, insertMessages, listMessages } from './chat.queries.ts';
import { runRead } from './run-read.ts';
import { runProposal, runTask } from './run-write.ts';
import type { Turn } from './turn.ts';

/** Questions a person may ask in a minute; bursts of half. */
const PER_MINUTE = 120;
const REMEMBERED = 10;
const LONGEST_TITLE = 80;

/** The turn that a follow-up refers to: the last answer and its question. */
function lastTurn(messages: readonly ChatMessage[]): LastTurn | null {
  const at = messages.findLastIndex(({ role }) => role === 'assistant');
  const answer = messages[at];
  const question = messages[at - 1];
  if (!answer || !question || !answer.actionType) return null;
  const codes = answer.evidence.flatMap(({ type, package: code }) => (type === 'event' || code === null ? [] : [code]));
  return {
    query: question.text,
    action: answer.actionType,
    tool: answer.tool,
    args: answer.args,
    packages: [...new Set(codes)],
    task: answer.resource?.type === 'task' ? answer.resource.code : null,
  };
}

/** The rows that a refusal or a question back is about, as far as the person may read them. */
async function evidenceOf(db: Db, actor: UserActor, codes: readonly string[]): Promise<ChatEvidence[]> {
  const approval = codes.find((code) => code.startsWith('AR-'));
  const packages = codes.filter((code) => !/^(?:AR|T)-/.test(code)).slice(0, 8);
  const found = await Promise.all([
    approval ? listApprovals(db, actor, { code: approval }) : null,
    packages[0] ? getPackage(db, actor, { package: packages[0], packages }) : null,
  ]);
  return found.flatMap((one) => one?.evidence ?? []);
}

async function run(db: Db, actor: UserActor, intent: Intent, input: ChatInput, day: string): Promise<Turn> {
  const plain = { tool: null, args: {}, resource: null };
  switch (intent.kind) {
    case 'read':
      return runRead(db, actor, intent, day);
    case 'create_task':
    case 'move_task':
      return runTask(db, actor, intent, input.query);
    case 'propose_change':
      return runProposal(db, actor, intent, input);
    case 'refuse':
      return { ...plain, action: 'refuse', response: intent.why, evidence: await evidenceOf(db, actor, intent.about) };
    case 'clarify':
      return { ...plain, action: 'clarify', response: intent.ask, evidence: await evidenceOf(db, actor, intent.candidates) }; // prettier-ignore
  }
}

/** What an operation refuses is told, not thrown: rights as a refusal, wrong or missing values as a question back. */
function told(error: unknown): Turn {
  if (!(error instanceof DomainError) || error.code === 'unavailable' || error.code === 'rate_limited') throw error;
  const action = error.code === 'forbidden' || error.code === 'conflict' ? 'refuse' : 'clarify';
  const response = error.code === 'forbidden' ? `You do not have permission for that. ${error.message}` : error.message;
  return { action, tool: null, args: {}, response, evidence: [], resource: null };
}

/**
 * One turn of a conversation, answered by rules: reads with the person's own rights, creates a task, or proposes a
 * change that another person decides. Both messages are kept. Throws `forbidden`, `not_found` (a conversation that is
 * not the person's), `rate_limited`, a ZodError.
 */
export async function askAssistant(db: Db, actor: UserActor, body: unknown): Promise<ChatAnswer> {
  requireCan(actor, 'chat.use');
  const input = chatInput.parse(body);
  const known = input.conversationId ? await getConversation(db, actor.userId, input.conversationId) : null;
  if (input.conversationId && !known) throw new DomainError('not_found', 'There is no such conversation of yours.');
  await requireCall(db, { key: `chat:${actor.userId}`, perMinute: PER_MINUTE, burst: PER_MINUTE / 2 }, 'questions');
  const assistant = assistantOf(actor);
  const [world, messages] = await Promise.all([loadWorld(db), known ? listMessages(db, known.id, REMEMBERED) : []]);
  const context: ChatContext = {
    world,
    today: today(actor.timeZone),
    user: {
      email: actor.email,
      name: actor.name,
      mayPropose: canDo(assistant, 'package.propose'),
      mayWriteTasks: canDo(assistant, 'task.write'),
    },
    last: lastTurn(messages),
  };
  const intent = readIntent(input.query, context);
  const turn = await run(db, assistant, intent, input, context.today).catch(told);
  const conversationId = await db.transaction().execute(async (tx) => {
    const title = input.query.replace(/\s+/g, ' ').trim().slice(0, LONGEST_TITLE);
    const id = known?.id ?? (await insertConversation(tx, actor.userId, title, turn.evidence[0]?.package ?? null));
    const none = { actionType: null, tool: null, args: {}, evidence: [], resource: null, source: null };
    const { action, response, tool, args, evidence, resource } = turn;
    const answer = { text: response, actionType: action, tool, args, evidence, resource, source: CHAT_RULES_VERSION };
    await insertMessages(tx, id, [
      { role: 'user', text: input.query, ...none },
      { role: 'assistant', ...answer },
    ]);
    return id;
  });
  const { action, response, tool, args, evidence, resource } = turn;
  return { conversationId, response, action_type: action, tool, args, resource_created: resource, evidence };
}
