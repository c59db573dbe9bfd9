import { z } from 'zod';
import { manyLines, oneLine } from '../text/text.schema.ts';

const ADDRESS = /^[^\s<>@,;:"()[\]\\]+@[^\s<>@,;:"()[\]\\]+$/u;
const MAILBOX = /^(?:"([^"]*)"|([^"<>]*?))\s*<\s*([^<>\s]+)\s*>$/u;
const MOST = 20;

/** Parts the list at commas and semicolons that stand outside quotes. */
const SEPARATOR = /[,;](?=(?:[^"]*"[^"]*")*[^"]*$)/;

const typed = z
  .string()
  .max(8000, { error: 'At most 8000 characters.' })
  .refine((text) => !/\p{Cc}|\p{Surrogate}/u.test(text), { error: 'Must be one line without control characters.' });

const addresses = z
  .union([z.array(oneLine(400)), typed], {
    error: 'Give addresses, such as jane@example.com, Jane Doe <jane@example.com>.',
  })
  .transform((given, context) => {
    const parts = (Array.isArray(given) ? given : given.split(SEPARATOR)).map((part) => part.trim()).filter(Boolean);
    const read = parts.map((part) => {
      const match = MAILBOX.exec(part);
      return { name: (match?.[1] ?? match?.[2])?.trim() || null, address: match?.[3] ?? part };
    });
    const wrong = read.find(({ address }) => !ADDRESS.test(address) || address.length > 254);
    if (wrong) context.addIssue({ code: 'custom', message: `${wrong.address.slice(0, 100)} is not an address.` });
    if (read.length > MOST) context.addIssue({ code: 'custom', message: `At most ${MOST} addresses.` });
    return read;
  });

/** A file of a reply; `content` is base64. */
const attachment = z.strictObject({
  filename: oneLine(255),
  contentType: z
    .string()
    .max(100)
    .regex(/^[\w.+-]+\/[\w.+-]+$/, { error: 'Must be a type such as application/pdf.' })
    .optional(),
  content: z.string().max(21 * 1024 * 1024, { error: 'The file is too large.' }),
});
export type ReplyAttachment = z.output<typeof attachment>;

/**
 * Body of `POST /api/emails/:id/reply`. `to`: whom the message asks to answer to, where nothing is said. `subject`:
 * "Re: " and the message's. `attachments`: at most 15 MB together; by the API
 * what fits into a body of 10 MB.
 */
export const replyInput = z.strictObject({
  text: manyLines(50_000).refine((text) => text !== '', { error: 'Write something.' }),
  to: addresses.optional(),
  cc: addresses.optional(),
  subject: oneLine(500).optional(),
  attachments: z
    .array(attachment)
    .max(MOST, { error: `At most ${MOST} files.` })
    .optional(),
});

/** Answer of `POST /api/emails/:id/reply`: the reply as a message of its conversation. */
export const repliedOutput = z.object({
  id: z.uuid(),
  outgoingId: z.uuid(),
  threadId: z.uuid(),
  messageId: z.string(),
  status: z.literal('queued'),
});
export type Replied = z.output<typeof repliedOutput>;
