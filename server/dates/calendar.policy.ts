import { addDays, dayNumberOf, fromDayNumber, weekdayOfDayNumber } from './date.policy.ts';
import type { PlainDate } from './date.policy.ts';

/** A project's working calendar: ISO weekdays (1 Monday – 7 Sunday) worked, and the dates that are holidays. */
export interface WorkingCalendar {
  workingDays: readonly number[];
  holidays: readonly PlainDate[];
}

/** Monday to Friday without holidays: what a project has until somebody says otherwise. */
export const DEFAULT_CALENDAR: WorkingCalendar = { workingDays: [1, 2, 3, 4, 5], holidays: [] };

/** Whether work is done on the date. */
export function isWorkingDay(date: PlainDate, calendar: WorkingCalendar): boolean {
  return calendar.workingDays.includes(weekdayOfDayNumber(dayNumberOf(date))) && !calendar.holidays.includes(date);
}

/**
 * The date `count` working days after `date` (before it when negative). 0 gives the date itself, working or not.
 * Throws RangeError when the calendar has no such day before the year 2200.
 */
export function addWorkingDays(date: PlainDate, count: number, calendar: WorkingCalendar): PlainDate {
  if (calendar.workingDays.length === 0 && count !== 0) throw new RangeError('The calendar has no working day.');
  const step = count < 0 ? -1 : 1;
  let result = date;
  for (let left = Math.abs(count); left > 0;) {
    result = addDays(result, step);
    if (isWorkingDay(result, calendar)) left -= 1;
  }
  return result;
}

/**
 * Working days moved from one date to another: those after `from` up to and including `to`; going back, those before
 * `from` down to and including `to`, negative. Friday to Monday is 1, Monday to Friday before is -1, the same day 0.
 */
export function workingDaysBetween(from: PlainDate, to: PlainDate, calendar: WorkingCalendar): number {
  const start = dayNumberOf(from);
  const end = dayNumberOf(to);
  if (end === start) return 0;
  const [first, last] = end > start ? [start + 1, end] : [end, start - 1];
  const days = last - first + 1;
  let working = Math.floor(days / 7) * new Set(calendar.workingDays).size;
  for (let day = last - (days % 7) + 1; day <= last; day += 1) {
    if (calendar.workingDays.includes(weekdayOfDayNumber(day))) working += 1;
  }
  const [firstDate, lastDate] = [fromDayNumber(first), fromDayNumber(last)];
  for (const holiday of new Set(calendar.holidays)) {
    const inside = holiday >= firstDate && holiday <= lastDate;
    if (inside && calendar.workingDays.includes(weekdayOfDayNumber(dayNumberOf(holiday)))) working -= 1;
  }
  return end > start ? working : 0 - working;
}
