import { expect, it } from 'vitest';
import { costMicros, readPrices } from '../../../../server/ai/model/price.policy.ts';

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

it('a model without a price has no cost', () =>
  expect(costMicros(undefined, { input: 1, output: 1, cached: 0 })).toBeNull());
