import { z } from 'zod';
import { cursorInput, filterText, limitInput, strictInput } from '../lists/list.schema.ts';
import { oneLine } from '../text/text.schema.ts';
import { SCOPES } from '../users/role.policy.ts';

const scopesInput = z
  .array(z.enum(SCOPES, { error: `One of ${SCOPES.join(', ')}.` }), { error: `A list of ${SCOPES.join(', ')}.` })
  .min(1, { error: 'At least one scope.' })
  .max(20)
  .transform((given) => SCOPES.filter((scope) => given.includes(scope)));

/** A new token: `expiresAt` an instant to come, or `expiresInDays`; neither: it lives until revoked. */
export const createTokenInput = strictInput({
  name: oneLine(80),
  scopes: scopesInput.default(['read', 'write']),
  expiresAt: z.iso
    .datetime({ offset: true, error: 'An instant such as 2026-12-31T00:00:00Z.' })
    .refine((text) => !(Date.parse(text) <= Date.now()), { error: 'It lies in the past.' })
    .refine((text) => !(new Date(text).getUTCFullYear() >= 2200), { error: 'It lies too far ahead.' })
    .nullish(),
  expiresInDays: z
    .int({ error: 'A whole number of days.' })
    .min(1, { error: 'At least 1.' })
    .max(3650, { error: 'At most 3650.' })
    .nullish(),
});

/** One's own tokens; an admin may ask for everybody's with `all=true` or one person's with `user`. */
export const listTokensInput = strictInput({
  limit: limitInput,
  cursor: cursorInput,
  q: filterText(200),
  all: z.enum(['true', 'false'], { error: 'true or false.' }).optional(),
  user: z.string().min(1).max(254).optional(),
});

/** A token as the API answers; the secret stands only in the answer that creates it. */
export const tokenOutput = z.object({
  id: z.uuid(),
  name: z.string(),
  prefix: z.string().meta({ example: 'pmis_Ab3dE9x' }),
  scopes: z.array(z.enum(SCOPES)),
  owner: z.object({ id: z.uuid(), email: z.string(), name: z.string() }),
  createdAt: z.iso.datetime(),
  expiresAt: z.iso.datetime().nullable(),
  revokedAt: z.iso.datetime().nullable(),
  lastUsedAt: z.iso.datetime().nullable(),
});
export type TokenJson = z.output<typeof tokenOutput>;

/** The answer to creating one: `token` is shown this once. */
export const createdTokenOutput = tokenOutput.extend({ token: z.string() });
