const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `long` "3 Jul 2026", `short` "3 Jul". */
export type DateFormat = 'long' | 'short';

/** A `YYYY-MM-DD` date in words. What is no such date comes back as it is. */
export function formatDate(date: string, format: DateFormat = 'long'): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date);
  const month = months[Number(match?.[2]) - 1];
  if (!match || !month) return date;
  const short = `${Number(match[3])} ${month}`;
  return format === 'short' ? short : `${short} ${match[1]}`;
}

/** `long` "5 Mar 2026, 10:12", `short` "5 Mar 10:12", `date` "5 Mar 2026", `time` "10:12". */
export type InstantFormat = 'long' | 'short' | 'date' | 'time';

const formatters = new Map<string, Intl.DateTimeFormat>();

/**
 * An instant (ISO text) in words, in an IANA time zone. Server and browser write the same text: only digits come from
 * Intl, whose month names differ between versions.
 */
export function formatInstant(instant: string, timeZone: string, format: InstantFormat = 'long'): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  const part: Record<string, string> = {};
  for (const { type, value } of formatterFor(timeZone).formatToParts(date)) part[type] = value;
  const day = formatDate(`${part.year}-${part.month}-${part.day}`, format === 'short' ? 'short' : 'long');
  const time = `${part.hour}:${part.minute}`;
  if (format === 'time') return time;
  if (format === 'date') return day;
  return format === 'short' ? `${day} ${time}` : `${day}, ${time}`;
}

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      calendar: 'iso8601',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

/** Decimal text with thousands apart: "4050000.00" → "4,050,000.00". No arithmetic, so nothing is rounded. */
export function formatDecimal(amount: string): string {
  const match = /^([-−]?)(\d+)(\.\d+)?$/.exec(amount.trim());
  if (!match) return amount;
  const whole = (match[2] ?? '').replace(/\B(?=(\d{3})+$)/g, ',');
  return `${match[1] ? '−' : ''}${whole}${match[3] ?? ''}`;
}

/** Decimal text and ISO 4217 currency: "EUR 4,050,000.00". */
export function formatMoney(amount: string, currency: string): string {
  return `${currency} ${formatDecimal(amount)}`;
}
