import { z } from 'zod';
import { cursorInput, limitInput, manyOf } from '../lists/list.schema.ts';

export const OUTGOING_KINDS = ['reply', 'notification', 'digest', 'answer'] as const;
/** `reply`: a person wrote it. `answer`: PMIS answers a mail by itself. */
export type OutgoingKind = (typeof OUTGOING_KINDS)[number];

export const OUTGOING_STATUSES = ['queued', 'sending', 'sent', 'failed', 'bounced', 'capped'] as const;
export type OutgoingStatus = (typeof OUTGOING_STATUSES)[number];

/** What a mail is about; answers to it are filed there. */
export const ABOUT_TYPES = ['package', 'task', 'approval', 'email'] as const;
export type About = { type: (typeof ABOUT_TYPES)[number]; id: string };

export type Recipient = { name: string | null; address: string };

const recipientOutput = z.object({ name: z.string().nullable(), address: z.string() });
const instant = z.iso.datetime({ offset: true });

/** Query of `GET /api/outgoing-emails`: mails of one kind, newest first. Others than replies are shown to admins. */
export const listOutgoingInput = z.strictObject({
  limit: limitInput,
  cursor: cursorInput,
  kind: z.enum(OUTGOING_KINDS, { error: `kind is one of ${OUTGOING_KINDS.join(', ')}.` }).default('reply'),
  status: manyOf(OUTGOING_STATUSES),
});
export type ListOutgoing = z.output<typeof listOutgoingInput>;

/** One mail that we send. `emailId`: the reply as it stands in its conversation. */
export const outgoingOutput = z.object({
  id: z.uuid(),
  kind: z.enum(OUTGOING_KINDS),
  status: z.enum(OUTGOING_STATUSES),
  messageId: z.string(),
  emailId: z.uuid().nullable(),
  threadId: z.uuid().nullable(),
  to: z.array(recipientOutput),
  cc: z.array(recipientOutput),
  subject: z.string(),
  sentBy: z.string().nullable(),
  attempts: z.int(),
  error: z.string().nullable(),
  maybeSent: z.boolean(),
  failedRecipients: z.array(z.object({ address: z.string(), error: z.string() })),
  createdAt: instant,
  sentAt: instant.nullable(),
  bouncedAt: instant.nullable(),
});
export type OutgoingJson = z.output<typeof outgoingOutput>;
