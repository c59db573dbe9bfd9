import type { ActionType, ChatEvidence, ChatResource } from './chat.schema.ts';

/** What one question comes to. */
export type Turn = {
  action: ActionType;
  tool: string | null;
  args: Record<string, unknown>;
  response: string;
  evidence: ChatEvidence[];
  resource: ChatResource | null;
};
