import { decimalsOf } from './currency.policy.ts';

/** An amount in the minor units of its currency: `{amountMinor: 405000000, currency: 'EUR'}` is EUR 4,050,000.00. */
export interface Money {
  amountMinor: number;
  currency: string;
}

export type MoneyResult = { ok: true; amountMinor: number } | { ok: false; message: string };

/** The largest amount in minor units: below 2^53, so that a JavaScript number stays exact. */
export const MAX_MINOR = 9_000_000_000_000_000;

/** The most decimals that any currency has, and the least that are read: "100.00" is a whole number of yen. */
const LEAST_DECIMALS_READ = 2;
const MOST_DECIMALS = 3;

/**
 * What is wrong with an amount whatever its currency, as a sentence; null when it can be read. Digits with at most
 * one point: no sign, no exponent, no thousands separator.
 */
export function moneyTextProblem(text: string): string | null {
  if (/^\s*-/.test(text)) return 'An amount cannot be negative.';
  if (/^\d+(\.\d+)?e[+-]?\d+$/i.test(text)) return 'Write the amount in full, without an exponent.';
  const match = /^(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return 'Write the amount as digits with a decimal point, such as 4050000.00.';
  if ((match[2] ?? '').length > MOST_DECIMALS) return 'Give at most two decimals (three where the currency has them).';
  if ((match[1] ?? '').replace(/^0+/, '').length > 16) return 'The amount is too large.';
  return null;
}

/**
 * Decimal text (or a JSON number) to minor units of the currency, exactly. Refuses negatives, exponents, separators,
 * more decimals than the currency has (zeros up to two are read) and more than 9e15 minor units.
 */
export function parseMoney(value: string | number, currency: string): MoneyResult {
  const text = typeof value === 'number' ? String(value === 0 ? 0 : value) : value;
  const problem = moneyTextProblem(text);
  if (problem) return { ok: false, message: problem };
  const decimals = decimalsOf(currency);
  const [whole = '', fraction = ''] = text.split('.');
  const rest = fraction.slice(decimals);
  if (fraction.length > Math.max(decimals, LEAST_DECIMALS_READ) || /[1-9]/.test(rest)) {
    const most = decimals === 0 ? 'no decimals' : `at most ${decimals} decimals`;
    return { ok: false, message: `${currency} has ${most}; "${text.slice(0, 40)}" has more.` };
  }
  const minor = BigInt(whole + fraction.slice(0, decimals).padEnd(decimals, '0'));
  if (minor > BigInt(MAX_MINOR)) return { ok: false, message: 'The amount is too large.' };
  return { ok: true, amountMinor: Number(minor) };
}

/** An amount as people type or copy it, thousands no longer apart: "4,050,000.00" → "4050000.00"; else as it stands. */
export function plainAmount(text: string): string {
  const trimmed = text.trim();
  return /^\d{1,3}([,\s]\d{3})+(\.\d+)?$/.test(trimmed) ? trimmed.replace(/[,\s]/g, '') : trimmed;
}

/** Minor units to the decimal text of the API, with all decimals of the currency: 405000000 EUR → "4050000.00". */
export function toDecimalText(amountMinor: number, currency: string): string {
  if (!Number.isSafeInteger(amountMinor)) throw new RangeError(`${amountMinor} is not a whole number of minor units.`);
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(amountMinor)).padStart(decimals + 1, '0');
  const sign = amountMinor < 0 ? '-' : '';
  if (decimals === 0) return sign + digits;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** An amount for people, the same in every locale: "EUR 4,050,000.00". */
export function displayMoney(amountMinor: number, currency: string): string {
  const [whole = '', fraction] = toDecimalText(amountMinor, currency).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return `${currency} ${fraction === undefined ? grouped : `${grouped}.${fraction}`}`;
}

/** Whether `amountMinor` is more than `percent` % above `baseMinor`, without rounding. */
export function isMoreThanPercentAbove(amountMinor: number, baseMinor: number, percent: number): boolean {
  return BigInt(amountMinor) * 100n > BigInt(baseMinor) * BigInt(100 + percent);
}
