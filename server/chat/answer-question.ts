import { CHAT_RULES_VERSION } from '../ai/chat-rules/read-intent.ts';
import type { Db } from '../db.ts';
import { answerByRules } from './answer-by-rules.ts';
import type { ChatAnswer } from './chat.schema.ts';
import { endTurn } from './end-turn.ts';
import { type Listen, madeByRules, type Question } from './turn.ts';

/**
 * Answers a question and keeps the answer. Never leaves a turn open: a failure of ours is kept as `failed`, with words
 * that say so, and thrown on.
 */
export async function answerQuestion(db: Db, question: Question, { listen }: { signal: AbortSignal; listen: Listen }): Promise<ChatAnswer> {
  try {
    const made = await answerByRules(db, question, null);
    listen({ type: 'text', delta: made.response });
    return await endTurn(db, question, made);
  } catch (error) {
    const response = 'The answer failed on our side. Nothing was written; ask again.';
    const turn = { action: 'query' as const, tool: null, args: {}, response, evidence: [], resource: null };
    await endTurn(db, question, { ...madeByRules(turn, CHAT_RULES_VERSION, [], 'failed'), status: 'failed' }).catch(() => undefined);
    throw error;
  }
} // prettier-ignore
