import { addWeekdays } from './day-math.ts';
import { NUMBER_WORD, numberOf } from './calendar-words.ts';
import { addDays, dayNumberOf, fromDayNumber, type PlainDate } from '../../dates/date.policy.ts';

/** "by two weeks", "five working days later", "back a month": how far a date moves from where it stands. */
export type Shift = { count: number; unit: 'day' | 'working_day' | 'week' | 'month'; start: number; end: number };

const AMOUNT = new RegExp(
  `(?<!\\b(?:in|within|last|past|next) )\\b(another |a further )?(${NUMBER_WORD}|a couple of|an?)[ -](?:more |extra )?(calendar |working |business |work )?(day|week|fortnight|month)s?\\b(?! (?:ago|from (?:now|today)))`,
  'u',
);
const EARLIER =
  /\b(?:earlier|forwards?|sooner|ahead|bring|brought|pull|advance|advanced|pulled|accelerate|expedite)\b/u;

/** The shift a folded text asks for; null when it asks for none. */
export function readShift(folded: string): Shift | null {
  const match = AMOUNT.exec(folded);
  if (!match) return null;
  const count = match[2] === 'a couple of' ? 2 : /^an?$/u.test(match[2]!) ? 1 : (numberOf(match[2]!) ?? 0);
  if (count < 1 || count > 400) return null;
  const fortnight = match[4] === 'fortnight';
  const unit =
    match[3] && match[3].trim() !== 'calendar'
      ? 'working_day'
      : fortnight
        ? 'week'
        : (match[4] as 'day' | 'week' | 'month');
  const sign = EARLIER.test(folded) && !/\b(?:later|back|out)\b/u.test(folded) ? -1 : 1;
  return { count: sign * count * (fortnight ? 2 : 1), unit, start: match.index, end: match.index + match[0].length };
}

/** A date moved by a shift. A month later is the same day of it, or its last. */
export function shiftDate(date: PlainDate, { count, unit }: Shift): PlainDate {
  if (unit === 'day') return addDays(date, count);
  if (unit === 'week') return addDays(date, 7 * count);
  if (unit === 'working_day') {
    const day = dayNumberOf(date);
    if (count > 0) return fromDayNumber(addWeekdays(day, count));
    let at = day;
    for (let left = -count; left > 0;) {
      at -= 1;
      if (((at + 3) % 7) + 1 <= 5) left -= 1;
    }
    return fromDayNumber(at);
  }
  const [year, month, day] = date.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + count, Math.min(day, last))).toISOString().slice(0, 10);
}
