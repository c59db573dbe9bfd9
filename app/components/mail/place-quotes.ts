/** A quote of a message: verbatim `text.slice(start, end)`. `n` is the number of the suggestion that stands on it. */
export type MessageQuote = { n: number; quote: string; start: number };

/** A piece of a shown text; marked when suggestions stand on it. `anchors`: those whose first mark it is. */
export type MarkedPart = { text: string; quotes: number[]; anchors: number[] };

function occurrences(text: string, quote: string): number[] {
  const found: number[] = [];
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) found.push(at);
  return found;
}

/**
 * A shown part of a message's text (what is new in it, its quoted history, or all) in pieces, the quotes marked and
 * overlapping ones merged. A quote that the whole text has several times is the one at `start`.
 */
export function markQuotes(whole: string, shown: string, quotes: readonly MessageQuote[]): MarkedPart[] {
  const placed = quotes.flatMap(({ n, quote, start }) => {
    const places = quote === '' ? [] : occurrences(shown, quote);
    const nth = quote === '' ? 0 : occurrences(whole, quote).filter((at) => at < start).length;
    const at = places[nth] ?? places.at(-1);
    return at === undefined ? [] : [{ n, from: at, to: at + quote.length }];
  });
  placed.sort((a, b) => a.from - b.from || a.n - b.n);
  const anchored = new Set<number>();
  const parts: MarkedPart[] = [];
  let end = 0;
  for (let i = 0; i < placed.length;) {
    const { from } = placed[i]!;
    let { to } = placed[i]!;
    const numbers: number[] = [];
    for (; i < placed.length && (numbers.length === 0 || placed[i]!.from < to); i += 1) {
      if (!numbers.includes(placed[i]!.n)) numbers.push(placed[i]!.n);
      to = Math.max(to, placed[i]!.to);
    }
    if (from > end) parts.push({ text: shown.slice(end, from), quotes: [], anchors: [] });
    parts.push({ text: shown.slice(from, to), quotes: numbers, anchors: numbers.filter((n) => !anchored.has(n)) });
    for (const n of numbers) anchored.add(n);
    end = to;
  }
  if (end < shown.length) parts.push({ text: shown.slice(end), quotes: [], anchors: [] });
  return parts;
}
