import type { UserActor } from '../../actor.ts';
import type { ChatEvidence } from '../../chat/chat.schema.ts';

/** What a reading tool gives: rows that the person may read, and the evidence that cites them. */
export type ToolResult<T> = { items: T[]; evidence: ChatEvidence[]; more: boolean };

/** Rows that one call gives at most. */
export const MOST_ROWS = 50;

/** The person as the assistant acts for them: it may propose, never decide. */
export function assistantOf(actor: UserActor): UserActor {
  return { ...actor, via: 'chat', ai: true };
}
