/** US dollars per million tokens, which is millionths of a dollar a token. */
export type Price = { input: number; output: number; cached: number };

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

export type Tokens = { input: number; output: number; cached: number };

/** What tokens cost in millionths of a US dollar, rounded up; `cached` are part of `input`. Null without a price. */
export function costMicros(price: Price | undefined, { input, output, cached }: Tokens): number | null {
  if (!price) return null;
  const read = Math.max(0, input - cached) * price.input + Math.min(cached, input) * price.cached;
  return Math.ceil(read + output * price.output);
}
