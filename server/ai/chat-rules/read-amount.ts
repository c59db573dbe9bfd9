import { findMoney } from '../rules/find-money.ts';

/** An amount in major units; `percent` for "10 %". */
export type Amount = { amount: number; currency: string | null; percent: boolean; start: number; end: number };

const SCALES: [RegExp, number][] = [
  [/^(?:k|thousand|grand)$/u, 1e3],
  [/^(?:m|mn|mln|mio|mil|million)$/u, 1e6],
  [/^(?:bn|billion)$/u, 1e9],
];
const BARE =
  /(?<![\p{L}\d.,/-])(\d{1,3}(?:[,' ]\d{3})+(?:\.\d{1,2})?|\d+(?:\.\d+)?)\s?(k|thousand|grand|mn|mln|mio|million|mil|m|bn|billion)?(?![\p{L}\d/]|-\d|[.,]\d)/gu;
const PERCENT = /(?<![\d.])(\d{1,3}(?:\.\d+)?)\s?(?:%|percent|per cent)/gu;

/** The amounts of a folded text with or without a currency, in order, outside the taken places (dates, codes). */
export function findAmounts(folded: string, taken: readonly { start: number; end: number }[]): Amount[] {
  const hits: Amount[] = [];
  const add = (hit: Amount) => {
    if ([...taken, ...hits].every(({ start, end }) => hit.end <= start || hit.start >= end)) hits.push(hit);
  };
  for (const match of folded.matchAll(PERCENT))
    add({
      amount: Number(match[1]),
      currency: null,
      percent: true,
      start: match.index,
      end: match.index + match[0].length,
    });
  for (const { start, end, amount, currency } of findMoney(folded))
    add({ start, end, amount, currency, percent: false });
  for (const match of folded.matchAll(BARE)) {
    const scale = SCALES.find(([pattern]) => pattern.test(match[2] ?? ''))?.[1] ?? 1;
    const amount = Math.round(Number(match[1]!.replace(/[,' ]/g, '')) * scale * 100) / 100;
    if (amount >= 1)
      add({ amount, currency: null, percent: false, start: match.index, end: match.index + match[0].length });
  }
  return hits.sort((a, b) => a.start - b.start);
}
