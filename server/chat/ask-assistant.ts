import type { UserActor } from '../actor.ts';
import type { Db } from '../db.ts';
import { answerQuestion } from './answer-question.ts';
import { beginTurn } from './begin-turn.ts';
import type { ChatAnswer } from './chat.schema.ts';

/**
 * One turn of a conversation: reads with the person's own rights, creates a task, or proposes a change that another
 * person decides. Both messages are kept. `signal` is the reader's: who leaves gets a `stopped` answer stored. Throws
 * `forbidden`, `not_found` (a conversation that is not the person's), `rate_limited`, `conflict`, a ZodError.
 */
export async function askAssistant(db: Db, actor: UserActor, body: unknown, signal?: AbortSignal): Promise<ChatAnswer> {
  const begun = await beginTurn(db, actor, body);
  if ('repeat' in begun) return begun.repeat;
  return answerQuestion(db, begun.question, {
    signal: signal ?? new AbortController().signal,
    listen: () => undefined,
  });
}
