import type { UserActor } from '../actor.ts';
import type { ChatContext, Intent, LastTurn } from '../ai/chat-rules/intent.ts';
import { CHAT_RULES_VERSION, readIntent } from '../ai/chat-rules/read-intent.ts';
import { loadWorld } from '../ai/load-world.ts';
import { getPackage } from '../ai/tools/get-package.ts';
import { listApprovals } from '../ai/tools/list-approvals.ts';
import { hashOf } from '../ai/model/open-model.ts';
import { today } from '../clock.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { canDo } from '../users/role.policy.ts';
import type { ChatMessage } from './chat.queries.ts';
import type { ChatEvidence } from './chat.schema.ts';
import { runRead } from './run-read.ts';
import { runProposal, runTask } from './run-write.ts';
import { madeByRules, type Question, type Turn, type TurnMade } from './turn.ts';

/** The rules make one call a turn. */
const BY_RULES = 'rules';

/** The turn that a follow-up refers to: the last whole answer and its question. */
function lastTurn(messages: readonly ChatMessage[]): LastTurn | null {
  const at = messages.findLastIndex(({ role, status }) => role === 'assistant' && status === 'complete');
  const answer = messages[at];
  const asked = messages.slice(0, Math.max(at, 0)).filter(({ role }) => role === 'user');
  const question = asked.findLast(({ turnId }) => turnId === answer?.turnId) ?? asked.at(-1);
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

/** What the rules read in a question, and the day on which they read it. */
export async function readByRules(db: Db, question: Question): Promise<{ intent: Intent; day: string }> {
  const { actor, assistant, input, messages, about } = question;
  const day = today(actor.timeZone);
  const context: ChatContext = {
    world: await loadWorld(db),
    today: day,
    user: {
      email: actor.email,
      name: actor.name,
      mayPropose: canDo(assistant, 'package.propose'),
      mayWriteTasks: canDo(assistant, 'task.write'),
    },
    last: lastTurn(messages),
    about,
  };
  return { intent: readIntent(input.query, context), day };
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

async function run(db: Db, { assistant, input, turnId }: Question, intent: Intent, day: string): Promise<Turn> {
  const plain = { tool: null, args: {}, resource: null };
  switch (intent.kind) {
    case 'read':
      return (await runRead(db, assistant, intent, day)).turn;
    case 'create_task':
    case 'move_task':
      return runTask(db, assistant, intent, input.query, { turnId, callId: BY_RULES });
    case 'propose_change':
      return runProposal(db, assistant, intent, input, { turnId, callId: BY_RULES });
    case 'refuse':
      return {
        ...plain,
        action: 'refuse',
        response: intent.why,
        evidence: await evidenceOf(db, assistant, intent.about),
      };
    case 'clarify':
      return {
        ...plain,
        action: 'clarify',
        response: intent.ask,
        evidence: await evidenceOf(db, assistant, intent.candidates),
      };
  }
}

/** What an operation refuses is told, not thrown: rights as a refusal, wrong or missing values as a question back. */
export function told(error: unknown): Turn {
  if (!(error instanceof DomainError) || error.code === 'unavailable' || error.code === 'rate_limited') throw error;
  const action = error.code === 'forbidden' || error.code === 'conflict' ? 'refuse' : 'clarify';
  const response = error.code === 'forbidden' ? `You do not have permission for that. ${error.message}` : error.message;
  return { action, tool: null, args: {}, response, evidence: [], resource: null };
}

/** Answers a question by rules alone. `fallback` says why, where a model is set. */
export async function answerByRules(db: Db, question: Question, fallback: string | null): Promise<TurnMade> {
  const { intent, day } = await readByRules(db, question);
  const turn = await run(db, question, intent, day).catch(told);
  const { tool, args, resource, evidence } = turn;
  const call = { callId: BY_RULES, status: 'done' as const, outputHash: hashOf(evidence), resource, message: null };
  return madeByRules(turn, CHAT_RULES_VERSION, tool === null ? [] : [{ ...call, tool, args }], fallback);
}
