import { Icon } from '../ui/icon.tsx';
import { Pill } from '../ui/pill.tsx';
import type { MessageView } from './chat-view.ts';
import { EvidenceCards } from './evidence-cards.tsx';
import { MadeCard } from './made-card.tsx';

const ACTIONS = {
  query: null,
  create_task: { tone: 'ok', label: 'Task' },
  propose_patch: { tone: 'warn', label: 'Proposal' },
  refuse: { tone: 'bad', label: 'Refused' },
  clarify: { tone: 'neutral', label: 'Asks back' },
} as const;

/** A conversation: questions, answers with their evidence, and what was made. */
export function MessageList({ messages, asked }: { messages: MessageView[]; asked: string | null }) {
  return (
    <ol aria-label="Messages" className="grid gap-3">
      {messages.map((one) =>
        one.role === 'user' ? <Question key={one.id} text={one.text} /> : <Answer key={one.id} message={one} />,
      )}
      {asked === null ? null : (
        <>
          <Question text={asked} />
          <li role="status" className="text-md text-muted">
            Looking it up…
          </li>
        </>
      )}
    </ol>
  );
}

function Question({ text }: { text: string }) {
  return (
    <li className="ml-auto max-w-[85%] rounded-lg bg-sunken px-3 py-2 wrap-anywhere whitespace-pre-line">
      <span className="sr-only">You: </span>
      {text}
    </li>
  );
}

function Answer({ message }: { message: MessageView }) {
  const action = message.actionType ? ACTIONS[message.actionType] : null;
  return (
    <li className="max-w-[95%] rounded-lg border px-3 py-2">
      <p className="mb-1 flex items-center gap-2 text-sm text-muted">
        <Icon name="info" /> Assistant, by rules
        {action ? <Pill tone={action.tone}>{action.label}</Pill> : null}
      </p>
      <p className="wrap-anywhere whitespace-pre-line">{message.text}</p>
      {message.made ? <MadeCard made={message.made} /> : null}
      {message.actionType === 'query' || message.evidence.length > 0 ? (
        <EvidenceCards evidence={message.evidence} />
      ) : null}
    </li>
  );
}
