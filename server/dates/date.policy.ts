/** A calendar date without a time, always `YYYY-MM-DD`. */
export type PlainDate = string;

/** The first and last year that a date of the domain may have; anything else is a typing error. */
export const MIN_YEAR = 1900;
export const MAX_YEAR = 2200;

/** Milliseconds of a calendar day. */
export const DAY_MS = 86_400_000;
const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;

/**
 * Whether the text is a real calendar date `YYYY-MM-DD` (ISO 8601 extended form, proleptic Gregorian) between 1900
 * and 2200. 2026-02-30, 2026-2-3 and 20260203 are not.
 */
export function isValidDate(text: unknown): text is PlainDate {
  return typeof text === 'string' && toDayNumber(text) !== null;
}

/** Days since 1970-01-01, or null when the text is no valid date. */
export function toDayNumber(text: string): number | null {
  const match = PATTERN.exec(text);
  if (!match) return null;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  if (year < MIN_YEAR || year > MAX_YEAR) return null;
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? time / DAY_MS : null;
}

/** The date of a day number. Throws RangeError outside 1900–2200. */
export function fromDayNumber(dayNumber: number): PlainDate {
  const text = new Date(dayNumber * DAY_MS).toISOString().slice(0, 10);
  if (!isValidDate(text)) throw new RangeError(`${text} is outside the years ${MIN_YEAR} to ${MAX_YEAR}.`);
  return text;
}

/** The day number of a date that was validated before. Throws RangeError when it was not. */
export function dayNumberOf(date: PlainDate): number {
  const dayNumber = toDayNumber(date);
  if (dayNumber === null) throw new RangeError(`"${date}" is not a date (YYYY-MM-DD).`);
  return dayNumber;
}

/** The date `days` calendar days later (earlier when negative). Throws RangeError on an invalid date or result. */
export function addDays(date: PlainDate, days: number): PlainDate {
  return fromDayNumber(dayNumberOf(date) + days);
}

/** Calendar days from `from` to `to`: positive when `to` is later. */
export function diffDays(from: PlainDate, to: PlainDate): number {
  return dayNumberOf(to) - dayNumberOf(from);
}

/** ISO 8601 weekday: 1 is Monday, 7 is Sunday. */
export function isoWeekday(date: PlainDate): number {
  return weekdayOfDayNumber(dayNumberOf(date));
}

/** ISO 8601 weekday of a day number (1970-01-01 was a Thursday). */
export function weekdayOfDayNumber(dayNumber: number): number {
  return ((((dayNumber + 3) % 7) + 7) % 7) + 1;
}

/** "1 day", "3 days". */
export function sayDays(count: number): string {
  return count === 1 ? '1 day' : `${count} days`;
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** The calendar date that `now` falls on in an IANA time zone. Throws RangeError on an unknown zone. */
export function dateIn(timeZone: string, now: Date): PlainDate {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
    formatters.set(timeZone, formatter);
  }
  const parts = new Map(formatter.formatToParts(now).map((part) => [part.type, part.value]));
  return `${(parts.get('year') ?? '').padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`;
}

/** Whether the name is an IANA time zone that this runtime knows. Bare offsets such as +02:00 are not zones. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en-US', { timeZone: name }));
  } catch {
    return false;
  }
}
