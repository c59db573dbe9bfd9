import { z } from 'zod';

export const DEFAULT_LIMIT = 50;
export const MAX_LIMIT = 1000;

/** `limit` of a list, from a query text or a number: 1–1000, default 50, anything else is refused. */
export const limitInput = z
  .union([z.string(), z.number()])
  .transform((value) => (typeof value === 'string' && !/^\d{1,6}$/.test(value) ? Number.NaN : Number(value)))
  .refine((value) => Number.isInteger(value) && value >= 1 && value <= MAX_LIMIT, {
    error: `limit is a whole number from 1 to ${MAX_LIMIT}.`,
  })
  .default(DEFAULT_LIMIT);

/** The opaque `nextCursor` of the page before. */
export const cursorInput = z.string().min(1).max(1000).optional();

/** `sort=field` or `sort=-field`, one of the listed fields; given out as `{field, descending}`. */
export function sortInput<const F extends readonly [string, ...string[]]>(
  fields: F,
  fallback: F[number],
  descending = false,
) {
  const known: readonly string[] = fields;
  return z
    .string()
    .refine((text) => known.includes(text.replace(/^-/, '')), {
      error: `sort is one of ${fields.join(', ')}, with a minus in front for descending.`,
    })
    .transform((text) => {
      const field = fields.find((name): name is F[number] => name === text.replace(/^-/, '')) ?? fallback;
      return { field, descending: text.startsWith('-') };
    })
    .default({ field: fallback, descending });
}

/** A filter that may be given several times or with commas (`status=a&status=b`, `status=a,b`); given out as a list. */
export function manyOf<const V extends readonly [string, ...string[]]>(values: V) {
  return z
    .union([z.string(), z.array(z.string()).max(100)])
    .transform((given) =>
      [given]
        .flat()
        .flatMap((text) => text.split(','))
        .filter((text) => text !== ''),
    )
    .pipe(z.array(z.enum(values, { error: `One of ${values.join(', ')}.` })))
    .optional();
}

const withoutNul = (text: string): boolean => !text.includes('\0');

/** A filter of a list; empty text is no filter. */
export function filterText(max: number) {
  return z
    .string()
    .trim()
    .max(max, { error: `At most ${max} characters.` })
    .refine(withoutNul, { error: 'Contains a NUL character.' })
    .transform((text) => (text === '' ? undefined : text))
    .optional();
}

/** A strict object whose refusal names the unknown fields and lists the known ones. */
export function strictInput<S extends z.ZodRawShape>(shape: S) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `Unknown field ${(issue.keys ?? []).map((key) => `"${key.slice(0, 60)}"`).join(', ')}. Known: ${Object.keys(shape).join(', ')}.`
        : undefined,
  });
}
