/** US dollars per million tokens, which is millionths of a dollar a token. */
export type Price = { input: number; output: number; cached: number };

/**
 * List prices of common models in US dollars per million tokens, read at the end of 2025, so that a cost is shown before
 * anybody sets AI_PRICES. Providers change theirs: AI_PRICES wins.
 */
export const LIST_PRICES =
  'gpt-5.4-mini=0.75/4.50/0.075,gpt-5=1.25/10/0.125,gpt-5-mini=0.25/2/0.025,gpt-5-nano=0.05/0.40/0.005,gpt-4.1=2/8/0.5,gpt-4.1-mini=0.40/1.60/0.10,' +
  'gpt-4.1-nano=0.10/0.40/0.025,gpt-4o=2.50/10/1.25,gpt-4o-mini=0.15/0.60/0.075,o4-mini=1.10/4.40/0.275,' +
  'claude-opus-4-5=5/25/0.50,claude-sonnet-4-6=3/15/0.30,claude-sonnet-4-5=3/15/0.30,claude-haiku-4-5=1/5/0.10';

/** Reads AI_PRICES: `model=in/out/cached` by model; cached as in where it is not given. */
export function readPrices(text: string): Map<string, Price> {
  const entries = text.split(',').flatMap((part): [string, Price][] => {
    const [model, price] = part.trim().split('=');
    if (!model || !price) return [];
    const [input = 0, output = 0, cached = input] = price.split('/').map(Number);
    return [[model, { input, output, cached }]];
  });
  return new Map(entries);
}

/**
 * The price of a model: AI_PRICES' own, else the list's. A dated edition ("gpt-5-mini-2025-08-07") has the price of its
 * model; a deployment or a model of another name has none until AI_PRICES gives it one.
 */
export function priceOf(model: string, own: string): Price | undefined {
  const list = readPrices(LIST_PRICES);
  const undated = model.replace(/-(?:20\d\d-\d\d-\d\d|20\d{6}|latest)$/u, '');
  return readPrices(own).get(model) ?? readPrices(own).get(undated) ?? list.get(model) ?? list.get(undated);
}

export type Tokens = { input: number; output: number; cached: number };

/** What tokens cost in millionths of a US dollar, rounded up; `cached` are part of `input`. Null without a price. */
export function costMicros(price: Price | undefined, { input, output, cached }: Tokens): number | null {
  if (!price) return null;
  const read = Math.max(0, input - cached) * price.input + Math.min(cached, input) * price.cached;
  return Math.ceil(read + output * price.output);
}
