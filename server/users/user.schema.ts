import { z } from 'zod';
import { timeZoneName } from '../dates/date.schema.ts';
import { cursorInput, filterText, limitInput, sortInput, strictInput } from '../lists/list.schema.ts';
import { currencyInput, moneyInput } from '../money/money.schema.ts';
import { manyLines, oneLine } from '../text/text.schema.ts';
import { isCommonPassword, PASSWORD_MAX, PASSWORD_MIN } from './password.policy.ts';
import { ROLES } from './role.policy.ts';

export const roleInput = z.enum(ROLES, { error: `One of ${ROLES.join(', ')}.` });

/** An address, given out in lower case: the form in which people are found and compared. */
export const emailInput = z
  .string({ error: 'Give an email address.' })
  .max(254, { error: 'At most 254 characters.' })
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.email({ error: 'Give an email address such as alice@example.com.' }));

/** A new password: long rather than complicated (NIST SP 800-63B), none of those that are tried first. */
export const passwordInput = z
  .string({ error: 'Give a password.' })
  .min(PASSWORD_MIN, { error: `At least ${PASSWORD_MIN} characters.` })
  .max(PASSWORD_MAX, { error: `At most ${PASSWORD_MAX} characters.` })
  .refine((text) => !/[\0\p{Surrogate}]/u.test(text), {
    error: 'It contains a character that cannot be typed.',
  })
  .refine((text) => !isCommonPassword(text), {
    error: 'This is one of the first passwords that are tried. Use a few words.',
  });

/** A decision limit as the API says it; null is the role's own: admins unlimited, all others none. */
export const decisionLimitInput = z.union(
  [
    z.null(),
    z.literal('none'),
    z.literal('unlimited'),
    z.strictObject({ amount: moneyInput, currency: currencyInput }),
  ],
  { error: 'null, "none", "unlimited" or {"amount": "250000.00", "currency": "EUR"}.' },
);
export type DecisionLimitInput = z.output<typeof decisionLimitInput>;

const title = z
  .string({ error: 'Give text.' })
  .max(120, { error: 'At most 120 characters.' })
  .transform((text) => text.trim())
  .refine((text) => !/[\p{Cc}\p{Surrogate}]/u.test(text), { error: 'Must be one line without control characters.' });

/** A new person. Without a password nobody can sign in as them until it is reset. */
export const createUserInput = strictInput({
  email: emailInput,
  name: oneLine(120),
  title: title.default(''),
  role: roleInput,
  timeZone: timeZoneName.default('UTC'),
  password: passwordInput.optional(),
});

/** A change of a person. `name` and `timeZone` are everybody's own; the rest is an admin's to change, for others. */
export const updateUserInput = strictInput({
  name: oneLine(120).optional(),
  title: title.optional(),
  role: roleInput.optional(),
  active: z.boolean({ error: 'true or false.' }).optional(),
  timeZone: timeZoneName.optional(),
  decisionLimit: decisionLimitInput.optional(),
  reason: manyLines(2000).optional(),
  expectedVersion: z.int({ error: 'The version as a whole number.' }).optional(),
});
export type UpdateUserInput = z.output<typeof updateUserInput>;

export const listUsersInput = strictInput({
  limit: limitInput,
  cursor: cursorInput,
  q: filterText(200),
  role: roleInput.optional(),
  active: z.enum(['true', 'false'], { error: 'true or false.' }).optional(),
  sort: sortInput(['name', 'email'], 'name'),
});
export type ListUsersInput = z.output<typeof listUsersInput>;

/** A person as the API answers. Never a password or its hash. */
export const userOutput = z.object({
  id: z.uuid(),
  email: z.string(),
  name: z.string(),
  title: z.string(),
  role: z.enum(ROLES),
  active: z.boolean(),
  timeZone: z.string(),
  decisionLimit: z.union([
    z.null(),
    z.literal('none'),
    z.literal('unlimited'),
    z.object({ amount: z.string(), currency: z.string() }),
  ]),
  version: z.int(),
  createdAt: z.iso.datetime(),
});
export type UserJson = z.output<typeof userOutput>;
