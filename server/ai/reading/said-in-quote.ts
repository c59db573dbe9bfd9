import { addDays } from '../../dates/date.policy.ts';
import { senderDay } from '../rules/day-math.ts';
import { findDates } from '../rules/find-dates.ts';
import { findMoney } from '../rules/find-money.ts';
import { foldText } from '../rules/fold-text.ts';

/** The sender's day, from which "Friday" is reckoned; null when the message has no date. */
type Sent = { date: string | null; dateOffsetMinutes: number | null };

const CURRENCY_SIGNS: Record<string, RegExp> = {
  EUR: /€|\beuros?\b/u,
  GBP: /£|\bpounds?\b|\bsterling\b/u,
  USD: /\$|\bdollars?\b/u,
  CNY: /¥|\brmb\b|\byuan\b|人民币|元/u,
};

/**
 * Every day that a text says in words or digits, a numeric one read with the day first and with the month first, and
 * both ends of a range. Null when nobody can say, because the message has no date.
 */
function daysSaid(text: string, { date, dateOffsetMinutes }: Sent): Set<string> | null {
  const today = senderDay(date, dateOffsetMinutes);
  if (today === null) return null;
  const folded = foldText(text);
  const hits = [false, true].flatMap((monthFirst) =>
    folded.split('\n').flatMap((line) => findDates(line, { today, monthFirst })),
  );
  return new Set(hits.flatMap((hit) => [hit.date, hit.first]));
}

/** Whether a text says a day; "before the 24th" may be read as the day before it. */
export function saysDay(text: string, day: string, sent: Sent): boolean {
  const said = daysSaid(text, sent);
  return said === null || text.includes(day) || said.has(day) || said.has(addDays(day, 1));
}

/** Whether a quote names somebody: by his first name, surname or address. */
export function namesPerson(quote: string, { name, email }: { name: string; email: string }): boolean {
  const folded = foldText(quote);
  const parts = foldText(name)
    .split(/\s+/u)
    .filter((part) => part.length > 2);
  return [...parts, email.toLowerCase()].some((part) => folded.includes(part));
}

/** Whether a quote names a vendor: by the first word of his name. */
export function namesVendor(quote: string, vendor: string): boolean {
  const first = foldText(vendor).split(/[\s,.]+/u)[0] ?? '';
  return first.length > 1 && foldText(quote).includes(first);
}

/** Whether a quote says a currency, by its code, name or sign. */
export function saysCurrency(quote: string, code: string): boolean {
  const folded = foldText(quote);
  return (
    folded.includes(code.toLowerCase()) ||
    (CURRENCY_SIGNS[code]?.test(folded) ?? false) ||
    findMoney(folded).some(({ currency }) => currency === code)
  );
}
