import type { Db } from '../db.ts';
import { answerOf } from './begin-turn.ts';
import { insertMessages, setConversationPackage } from './chat.queries.ts';
import type { ChatAnswer } from './chat.schema.ts';
import type { Question, TurnMade } from './turn.ts';
import { endTurn as setTurnEnd, insertToolCalls } from './turn.queries.ts';

/**
 * Keeps how a turn ended, with its answer and every tool call, in one transaction; a second end of the same turn is
 * ignored. An answer that did not come to its end is kept as `stopped` or `failed`, never as complete.
 */
export async function endTurn(db: Db, { turnId, conversationId }: Question, made: TurnMade): Promise<ChatAnswer> {
  const { action, response, tool, args, evidence, resource, status, source, calls, dropped, ...rest } = made;
  const { fallback, promptHash, toolsHash, finishReason, usage } = rest;
  const message = { text: response, actionType: action, tool, args, evidence, resource };
  await db.transaction().execute(async (tx) => {
    const decision = status === 'complete' ? action : null;
    const output = { response, dropped };
    const end = { status, source, fallback, promptHash, toolsHash, finishReason, usage, decision, output };
    const ended = await setTurnEnd(tx, turnId, end);
    if (!ended) return;
    await insertToolCalls(tx, turnId, calls);
    // Who deletes a conversation while it is answered gets the answer, and nothing of it is kept.
    if (!ended.kept) return;
    await insertMessages(tx, conversationId, [{ role: 'assistant', ...message, status, source, turnId }]);
    if (evidence[0]?.package) await setConversationPackage(tx, conversationId, evidence[0].package);
  });
  return answerOf(conversationId, message);
}
