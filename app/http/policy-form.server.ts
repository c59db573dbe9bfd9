import { DomainError } from '~server/errors.ts';
import { plainAmount } from '~server/money/money.policy.ts';
import type { FormValues } from './page.server.ts';

const text = (value: FormValues[string] | undefined) => (Array.isArray(value) ? value[0] : value)?.trim() ?? '';

/** "2026-12-25 Christmas Day", one a line, as the operation takes holidays. */
function holidaysIn(lines: string): { date: string; name: string }[] {
  return lines
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .map((line) => {
      const [date = '', ...words] = line.split(/\s+/);
      return { date, name: words.join(' ') || 'Holiday' };
    });
}

/** Amounts by currency: the listed ones that are not emptied, and the one that is added. */
function thresholdsIn(values: FormValues): Record<string, string> {
  const listed = Object.entries(values).flatMap(([name, value]) =>
    name.startsWith('threshold-') && text(value) ? [[name.slice('threshold-'.length), plainAmount(text(value))]] : [],
  );
  const [currency, amount] = [text(values.newCurrency).toUpperCase(), plainAmount(text(values.newAmount))];
  if (Boolean(currency) !== Boolean(amount)) {
    const field = currency ? 'newAmount' : 'newCurrency';
    const message = currency ? `Give the amount in ${currency}.` : 'Say in which currency.';
    throw new DomainError('invalid', message, { fields: [{ field, message }] });
  }
  return { ...Object.fromEntries(listed), ...(currency ? { [currency]: amount } : {}) };
}

/** The form of a project's page as the body of updateProject. Throws `invalid` for half a new threshold. */
export function policyInput(values: FormValues): Record<string, unknown> {
  return {
    name: values.name,
    timeZone: values.timeZone,
    currency: text(values.currency).toUpperCase(),
    workDays: [values.workDays ?? []].flat().map(Number),
    holidays: holidaysIn(text(values.holidays)),
    thresholds: thresholdsIn(values),
    secondDecision: values.secondDecision !== undefined,
    reason: text(values.reason),
    expectedVersion: Number(values.version),
  };
}
