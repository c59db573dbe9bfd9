import type { UIMessage } from 'ai';
import type { UserActor } from '../actor.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { logger } from '../logger.ts';
import { answerQuestion } from './answer-question.ts';
import { beginTurn } from './begin-turn.ts';
import type { ChatAnswer } from './chat.schema.ts';
import type { Listen } from './turn.ts';

/** The stream's own parts beside text: which conversation, what is being looked at, text taken back, the answer. */
export type ChatUIMessage = UIMessage<
  { conversationId: string },
  { doing: { tool: string; about: string }; replace: { text: string }; answer: ChatAnswer }
>;

const FAILED = 'The answer failed on our side. Nothing more was written; ask again.';

/**
 * One turn as a UI message stream (AI SDK 6): `start` with the conversation's id, text as it comes, `data-doing`,
 * `data-replace` where text is taken back, and `data-answer`, the same as the JSON form, which alone says what was
 * done. Refusals come before the stream, as HTTP. Throws as askAssistant.
 */
export async function streamTurn(db: Db, actor: UserActor, body: unknown, signal: AbortSignal): Promise<Response> {
  const begun = await beginTurn(db, actor, body);
  const { createUIMessageStream, createUIMessageStreamResponse } = await import('ai');
  const conversationId = 'repeat' in begun ? begun.repeat.conversationId : begun.question.conversationId;
  const messageId = 'repeat' in begun ? crypto.randomUUID() : begun.question.turnId;
  const stream = createUIMessageStream<ChatUIMessage>({
    execute: async ({ writer }) => {
      writer.write({ type: 'start', messageId, messageMetadata: { conversationId } });
      let part: string | null = null;
      const close = () => {
        if (part) writer.write({ type: 'text-end', id: part });
        part = null;
      };
      const listen: Listen = (progress) => {
        if (progress.type === 'doing') {
          const { tool, about } = progress;
          writer.write({ type: 'data-doing', data: { tool, about }, transient: true });
        } else if (progress.type === 'replace') {
          close();
          writer.write({ type: 'data-replace', data: { text: progress.text }, transient: true });
        } else if (progress.delta !== '') {
          if (part === null) writer.write({ type: 'text-start', id: (part = crypto.randomUUID()) });
          writer.write({ type: 'text-delta', id: part, delta: progress.delta });
        }
      };
      if ('repeat' in begun) listen({ type: 'text', delta: begun.repeat.response });
      const answer = 'repeat' in begun ? begun.repeat : await answerQuestion(db, begun.question, { signal, listen });
      close();
      if (signal.aborted) return;
      writer.write({ type: 'data-answer', data: answer });
      writer.write({ type: 'finish', finishReason: 'stop' });
    },
    onError: (error) => {
      if (error instanceof DomainError) return error.message;
      logger.error({ err: error }, 'a streamed answer failed');
      return FAILED;
    },
  });
  return createUIMessageStreamResponse({ stream, headers: { 'cache-control': 'no-store', 'x-accel-buffering': 'no' } });
}
