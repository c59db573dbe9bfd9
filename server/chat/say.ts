import { decimalsOf } from '../money/currency.policy.ts';
import type { PlainDate } from '../dates/date.policy.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A date as an answer says it: "14 Aug 2026". */
export function sayDate(date: PlainDate): string {
  const [year, month, day] = date.slice(0, 10).split('-').map(Number) as [number, number, number];
  return `${day} ${MONTHS[month - 1]} ${year}`;
}

/** An amount in major units as an answer says it: "EUR 4,050,000.00". */
export function sayAmount(amount: string | number, currency: string): string {
  const [whole = '', fraction] = Number(amount).toFixed(decimalsOf(currency)).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${currency} ${fraction === undefined ? grouped : `${grouped}.${fraction}`}`;
}

/** "a, b and c". */
export function sayList(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)!}`;
}
