import { z } from 'zod';

const NUL_OR_BROKEN = /\0|\p{Surrogate}/u;
// oxlint-disable-next-line no-control-regex
const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * Text of several lines, at most `max` UTF-16 units, trimmed. Refuses NUL (PostgreSQL cannot store it) and halves of
 * surrogate pairs (they are not UTF-8).
 */
export function manyLines(max: number) {
  return z
    .string({ error: 'Give text.' })
    .max(max, { error: `At most ${max} characters.` })
    .refine((text) => !NUL_OR_BROKEN.test(text), { error: 'The text contains a NUL or broken character.' })
    .transform((text) => text.trim());
}

/** Text of one line, trimmed, 1 to `max` characters, without control characters. */
export function oneLine(max: number) {
  return z
    .string({ error: 'Give text.' })
    .max(max, { error: `At most ${max} characters.` })
    .transform((text) => text.trim())
    .refine((text) => text !== '', { error: 'Must not be empty.' })
    .refine((text) => !CONTROL.test(text) && !NUL_OR_BROKEN.test(text), {
      error: 'Must be one line without control characters.',
    });
}

/** Like oneLine, but empty text and null both mean "none" and are given out as null. */
export function optionalLine(max: number) {
  return z
    .string({ error: 'Give text or null.' })
    .max(max, { error: `At most ${max} characters.` })
    .transform((text) => text.trim())
    .refine((text) => !CONTROL.test(text) && !NUL_OR_BROKEN.test(text), {
      error: 'Must be one line without control characters.',
    })
    .transform((text) => (text === '' ? null : text))
    .nullable();
}
