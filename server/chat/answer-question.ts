import { CHAT_RULES_VERSION } from '../ai/chat-rules/read-intent.ts';
import { loadWorld } from '../ai/load-world.ts';
import { openModel } from '../ai/model/open-model.ts';
import type { Db } from '../db.ts';
import { answerByModel } from './answer-by-model.ts';
import { answerByRules, readByRules } from './answer-by-rules.ts';
import type { ChatAnswer } from './chat.schema.ts';
import { endTurn } from './end-turn.ts';
import { noteIn, rememberNote } from './remember-note.ts';
import { toolRun } from './run-tool.ts';
import { type Listen, madeByRules, type Question, type TurnMade } from './turn.ts';

type Reader = { signal: AbortSignal; listen: Listen };

/** The rules' answer, with the sentence that says why they answered. */
async function rules(
  db: Db,
  question: Question,
  listen: Listen,
  why: { fallback: string; sentence: string } | null,
): Promise<TurnMade> {
  const made = await answerByRules(db, question, why?.fallback ?? null);
  const response = why ? `${made.response}\n\n${why.sentence}` : made.response;
  listen(why?.fallback.startsWith('failed') ? { type: 'replace', text: response } : { type: 'text', delta: response });
  return { ...made, response };
}

/** Keeps a note and says so. */
async function remembered(db: Db, { actor, about }: Question, listen: Listen, note: string): Promise<TurnMade> {
  const { text } = await rememberNote(db, actor, { text: note, package: about });
  const response = `I will remember: “${text}”. You see and delete it under “What is remembered”.`;
  listen({ type: 'text', delta: response });
  const turn = { action: 'query' as const, tool: null, args: {}, response, evidence: [], resource: null };
  return madeByRules(turn, CHAT_RULES_VERSION, [], null);
}

/** By the model, when one is set, well and within its budgets; else by rules, and what the model left open too. */
async function make(db: Db, question: Question, reader: Reader): Promise<TurnMade> {
  const note = noteIn(question.input.query);
  if (note !== null) return remembered(db, question, reader.listen, note);
  const { intent, day } = await readByRules(db, question);
  // What the assistant never does is refused by code, whatever a model would say.
  if (intent.kind === 'refuse') return rules(db, question, reader.listen, null);
  const { actor, conversationId } = question;
  const open = await openModel(db, { purpose: 'chat', userId: actor.userId, conversationId });
  if (!open.ready) {
    const why = open.reason === 'rules' ? null : { fallback: open.reason, sentence: open.message };
    return rules(db, question, reader.listen, why);
  }
  const run = toolRun(question, await loadWorld(db), day, intent);
  let told = '';
  const listen: Listen = (progress) => {
    if (progress.type === 'text') told += progress.delta;
    reader.listen(progress);
  };
  const { made, failure } = await answerByModel(db, question, run, open, { ...reader, listen });
  if (!failure) {
    if (made.status === 'complete' && told.trim() !== made.response)
      reader.listen({ type: 'replace', text: made.response });
    return made;
  }
  if (made.resource !== null) {
    // What was written stands and is told; a second answer could write it again.
    const response = `${made.response}\n\n${failure.message} What is said above was done.`;
    reader.listen({ type: 'replace', text: response });
    return { ...made, response, status: 'complete' };
  }
  const why = { fallback: `failed: ${failure.kind}`, sentence: `${failure.message} This is the answer by rules.` };
  const answer = await rules(db, question, reader.listen, why);
  const { promptHash, toolsHash, finishReason, usage, dropped } = made;
  return { ...answer, promptHash, toolsHash, finishReason, usage, dropped, calls: [...made.calls, ...answer.calls] };
}

/**
 * Answers a question and keeps the answer. Never leaves a turn open: a failure of ours is kept as `failed`, with words
 * that say so, and thrown on. When the reader leaves, what was said so far is kept as `stopped`.
 */
export async function answerQuestion(db: Db, question: Question, reader: Reader): Promise<ChatAnswer> {
  try {
    return await endTurn(db, question, await make(db, question, reader));
  } catch (error) {
    const response = 'The answer failed on our side. Ask again.';
    const turn = { action: 'query' as const, tool: null, args: {}, response, evidence: [], resource: null };
    await endTurn(db, question, { ...madeByRules(turn, CHAT_RULES_VERSION, [], 'failed'), status: 'failed' }).catch(
      () => undefined,
    );
    throw error;
  }
}
