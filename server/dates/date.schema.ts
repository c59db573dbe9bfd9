import { z } from 'zod';
import { MAX_YEAR, MIN_YEAR, isTimeZone, isValidDate } from './date.policy.ts';

/** A strict calendar date: real, `YYYY-MM-DD`, 1900–2200. */
export const plainDate = z
  .string({ error: 'Give a date as YYYY-MM-DD.' })
  .refine((text) => isValidDate(text), {
    error: (issue) =>
      `"${String(issue.input).slice(0, 40)}" is not a calendar date. Write YYYY-MM-DD, between ${MIN_YEAR} and ${MAX_YEAR}.`,
  })
  .meta({ format: 'date', example: '2026-03-05' });

/** An IANA time zone such as Europe/London. */
export const timeZoneName = z
  .string()
  .max(64)
  .refine(isTimeZone, { error: 'Give an IANA time zone such as Europe/London.' });

/** A project's working calendar (see calendar.policy.ts): at least one ISO weekday worked. */
export const workingCalendar = z.strictObject({
  workingDays: z.array(z.int().min(1).max(7)).min(1, { error: 'At least one weekday must be worked.' }).max(7),
  holidays: z.array(plainDate).max(2000),
});
