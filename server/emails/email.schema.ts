import { z } from 'zod';
import { cursorInput, limitInput, manyOf } from '../lists/list.schema.ts';
import { oneLine } from '../text/text.schema.ts';

/** Largest message taken by HTTP; by other ways a larger one is stored and quarantined. */
export const LARGEST_MESSAGE = 25 * 1024 * 1024;

export const EMAIL_STATUSES = ['received', 'processed', 'quarantined', 'failed'] as const;
export type EmailStatus = (typeof EMAIL_STATUSES)[number];

export const EMAIL_KINDS = ['normal', 'auto', 'bounce'] as const;

export const LINK_METHODS = ['reply_address', 'code', 'po_number', 'thread', 'rule', 'words', 'manual'] as const;
export type LinkMethod = (typeof LINK_METHODS)[number];

export const LINK_STATUSES = ['filed', 'probable', 'removed'] as const;
export type LinkStatus = (typeof LINK_STATUSES)[number];

/** Which way a message came in. */
export type EmailSource = 'api' | 'ui' | 'redis' | 'cli' | 'imap' | 'smtp' | 'webhook' | 'sent';

const BROKEN = /[\0\r\n]|\p{Surrogate}/u;
const ADDRESS = /^[^\s<>@,;:"()[\]\\]+@[^\s<>@,;:"()[\]\\]+$/u;
const MAILBOX = /^\s*(?:"([^"\r\n]*)"|([^"<>\r\n]*?))\s*<\s*([^<>\s]+)\s*>\s*$/u;

const headerText = (max: number) =>
  z
    .string({ error: 'Give text.' })
    .max(max, { error: `At most ${max} characters.` })
    .refine((text) => !BROKEN.test(text), { error: 'Must be one line without control characters.' })
    .transform((text) => text.replace(/\s+/gu, ' ').trim());

const messageIdInput = headerText(900)
  .transform((text) => text.replace(/^<([^<>]*)>$/, '$1'))
  .refine((text) => /^[^\s<>]+$/u.test(text), { error: 'A message id is one word, such as <123@example.com>.' });

const senderInput = headerText(400).transform((text, context) => {
  const match = MAILBOX.exec(text);
  const address = match ? match[3]! : text;
  if (ADDRESS.test(address)) return { name: (match?.[1] ?? match?.[2] ?? '').trim(), address };
  context.addIssue({
    code: 'custom',
    message: 'Give an address, such as jane@example.com or Jane Doe <jane@example.com>.',
  });
  return z.NEVER;
});

/** The JSON form of `POST /api/emails` and of the Redis list. */
export const jsonMessageInput = z
  .strictObject({
    message_id: messageIdInput,
    sender: senderInput,
    subject: headerText(2000),
    body: z
      .string({ error: 'Give text.' })
      .refine((text) => !/\0|\p{Surrogate}/u.test(text), { error: 'The text contains a NUL or broken character.' }),
    package_code: oneLine(100).optional(),
  })
  .refine(({ subject, body }) => subject !== '' || body.trim() !== '', {
    error: 'The message is empty.',
    path: ['body'],
  });
export type JsonMessage = z.output<typeof jsonMessageInput>;

const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/;

/** The other form of the Redis list: the raw message in base64 (line breaks and the URL alphabet are taken too). */
export const rawEntryInput = z.strictObject({
  raw: z
    .string({ error: 'raw is the message in base64.' })
    .transform((text) => text.replace(/\s+/g, ''))
    .refine((text) => BASE64.test(text), { error: 'raw is not base64.' })
    .transform((text) => Buffer.from(text, 'base64')),
  package_code: oneLine(100).optional(),
});

const flagInput = z
  .enum(['true', 'false', '1', '0'], { error: 'Give true or false.' })
  .transform((value) => value === 'true' || value === '1');

/** Query of `GET /api/emails`. `triage`: what waits to be filed. `from` and `to` are dates of arrival. */
export const listEmailsInput = z.strictObject({
  limit: limitInput,
  cursor: cursorInput,
  q: z
    .string()
    .max(200, { error: 'At most 200 characters.' })
    .refine((text) => !BROKEN.test(text), { error: 'One line of text.' })
    .optional(),
  sort: z.enum(['receivedAt', '-receivedAt'], { error: 'sort is receivedAt or -receivedAt.' }).default('-receivedAt'),
  status: manyOf(EMAIL_STATUSES),
  kind: manyOf(EMAIL_KINDS),
  package: oneLine(100).optional(),
  thread: z.uuid({ error: 'thread is the threadId of a message.' }).optional(),
  triage: flagInput.optional(),
  /** Messages that a person set aside, or those that nobody did. */
  setAside: flagInput.optional(),
});
export type ListEmails = z.output<typeof listEmailsInput>;

/** Body of `POST /api/emails/:id/links`. `from`: the package that a move takes it away from. */
export const fileEmailInput = z.strictObject({
  package: oneLine(100),
  status: z.enum(['filed', 'removed'], { error: 'status is filed or removed.' }).default('filed'),
  from: oneLine(100).optional(),
  expectedVersion: z.int({ error: 'Give the version as a whole number.' }).optional(),
});

const addressOutput = z.object({ name: z.string().nullable(), address: z.string() });

export const linkOutput = z.object({
  package: z.string(),
  packageId: z.uuid(),
  method: z.enum(LINK_METHODS),
  score: z.number(),
  status: z.enum(LINK_STATUSES),
  why: z.string(),
});

export const attachmentOutput = z.object({
  n: z.int(),
  filename: z.string(),
  size: z.int(),
  contentType: z.string(),
  sha256: z.string(),
  inline: z.boolean(),
});

const quoted = { evidence: z.string(), start: z.int(), end: z.int() };

/** What was read out of a message; every quote stands verbatim in its text, from `start` to `end`. */
export const understandingOutput = z.object({
  source: z.enum(['llm', 'rules']),
  version: z.string(),
  /** `provider:model` and the hash of its prompt, where a model read the message. */
  model: z.string().optional(),
  promptHash: z.string().optional(),
  /** Rules read it, and a model is about to. */
  pending: z.literal(true).optional(),
  /** Why rules read it although a model is set up. */
  fallback: z.string().optional(),
  language: z.string().nullable(),
  summary: z.string(),
  urgency: z.enum(['low', 'normal', 'high']),
  packages: z.array(z.string()),
  flags: z.array(z.enum(['injection', 'sender_mismatch', 'ambiguous_package', 'unknown_package', 'conflicting_dates'])),
  tasks: z.array(
    z.object({
      title: z.string(),
      due: z.string().nullable(),
      assignee: z.string().nullable(),
      package: z.string().nullable(),
      ...quoted,
    }),
  ),
  patches: z.array(
    z.object({
      package: z.string(),
      field: z.string(),
      value: z.union([z.string(), z.number()]),
      before: z.union([z.string(), z.number()]).nullable(),
      ...quoted,
    }),
  ),
});

/** What a message suggests and waits for a person, or what came of it. */
export const suggestionOutput = z.object({
  id: z.uuid(),
  kind: z.enum(['task', 'patch']),
  status: z.enum(['open', 'accepted', 'dismissed']),
  package: z.string().nullable(),
  packageId: z.uuid().nullable(),
  content: z.record(z.string(), z.string().nullable()),
  evidence: z.array(
    z.object({ type: z.literal('email'), id: z.uuid(), quote: z.string(), start: z.int(), end: z.int() }),
  ),
  senderUnknown: z.boolean(),
  notVerified: z.boolean(),
  source: z.enum(['llm', 'rules']),
  approval: z.string().nullable(),
  task: z.string().nullable(),
  /** The open task whose date it moves; null: what is suggested is new. */
  about: z.string().nullable(),
  /** The date that the message states beside the other that the package or task has, each with its source. */
  drift: z
    .object({
      wrote: z.object({
        by: z.string(),
        date: z.string(),
        source: z.object({ type: z.literal('email'), id: z.uuid(), quote: z.string().nullable() }),
      }),
      says: z.object({
        what: z.string(),
        date: z.string(),
        source: z.object({ type: z.enum(['package', 'task']), id: z.uuid(), code: z.string() }),
      }),
    })
    .nullable(),
});

/** A message that the reader may see, as `GET /api/emails/:id` answers it. */
export const emailOutput = z.object({
  id: z.uuid(),
  status: z.enum(EMAIL_STATUSES),
  kind: z.enum(EMAIL_KINDS),
  messageId: z.string().nullable(),
  inReplyTo: z.string().nullable(),
  threadId: z.uuid().nullable(),
  duplicateOf: z.uuid().nullable(),
  from: addressOutput.nullable(),
  to: z.array(addressOutput),
  cc: z.array(addressOutput),
  date: z.string().nullable(),
  receivedAt: z.string(),
  subject: z.string().nullable(),
  text: z.string().nullable(),
  replyText: z.string().nullable(),
  html: z.string().nullable(),
  attachments: z.array(attachmentOutput),
  messageIdReused: z.boolean(),
  restricted: z.literal(false),
  packages: z.array(z.string()),
  links: z.array(linkOutput),
  understanding: understandingOutput.nullable(),
  suggestions: z.array(suggestionOutput),
  authentication: z.enum(['pass', 'fail', 'unknown']),
  senderMismatch: z.array(z.string()),
  bankDetails: z.boolean(),
  outside: z.boolean(),
  source: z.string(),
  setAside: z.boolean(),
  version: z.int(),
  error: z.string().nullable(),
});
export type EmailJson = z.output<typeof emailOutput>;

/** A hidden bid: others see that a message exists. */
export const restrictedEmailOutput = z.object({
  id: z.uuid(),
  date: z.string().nullable(),
  status: z.enum(EMAIL_STATUSES),
  packages: z.array(z.string()),
  restricted: z.literal(true),
});
export type RestrictedEmailJson = z.output<typeof restrictedEmailOutput>;

/** One line of the list. */
export const emailItemOutput = emailOutput
  .pick({
    id: true,
    status: true,
    kind: true,
    messageId: true,
    threadId: true,
    duplicateOf: true,
    from: true,
    date: true,
    receivedAt: true,
    subject: true,
    packages: true,
    links: true,
    senderMismatch: true,
    bankDetails: true,
    outside: true,
    restricted: true,
    setAside: true,
    error: true,
  })
  .extend({
    snippet: z.string(),
    attachmentCount: z.int(),
    /** What waits for a person: tasks, and packages that a change is suggested for. */
    suggested: z.object({ tasks: z.int(), changes: z.int() }),
    /** With `q`: attachments that have its words; n 0 is the HTML form of the message, without a name. */
    found: z.array(z.object({ n: z.int(), filename: z.string().nullable() })),
  });
export type EmailItemJson = z.output<typeof emailItemOutput>;

/** Answer of `POST /api/emails`: 202, or 200 with `duplicate` for bytes that were sent before. */
export const receivedOutput = z.object({
  id: z.uuid(),
  status: z.enum(EMAIL_STATUSES),
  duplicate: z.literal(true).optional(),
});
