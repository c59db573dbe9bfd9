import { addDays, diffDays, isoWeekday, type PlainDate } from '../dates/date.policy.ts';
import type { World } from './world.schema.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Moves a date by days; what falls on a weekend goes to the Friday before (past) or the Monday after (to come). */
function moved(date: PlainDate, days: number, today: PlainDate): PlainDate {
  const there = addDays(date, days);
  const weekend = isoWeekday(there) - 5;
  if (weekend <= 0 || there === today) return there;
  return there < today ? addDays(there, -weekend) : addDays(there, 3 - weekend);
}

function shiftValue(value: unknown, shift: (date: string) => string): unknown {
  if (typeof value === 'string') return DATE.test(value) ? shift(value) : value;
  if (Array.isArray(value)) return value.map((part) => shiftValue(part, shift));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shiftValue(part, shift)]));
}

/** The world with its day moved to `today` and every date by as many days, kept to working days. */
export function shiftWorld(world: World, today: PlainDate): World {
  const days = diffDays(world.today, today);
  return { ...(shiftValue(world, (date) => moved(date, days, today)) as World), today };
}
