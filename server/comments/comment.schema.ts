import { z } from 'zod';
import { cursorInput, limitInput, sortInput, strictInput } from '../lists/list.schema.ts';
import { manyLines } from '../text/text.schema.ts';

export const COMMENTED = ['package', 'task', 'approval'] as const;
export type Commented = (typeof COMMENTED)[number];

export const COMMENT_SOURCES = ['ui', 'api', 'email'] as const;
export type CommentSource = (typeof COMMENT_SOURCES)[number];

/** The row that a comment is about: its kind, and its code or id. */
export type AboutRef = { type: Commented; ref: string };

const PREFIXED = /^(package|task|approval):(.+)$/s;

/**
 * `about` of a query or body: `task:T-101` (or `package:`, `approval:`, with code or id); a bare code is a task's or
 * approval's by its letters (T-101, AR-31), else a package's.
 */
export const aboutInput = z
  .string({ error: 'Say what it is about: P-001, T-101 or AR-31, or package:, task: or approval: with an id.' })
  .trim()
  .min(1, { error: 'Must not be empty.' })
  .max(120, { error: 'At most 120 characters.' })
  .refine((text) => !text.includes('\0'), { error: 'Contains a NUL character.' })
  .transform((text): AboutRef => {
    const prefixed = PREFIXED.exec(text);
    if (prefixed) return { type: prefixed[1] as Commented, ref: prefixed[2]!.trim() };
    const type = /^T-\d+$/i.test(text) ? 'task' : /^AR-\d+$/i.test(text) ? 'approval' : 'package';
    return { type, ref: text };
  });

const text = manyLines(10_000).refine((written) => written !== '', { error: 'Write something.' });

/** Body of `POST /api/comments`. People are named by `@` and their address, full name, or first name where it is one's alone. */
export const createCommentInput = strictInput({ about: aboutInput, text });

/** Body of `PATCH /api/comments/:id`. */
export const editCommentInput = strictInput({
  text,
  expectedVersion: z.int({ error: 'The version as a whole number.' }).optional(),
});

/** Query of `GET /api/comments`, the oldest first. */
export const commentListInput = strictInput({
  about: aboutInput,
  sort: sortInput(['createdAt'], 'createdAt'),
  limit: limitInput,
  cursor: cursorInput,
});
export type CommentListInput = z.output<typeof commentListInput>;

const instant = z.iso.datetime({ offset: true });

/** A comment as the API answers it. `emailId`: the message it was written in, as an answer to a notification. */
export const commentOutput = z
  .object({
    id: z.uuid(),
    about: z.object({ type: z.enum(COMMENTED), id: z.uuid(), code: z.string() }),
    package: z.string().nullable(),
    packageId: z.uuid().nullable(),
    author: z.object({ email: z.string(), name: z.string() }),
    text: z.string(),
    source: z.enum(COMMENT_SOURCES),
    emailId: z.uuid().nullable(),
    createdAt: instant,
    editedAt: instant.nullable(),
    version: z.int(),
  })
  .meta({ id: 'Comment' });
export type CommentJson = z.output<typeof commentOutput>;

export const deletedCommentOutput = z.object({ id: z.uuid(), deleted: z.literal(true) });
