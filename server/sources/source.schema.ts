import { z } from 'zod';
import { oneLine } from '../text/text.schema.ts';
import { SOURCE_KINDS, SOURCE_STATES } from './source.policy.ts';

const instant = z.string().nullable();

const sourceItem = z.object({
  name: z.string(),
  kind: z.enum(SOURCE_KINDS),
  title: z.string(),
  target: z.string(),
  state: z.enum(SOURCE_STATES),
  /** The state in a sentence. */
  says: z.string(),
  lastMailAt: instant,
  /** The last message is older than the account's silentHours. */
  silent: z.boolean(),
  /** Messages within the last 24 hours. */
  lastDay: z.int(),
  lastOkAt: instant,
  lastError: z.string().nullable(),
  lastErrorAt: instant,
  failures: z.int(),
  nextTryAt: instant,
  /** Turned away: wrong signatures, unknown recipients, too large. */
  refused: z.int(),
  /** To be fetched or marked again. */
  waiting: z.int(),
  /** Too large or given up; they stay in the mailbox. */
  givenUp: z.int(),
});
export type SourceItem = z.output<typeof sourceItem>;

const heldItem = z.object({
  id: z.int(),
  source: z.string(),
  status: z.enum(['waiting', 'unmarked', 'refused', 'failed']),
  sender: z.string().nullable(),
  subject: z.string().nullable(),
  size: z.int().nullable(),
  reason: z.string(),
  attempts: z.int(),
  nextTryAt: instant,
  createdAt: z.string(),
});
export type HeldItem = z.output<typeof heldItem>;

/** Answer of `GET /api/sources`. */
export const sourceOutput = z.object({ items: z.array(sourceItem), held: z.array(heldItem) });

/** Body of `POST /api/sources/check`. */
export const testSourceInput = z.strictObject({ name: oneLine(400) });

/** Answer of `POST /api/sources/check`. */
export const testedSourceOutput = z.object({
  name: z.string(),
  works: z.boolean(),
  says: z.string(),
  mailboxes: z.array(z.string()),
  /** Milliseconds that it took. */
  took: z.int(),
});
export type TestedSource = z.output<typeof testedSourceOutput>;
