import { DAY_MS, weekdayOfDayNumber } from '../../dates/date.policy.ts';

/** The calendar day on which a message was written: the sender's own, as a day number. */
export function senderDay(instant: string | null, offsetMinutes: number | null): number | null {
  const time = instant === null ? Number.NaN : Date.parse(instant);
  return Number.isNaN(time) ? null : Math.floor((time + (offsetMinutes ?? 0) * 60_000) / DAY_MS);
}

/** Day number of a calendar date; null when there is no such day (31 February). */
export function dayOf(year: number, month: number, day: number): number | null {
  const time = Date.UTC(year, month - 1, day);
  const date = new Date(time);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? time / DAY_MS : null;
}

export function partsOf(day: number): { year: number; month: number; day: number } {
  const date = new Date(day * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

/** The day of a month and date said without a year: the nearest one, the future four times as near as the past. */
export function nearestDay(month: number, day: number, today: number): number | null {
  const { year } = partsOf(today);
  const farness = (found: number) => (found >= today ? found - today : 4 * (today - found));
  const found = [year - 1, year, year + 1].map((one) => dayOf(one, month, day)).filter((one) => one !== null);
  return found.sort((a, b) => farness(a) - farness(b))[0] ?? null;
}

/** Last day of a month; `month` may run beyond 12. */
export function endOfMonth(year: number, month: number): number {
  return Date.UTC(year, month, 0) / DAY_MS;
}

/** The weekday in the ISO week that lies `weeks` after that of `today`. */
export function weekdayOfWeek(today: number, weekday: number, weeks: number): number {
  return today - weekdayOfDayNumber(today) + weekday + 7 * weeks;
}

/** The first such weekday after `today`. */
export function nextWeekday(today: number, weekday: number): number {
  const found = weekdayOfWeek(today, weekday, 0);
  return found > today ? found : found + 7;
}

/** Friday of this week; on a weekend that of the week to come. */
export function endOfWeek(today: number): number {
  const friday = weekdayOfWeek(today, 5, 0);
  return friday >= today ? friday : friday + 7;
}

/** Friday of an ISO week, in the year in which it is nearest. */
export function fridayOfIsoWeek(week: number, today: number): number | null {
  if (week < 1 || week > 53) return null;
  const { year } = partsOf(today);
  const farness = (found: number) => (found >= today ? found - today : 2 * (today - found));
  const found = [year - 1, year, year + 1].map((one) => weekdayOfWeek(dayOf(one, 1, 4)!, 5, week - 1));
  return found.sort((a, b) => farness(a) - farness(b))[0]!;
}

/** Monday to Friday, no holidays: a mail does not say whose calendar it means. */
export function addWeekdays(today: number, count: number): number {
  let day = today;
  for (let left = Math.min(count, 400); left > 0;) {
    day += 1;
    if (weekdayOfDayNumber(day) <= 5) left -= 1;
  }
  return day;
}
