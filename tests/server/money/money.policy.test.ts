import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CURRENCIES, decimalsOf, isCurrency } from '../../../server/money/currency.policy.ts';
import {
  MAX_MINOR,
  displayMoney,
  isMoreThanPercentAbove,
  parseMoney,
  plainAmount,
  toDecimalText,
} from '../../../server/money/money.policy.ts';
import { currencyInput, moneyInput } from '../../../server/money/money.schema.ts';

const anyCurrency = fc.constantFrom(...CURRENCIES);
const anyMinor = fc.integer({ min: 0, max: MAX_MINOR });
const minor = (value: string | number, currency = 'EUR') => {
  const result = parseMoney(value, currency);
  return result.ok ? result.amountMinor : result.message;
};

describe('money', () => {
  it.each([
    ['4,050,000.00', '4050000.00'],
    [' 1 250 000 ', '1250000'],
    ['250,000', '250000'],
    ['12,50', '12,50'],
    ['1,2345', '1,2345'],
    ['-5', '-5'],
  ])('takes the thousands of %j together: %j', (typed, plain) => {
    expect(plainAmount(typed)).toBe(plain);
  });

  it('reads exactly what it writes, in every currency', () => {
    fc.assert(
      fc.property(anyMinor, anyCurrency, (amount, currency) => {
        expect(minor(toDecimalText(amount, currency), currency)).toBe(amount);
        expect(displayMoney(amount, currency).replaceAll(',', '')).toBe(
          `${currency} ${toDecimalText(amount, currency)}`,
        );
      }),
    );
  });

  it('agrees with whole-number arithmetic on any digits', () => {
    const digits = fc.stringMatching(/^\d{1,13}$/);
    fc.assert(
      fc.property(digits, fc.stringMatching(/^\d{0,2}$/), (whole, cents) => {
        const text = cents === '' ? whole : `${whole}.${cents}`;
        expect(minor(text)).toBe(Number(BigInt(whole) * 100n + BigInt(cents.padEnd(2, '0'))));
      }),
    );
  });

  it('accepts JSON numbers and both usual forms', () => {
    expect(minor('4050000.00')).toBe(405_000_000);
    expect(minor(4050000)).toBe(405_000_000);
    expect(minor(0.1)).toBe(10);
    expect(minor(-0)).toBe(0);
    expect(minor('007')).toBe(700);
    expect(minor('100.00', 'JPY')).toBe(100);
    expect(minor('1.234', 'KWD')).toBe(1234);
    expect(minor('90000000000000.00')).toBe(MAX_MINOR);
    expect(displayMoney(405_000_000, 'EUR')).toBe('EUR 4,050,000.00');
    expect(displayMoney(999, 'JPY')).toBe('JPY 999');
    expect(toDecimalText(5, 'EUR')).toBe('0.05');
    expect(toDecimalText(-105, 'EUR')).toBe('-1.05');
  });

  it('refuses with a sentence', () => {
    expect(minor('-1')).toMatch(/negative/);
    expect(minor(-0.01)).toMatch(/negative/);
    expect(minor('1e6')).toMatch(/exponent/);
    expect(minor(1e21)).toMatch(/exponent|digits/);
    expect(minor(1e-7)).toMatch(/exponent/);
    expect(minor('10.123')).toMatch(/EUR has at most 2 decimals/);
    expect(minor('10.120')).toMatch(/at most 2 decimals/);
    expect(minor('1.5', 'JPY')).toMatch(/JPY has no decimals/);
    expect(minor('1.2345', 'KWD')).toMatch(/at most two decimals/);
    expect(minor('90000000000000.01')).toMatch(/too large/);
    expect(minor('9'.repeat(60))).toMatch(/too large/);
    for (const text of [
      '',
      ' ',
      '1,000.00',
      '1 000',
      '+1',
      '.5',
      '5.',
      '0x10',
      'NaN',
      '١',
      '1_000',
      'EUR 5',
      '1.2.3',
      Number.NaN,
      Number.POSITIVE_INFINITY,
    ]) {
      expect(minor(text), String(text)).toMatch(/digits with a decimal point/);
      expect(moneyInput.safeParse(text).success, String(text)).toBe(false);
    }
    expect(() => toDecimalText(0.5, 'EUR')).toThrow(RangeError);
    expect(() => decimalsOf('XXX')).toThrow(RangeError);
  });

  it('never loses or invents a cent on arbitrary text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^-?\d{0,20}\.?\d{0,5}$/), fc.double().map(String)),
        anyCurrency,
        (text, currency) => {
          const result = parseMoney(text, currency);
          if (!result.ok) {
            expect(result.message).toMatch(/\.$/);
            return;
          }
          const strip = (value: string) => value.replace(/^0+(?=\d)/, '').replace(/\.0*$|(\.\d*?)0+$/, '$1');
          expect(strip(toDecimalText(result.amountMinor, currency))).toBe(strip(text));
        },
      ),
    );
  });

  it('compares percents without rounding', () => {
    expect(isMoreThanPercentAbove(105, 100, 5)).toBe(false);
    expect(isMoreThanPercentAbove(106, 100, 5)).toBe(true);
    expect(isMoreThanPercentAbove(8_400_000_000_000_001, 8_000_000_000_000_000, 5)).toBe(true);
    expect(isMoreThanPercentAbove(8_400_000_000_000_000, 8_000_000_000_000_000, 5)).toBe(false);
    expect(isMoreThanPercentAbove(1, 0, 5)).toBe(true);
  });

  it('knows ISO 4217', () => {
    expect(new Set(CURRENCIES).size).toBe(CURRENCIES.length);
    for (const code of ['EUR', 'USD', 'GBP', 'CNY', 'CHF']) expect(decimalsOf(code)).toBe(2);
    for (const code of ['JPY', 'KRW', 'ISK']) expect(decimalsOf(code)).toBe(0);
    for (const code of ['KWD', 'BHD', 'TND']) expect(decimalsOf(code)).toBe(3);
    for (const code of ['eur', 'EURO', '', 'XXX', 'BTC', null, 5, 'constructor']) {
      expect(isCurrency(code)).toBe(false);
      expect(currencyInput.safeParse(code).success).toBe(false);
    }
  });
});
