import { z } from 'zod';
import { plainDate, timeZoneName } from '../dates/date.schema.ts';
import { cursorInput, filterText, limitInput, sortInput, strictInput } from '../lists/list.schema.ts';
import { currencyInput, moneyInput, moneyOutput } from '../money/money.schema.ts';
import { parseMoney } from '../money/money.policy.ts';
import { manyLines, oneLine } from '../text/text.schema.ts';

const workDays = z
  .array(z.int().min(1).max(7), { error: 'Give ISO weekdays, 1 (Monday) to 7 (Sunday).' })
  .min(1, { error: 'At least one weekday must be worked.' })
  .max(7)
  .transform((days) => [...new Set(days)].sort((a, b) => a - b));

const holidays = z
  .array(strictInput({ date: plainDate, name: oneLine(100) }))
  .max(2000)
  .refine((days) => new Set(days.map((day) => day.date)).size === days.length, { error: 'A date stands twice.' });

/** Amounts above which a change is critical, by currency: `{"EUR": "5000000.00"}`. Given out in minor units. */
const thresholds = z.record(currencyInput, moneyInput).transform((amounts, context) =>
  Object.fromEntries(
    Object.entries(amounts).map(([currency, text]) => {
      const amount = parseMoney(text, currency);
      if (!amount.ok) context.addIssue({ code: 'custom', path: [currency], message: amount.message });
      return [currency, amount.ok ? amount.amountMinor : 0];
    }),
  ),
);

const policyFields = {
  workDays: workDays.optional(),
  holidays: holidays.optional(),
  thresholds: thresholds.optional(),
  secondDecision: z.boolean({ error: 'true or false.' }).optional(),
};

/** Body of `POST /api/projects`. */
export const createProjectInput = strictInput({
  code: z
    .string({ error: 'Give a code such as NG.' })
    .regex(/^[A-Z][A-Z0-9-]{0,19}$/, { error: 'A code is capitals, digits and hyphens, at most 20, such as NG.' }),
  name: oneLine(200),
  timeZone: timeZoneName,
  currency: currencyInput,
  ...policyFields,
});

/** Body of `PATCH /api/projects/:idOrCode`. `workDays`, `holidays` and `thresholds` replace what stands. */
export const updateProjectInput = strictInput({
  name: oneLine(200).optional(),
  timeZone: timeZoneName.optional(),
  currency: currencyInput.optional(),
  ...policyFields,
  reason: manyLines(4000).optional(),
  expectedVersion: z.int({ error: 'The version as a whole number.' }).optional(),
});

/** The fields of a project that can be set, as they are stored. */
export type ProjectValues = Partial<Omit<z.output<typeof updateProjectInput>, 'reason' | 'expectedVersion'>>;

/** Query of `GET /api/projects`. */
export const projectListInput = strictInput({
  q: filterText(200),
  sort: sortInput(['code', 'name'], 'code'),
  limit: limitInput,
  cursor: cursorInput,
});
export type ProjectListInput = z.output<typeof projectListInput>;

/** A project as the API answers it. */
export const projectOutput = z
  .object({
    id: z.uuid(),
    code: z.string(),
    name: z.string(),
    timeZone: z.string(),
    currency: z.string(),
    workDays: z.array(z.int()),
    holidays: z.array(z.object({ date: plainDate, name: z.string() })),
    thresholds: z.record(z.string(), moneyOutput),
    secondDecision: z.boolean(),
    packages: z.int(),
    createdAt: z.string(),
    version: z.int(),
  })
  .meta({ id: 'Project' });

export type ProjectJson = z.output<typeof projectOutput>;
