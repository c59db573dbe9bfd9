import { expect, it } from 'vitest';
import { costMicros, LIST_PRICES, priceOf, readPrices } from '../../../../server/ai/model/price.policy.ts';

it('prices of models are read from one text', () => {
  expect(readPrices(' a=1/2/0.5, b:c=3/4 ')).toEqual(
    new Map([
      ['a', { input: 1, output: 2, cached: 0.5 }],
      ['b:c', { input: 3, output: 4, cached: 3 }],
    ]),
  );
  expect(readPrices('').size).toBe(0);
});

it.each([
  [{ input: 1_000_000, output: 0, cached: 0 }, 1_000_000],
  [{ input: 1_000_000, output: 1_000_000, cached: 0 }, 3_000_000],
  [{ input: 1_000_000, output: 0, cached: 400_000 }, 800_000],
  [{ input: 1, output: 0, cached: 0 }, 1],
  [{ input: 0, output: 0, cached: 0 }, 0],
])('%o cost %i millionths of a dollar', (tokens, micros) => {
  expect(costMicros({ input: 1, output: 2, cached: 0.5 }, tokens)).toBe(micros);
});

it('a known model has its list price, also as a dated edition; AI_PRICES wins', () => {
  expect(priceOf('gpt-5-mini', '')).toEqual({ input: 0.25, output: 2, cached: 0.025 });
  expect(priceOf('gpt-5-mini-2025-08-07', '')).toEqual(priceOf('gpt-5-mini', ''));
  expect(priceOf('claude-sonnet-4-5-20250929', '')).toEqual({ input: 3, output: 15, cached: 0.3 });
  expect(priceOf('gpt-5-mini', 'gpt-5-mini=1/2')).toEqual({ input: 1, output: 2, cached: 1 });
  expect(priceOf('our-deployment', '')).toBeUndefined();
  for (const price of readPrices(LIST_PRICES).values())
    expect(price.cached <= price.input && price.input < price.output).toBe(true);
});

it('a model without a price has no cost', () =>
  expect(costMicros(undefined, { input: 1, output: 1, cached: 0 })).toBeNull());
