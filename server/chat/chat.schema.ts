import { z } from 'zod';
import { strictInput } from '../lists/list.schema.ts';
import { gradeInput } from '../packages/package.schema.ts';
import { manyLines, oneLine } from '../text/text.schema.ts';

/** Longest question, in characters. */
export const LONGEST_QUERY = 4000;

export const ACTION_TYPES = ['query', 'create_task', 'propose_patch', 'refuse', 'clarify'] as const;
export type ActionType = (typeof ACTION_TYPES)[number];

/** Body of `POST /api/chat`. */
export const chatInput = strictInput({
  query: manyLines(LONGEST_QUERY).refine((text) => text.trim() !== '', { error: 'Ask something.' }),
  impact_level: gradeInput.optional(),
  uncertainty_level: gradeInput.optional(),
  conversationId: z.uuid({ error: 'conversationId is the id of one of your conversations.' }).optional(),
  /** Code of the package that a new conversation is about. */
  package: oneLine(20).optional(),
  /** Given by the client: the same question sent again under it is answered once. */
  messageId: z.uuid({ error: 'messageId is a UUID that you make for each new question.' }).optional(),
});
export type ChatInput = z.output<typeof chatInput>;

/** A row that an answer rests on; the asker may read it. */
export const chatEvidence = z.object({
  type: z.enum(['package', 'task', 'approval', 'email', 'event']),
  id: z.string(),
  code: z.string().nullable(),
  package: z.string().nullable(),
  quote: z.string().optional(),
});
export type ChatEvidence = z.output<typeof chatEvidence>;

export const chatResource = z.object({ type: z.enum(['approval', 'task']), id: z.string(), code: z.string() });
export type ChatResource = z.output<typeof chatResource>;

/** The JSON answer of `POST /api/chat`. */
export const chatOutput = z
  .object({
    conversationId: z.uuid(),
    response: z.string(),
    action_type: z.enum(ACTION_TYPES),
    tool: z.string().nullable(),
    args: z.record(z.string(), z.unknown()),
    resource_created: chatResource.nullable(),
    evidence: z.array(chatEvidence),
  })
  .meta({ id: 'ChatAnswer' });
export type ChatAnswer = z.output<typeof chatOutput>;
