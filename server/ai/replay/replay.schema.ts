import { z } from 'zod';
import { plainDate } from '../../dates/date.schema.ts';
import { strictInput } from '../../lists/list.schema.ts';

export const REPLAY_PROVIDERS = ['rules', 'azure', 'openai', 'anthropic'] as const;

/** A rehearsal: past messages since a day (UTC), newest first, at most `limit`, through another reader. */
export const replayInput = strictInput({
  provider: z.enum(REPLAY_PROVIDERS, { error: `One of ${REPLAY_PROVIDERS.join(', ')}.` }),
  since: plainDate,
  limit: z.int().min(1).max(1000).default(100),
});
export type ReplayInput = z.output<typeof replayInput>;

const list = z.array(z.string());
const changes = z.object({
  added: list,
  removed: list,
  changed: z.array(z.object({ from: z.string(), to: z.string() })),
});

/** What differs in one message: `added` only the rehearsed reader has, `removed` only the stored reading. */
export const replayDifference = z.object({ packages: changes, tasks: changes, patches: changes });
export type ReplayDifference = z.output<typeof replayDifference>;

export const replayItem = z.object({
  id: z.uuid(),
  subject: z.string().nullable(),
  date: z.string(),
  /** Who read it before. */
  before: z.string(),
  difference: replayDifference,
});

export const replayResult = z.object({
  reader: z.string(),
  read: z.int(),
  /** Messages that differ. */
  items: z.array(replayItem),
  /** Messages that the reader could not read, with the reason. */
  failures: z.array(z.object({ id: z.uuid(), subject: z.string().nullable(), reason: z.string() })),
  /** Why it ended before the last message, where it did. */
  stopped: z.string().nullable(),
});
/** A rehearsal as the API answers it; `result` once it is done. */
export const replayOutput = z.object({
  id: z.uuid(),
  provider: z.enum(REPLAY_PROVIDERS),
  since: z.string(),
  most: z.int(),
  status: z.enum(['waiting', 'done', 'failed']),
  result: replayResult.nullable(),
  error: z.string().nullable(),
  requestedBy: z.string().nullable(),
  createdAt: z.string(),
  finishedAt: z.string().nullable(),
});
export type Replay = z.output<typeof replayOutput>;

export type ReplayResult = z.output<typeof replayResult>;
