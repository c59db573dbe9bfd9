const MINUTE_MS = 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

function dayIn(timeZone: string, at: number): string {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  return format.format(at);
}

/**
 * The instant at which the present day began in a time zone. Where clocks change at midnight it is the first instant of
 * the day that exists. Exact to the minute: no zone changes its offset otherwise.
 */
export function latestMidnight(timeZone: string, now: Date): Date {
  const last = Math.floor(now.getTime() / MINUTE_MS);
  const day = dayIn(timeZone, last * MINUTE_MS);
  // The day began at most 25 hours ago: halve the span between a minute of yesterday and one of today.
  let before = last - 26 * 60;
  let inDay = last;
  while (inDay - before > 1) {
    const middle = Math.floor((before + inDay) / 2);
    if (dayIn(timeZone, middle * MINUTE_MS) === day) inDay = middle;
    else before = middle;
  }
  return new Date(inDay * MINUTE_MS);
}
