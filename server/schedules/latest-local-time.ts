import { latestMidnight } from './latest-midnight.ts';

const MINUTE_MS = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Minutes that a clock in the zone shows past midnight. */
export function minutesIn(timeZone: string, at: Date): number {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    formats.set(timeZone, format);
  }
  const [hour = 0, minute = 0] = format.format(at).split(':').map(Number);
  return hour * 60 + minute;
}

/**
 * The latest instant at or before `now` at which clocks in the zone came to so many minutes past midnight; where that
 * time is skipped, the first instant after the gap. Exact to the minute.
 */
export function latestLocalTime(timeZone: string, minutes: number, now: Date): Date {
  const today = latestMidnight(timeZone, now);
  const reached = minutesIn(timeZone, now) >= minutes;
  const midnight = reached ? today : latestMidnight(timeZone, new Date(today.getTime() - MINUTE_MS));
  let before = midnight.getTime() / MINUTE_MS - 1;
  let after = Math.floor((reached ? now : new Date(today.getTime() - MINUTE_MS)).getTime() / MINUTE_MS);
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (minutesIn(timeZone, new Date(middle * MINUTE_MS)) >= minutes) after = middle;
    else before = middle;
  }
  return new Date(after * MINUTE_MS);
}
