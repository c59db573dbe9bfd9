import type { UserActor } from '../actor.ts';
import type { ChatMessage } from './chat.queries.ts';
import type { ActionType, ChatEvidence, ChatInput, ChatResource } from './chat.schema.ts';
import type { ToolCallRow } from './turn.queries.ts';

/** A question that is to be answered: whose, what was said before, and the row that keeps it. */
export type Question = {
  turnId: string;
  conversationId: string;
  /** The person as the assistant acts for them. */
  assistant: UserActor;
  actor: UserActor;
  input: ChatInput;
  /** Code of the package that the conversation is about. */
  about: string | null;
  /** Earlier messages in their order, without this question. */
  messages: ChatMessage[];
};

/** What one question comes to. */
export type Turn = {
  action: ActionType;
  tool: string | null;
  args: Record<string, unknown>;
  response: string;
  evidence: ChatEvidence[];
  resource: ChatResource | null;
};

/** How the turn was made, beside what it came to. */
export type TurnMade = Turn & {
  status: 'complete' | 'stopped' | 'failed';
  /** The rules' or model's version. */
  source: string;
  /** Why the rules answered where a model is set. */
  fallback: string | null;
  promptHash: string | null;
  toolsHash: string | null;
  finishReason: string | null;
  usage: Record<string, number> | null;
  calls: ToolCallRow[];
  /** What was taken out of the model's words, and why. */
  dropped: string[];
};

/** What a reader is told while an answer is made. `replace` takes back the text told so far. */
export type Progress =
  { type: 'text'; delta: string } | { type: 'replace'; text: string } | { type: 'doing'; tool: string; about: string };

export type Listen = (progress: Progress) => void;

/** A turn as rules make it. */
export function madeByRules(turn: Turn, source: string, calls: ToolCallRow[], fallback: string | null): TurnMade {
  const nothing = { promptHash: null, toolsHash: null, finishReason: null, usage: null, dropped: [] };
  return { ...turn, ...nothing, status: 'complete', source, fallback, calls };
}
