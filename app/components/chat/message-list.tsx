import { Icon } from '../ui/icon.tsx';
import { Pill } from '../ui/pill.tsx';
import { VisuallyHidden } from '../ui/visually-hidden.tsx';
import type { MessageView } from './chat-view.ts';
import { EvidenceCards } from './evidence-cards.tsx';
import { MadeCard } from './made-card.tsx';
import type { Asking } from './use-ask.ts';

const ACTIONS = {
  query: null,
  create_task: { tone: 'ok', label: 'Task' },
  propose_patch: { tone: 'warn', label: 'Proposal' },
  refuse: { tone: 'bad', label: 'Refused' },
  clarify: { tone: 'neutral', label: 'Asks back' },
} as const;

/** A conversation: questions, answers with their evidence, and what was made; at its end the answer under way. */
export function MessageList({ messages, asking }: { messages: MessageView[]; asking: Asking | null }) {
  const known = asking?.turnId !== undefined && messages.some(({ turnId }) => turnId === asking.turnId);
  const shown = known ? messages.filter(({ turnId }) => turnId !== asking?.turnId) : messages;
  return (
    <>
      <ol aria-label="Messages" className="grid gap-3">
        {shown.map((one) =>
          one.role === 'user' ? <Question key={one.id} text={one.text} /> : <Answer key={one.id} message={one} />,
        )}
        {asking === null ? null : (
          <>
            <Question text={asking.question} />
            <Live asking={asking} />
          </>
        )}
      </ol>
      <Spoken asking={asking} />
    </>
  );
}

function Question({ text }: { text: string }) {
  return (
    <li className="ml-auto max-w-[85%] rounded-lg bg-sunken px-3 dark:bg-line py-2 wrap-anywhere whitespace-pre-line">
      <span className="sr-only">You: </span>
      {text}
    </li>
  );
}

/** The answer under way: the words so far, and what is being looked up. */
function Live({ asking }: { asking: Asking }) {
  const { text, doing, state } = asking;
  return (
    <li aria-busy={state === 'asking'} className="max-w-[95%] rounded-lg border px-3 py-2">
      <p className="mb-1 flex items-center gap-2 text-sm text-muted">
        <Icon
          name={state === 'asking' ? 'refresh' : 'info'}
          className={state === 'asking' ? 'animate-spin' : undefined}
        />
        Assistant
        {state === 'stopped' ? <Pill tone="neutral">Stopped</Pill> : null}
        {state === 'failed' ? <Pill tone="bad">No answer</Pill> : null}
      </p>
      {text ? <p className="wrap-anywhere whitespace-pre-line">{text}</p> : null}
      {state === 'asking' && (doing || !text) ? (
        <p className="text-md text-muted">{doing ?? 'Looking it up…'}</p>
      ) : null}
    </li>
  );
}

/** For screen readers: that it works on it, and then the whole answer once, not each word. */
function Spoken({ asking }: { asking: Asking | null }) {
  const words =
    asking === null
      ? ''
      : asking.state === 'asking'
        ? (asking.doing ?? 'Looking it up…')
        : asking.state === 'stopped'
          ? 'Stopped.'
          : asking.text;
  return (
    <VisuallyHidden>
      <span role="status" aria-live="polite">
        {words}
      </span>
    </VisuallyHidden>
  );
}

function whoAnswered(source: string | null): string {
  return source === null || source.startsWith('chat-rules') ? 'Assistant, by rules' : `Assistant, by ${source}`;
}

function Answer({ message }: { message: MessageView }) {
  const { status, source, actionType, text, made, evidence } = message;
  const action = actionType && status === 'complete' ? ACTIONS[actionType] : null;
  return (
    <li className="max-w-[95%] rounded-lg border px-3 py-2">
      <p className="mb-1 flex flex-wrap items-center gap-2 text-sm text-muted">
        <Icon name="info" /> {whoAnswered(source)}
        {action ? <Pill tone={action.tone}>{action.label}</Pill> : null}
        {status === 'stopped' ? <Pill tone="neutral">Stopped before its end</Pill> : null}
        {status === 'failed' ? <Pill tone="bad">No answer</Pill> : null}
      </p>
      {text ? <p className="wrap-anywhere whitespace-pre-line">{text}</p> : null}
      {made ? <MadeCard made={made} /> : null}
      {status === 'complete' && (actionType === 'query' || evidence.length > 0) ? (
        <EvidenceCards evidence={evidence} />
      ) : null}
    </li>
  );
}
