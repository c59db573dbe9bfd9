import { useNavigate, useRevalidator } from '@remix-run/react';
import { useCallback, useEffect, useRef, useState } from 'react';
import type { MessageView } from './chat-view.ts';
import { readAnswerStream, type StreamPart } from './read-answer-stream.ts';

/** A question under way: the words so far, what is being looked up, and how it stands. */
export type Asking = {
  question: string;
  text: string;
  doing: string | null;
  state: 'asking' | 'done' | 'stopped' | 'failed';
  /** Why it failed, in a sentence. */
  error?: string;
  turnId?: string;
};

const DOING: Record<string, string> = {
  search_packages: 'Searching packages',
  get_package: 'Reading the package',
  list_tasks: 'Reading tasks',
  list_approvals: 'Reading approvals',
  search_emails: 'Searching mail',
  get_timeline: 'Reading the history',
  create_task: 'Creating the task',
  propose_change: 'Writing the proposal',
};

const CUT = 'The connection broke before the answer was whole. Ask again.';

/** Takes what a part of the stream says into the question's state. */
function take(asking: Asking, part: StreamPart): Asking {
  switch (part.type) {
    case 'start':
      return { ...asking, turnId: part.messageId };
    case 'text-delta':
      return { ...asking, text: asking.text + part.delta, doing: null };
    case 'data-replace':
      return { ...asking, text: part.data.text };
    case 'data-doing':
      return {
        ...asking,
        doing: `${DOING[part.data.tool] ?? 'Looking it up'}${part.data.about ? ` ${part.data.about}` : ''}…`,
      };
    case 'data-answer':
      return { ...asking, text: part.data.response };
    case 'error':
      return { ...asking, state: 'failed', error: part.errorText };
    default:
      return asking;
  }
}

/**
 * Asks the assistant and shows the answer as it comes. `stop` ends it on both sides. When it is stored, the page is
 * read again and shows it with its evidence; a conversation that begins gets its address.
 */
export function useAsk(conversationId: string | null, about: string | null, messages: MessageView[]) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const leave = useRef<AbortController | null>(null);
  const navigate = useNavigate();
  const { revalidate } = useRevalidator();

  const stored =
    asking?.turnId !== undefined &&
    asking.state !== 'asking' &&
    asking.state !== 'failed' &&
    messages.some(({ turnId, role }) => turnId === asking.turnId && role === 'assistant');
  // Another conversation is another question; leaving the page stops what is under way.
  useEffect(() => () => leave.current?.abort(), [conversationId]);

  const ask = useCallback(
    async (question: string) => {
      const controller = new AbortController();
      leave.current = controller;
      setAsking({ question, text: '', doing: null, state: 'asking' });
      let begun = conversationId;
      const settle = (state: Asking['state'], error?: string) =>
        setAsking((now) =>
          now === null || now.state === 'failed' ? now : { ...now, state, error: error ?? now.error },
        );
      try {
        const body = {
          query: question,
          messageId: crypto.randomUUID(),
          ...(conversationId ? { conversationId } : about ? { package: about } : {}),
        };
        const response = await fetch('/api/chat', {
          method: 'POST',
          headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
          body: JSON.stringify(body),
          signal: controller.signal,
        });
        if (!response.ok || !response.body) {
          const said = (await response.json().catch(() => null)) as { error?: { message?: string } } | null;
          return settle('failed', said?.error?.message ?? 'The assistant cannot be reached. Ask again.');
        }
        const parts = readAnswerStream(response.body);
        for (;;) {
          const { done, value } = await parts.next();
          if (done) {
            settle(value.cut ? 'failed' : 'done', value.cut ? CUT : undefined);
            break;
          }
          if (value.type === 'start') begun = value.messageMetadata?.conversationId ?? begun;
          setAsking((now) => (now === null ? now : take(now, value)));
        }
      } catch {
        settle(controller.signal.aborted ? 'stopped' : 'failed', controller.signal.aborted ? undefined : CUT);
        // The server keeps what was said so far as soon as it sees that the reader left.
        if (controller.signal.aborted) await new Promise((resolve) => setTimeout(resolve, 400));
      }
      leave.current = null;
      if (begun !== null && begun !== conversationId)
        navigate(`/assistant/${begun}`, { replace: true, preventScrollReset: true });
      else revalidate();
    },
    [conversationId, about, navigate, revalidate],
  );

  const stop = useCallback(() => leave.current?.abort(), []);
  return { asking: stored ? null : asking, ask, stop };
}
