import { z } from 'zod';
import { MILESTONES, PACKAGE_STATUSES } from '../../packages/package-fields.schema.ts';
import type { PatchField } from '../rules/understanding.ts';

const FLAGS = ['injection', 'sender_mismatch', 'ambiguous_package', 'unknown_package', 'conflicting_dates'] as const;
const URGENCIES = ['low', 'normal', 'high'] as const;

/** Fields that a message may change, as the model names them. */
export const PATCH_FIELDS = [
  ...MILESTONES,
  'status',
  'budgetAmount',
  'contractAmount',
  'vendor',
  'currency',
  'buyer',
] as const satisfies readonly PatchField[];

/**
 * The form that the model is asked for: every property required, none optional, no defaults or unions other than null,
 * as OpenAI's strict mode wants it.
 */
export const readingForm = z.strictObject({
  packages: z.array(z.string()).describe('Codes of the packages the message is about, from the list only.'),
  summary: z.string().describe('Two plain sentences: what it says, what it asks for. No links, no markup.'),
  urgency: z.enum(URGENCIES),
  flags: z.array(z.enum(FLAGS)),
  tasks: z.array(
    z.strictObject({
      title: z.string().describe('An instruction of at most 12 words.'),
      due: z.string().nullable().describe('YYYY-MM-DD on the sender’s calendar, null when no date is said.'),
      assignee: z.string().nullable().describe('E-mail address of the person asked.'),
      package: z.string().nullable(),
      evidence: z.string().describe('A quote from the new text, letter for letter.'),
    }),
  ),
  patches: z.array(
    z.strictObject({
      package: z.string(),
      field: z.enum(PATCH_FIELDS),
      value: z
        .string()
        .describe(
          `A date YYYY-MM-DD, an amount such as 4050000.00, a status (${PACKAGE_STATUSES.join(', ')}), a name.`,
        ),
      evidence: z.string().describe('A quote from the new text, letter for letter.'),
    }),
  ),
});

/** What is taken from the model before each part is checked: one wrong part costs itself, not the rest. */
export const readingAnswer = z.object({
  packages: z.array(z.string().max(100)).max(200),
  summary: z.string().max(5000),
  urgency: z.enum(URGENCIES),
  flags: z.array(z.enum(FLAGS)).max(20),
  tasks: z
    .array(
      z.object({
        title: z.string().max(2000),
        due: z.string().max(40).nullable(),
        assignee: z.string().max(400).nullable(),
        package: z.string().max(100).nullable(),
        evidence: z.string().max(5000),
      }),
    )
    .max(100),
  patches: z
    .array(
      z.object({
        package: z.string().max(100),
        field: z.string().max(100),
        value: z.union([z.string().max(2000), z.number()]),
        evidence: z.string().max(5000),
      }),
    )
    .max(100),
});
export type ReadingAnswer = z.output<typeof readingAnswer>;
