import { z } from 'zod';
import { isCurrency } from './currency.policy.ts';
import { moneyTextProblem } from './money.policy.ts';

/**
 * An amount as it arrives: decimal text or a JSON number, given out as text. How many decimals are right depends on
 * the currency and is checked by parseMoney when that is known.
 */
export const moneyInput = z
  .union([z.string().max(60), z.number()], { error: 'Give an amount as decimal text such as "4050000.00".' })
  .transform((value) => (typeof value === 'number' ? String(value === 0 ? 0 : value) : value.trim()))
  .superRefine((text, context) => {
    const problem = moneyTextProblem(text);
    if (problem) context.addIssue({ code: 'custom', message: problem });
  });

/** An amount as the API answers it: decimal text with all decimals of its currency. */
export const moneyOutput = z
  .string()
  .regex(/^\d+(\.\d+)?$/)
  .meta({ example: '4050000.00' });

/** An ISO 4217 currency code in capitals. */
export const currencyInput = z
  .string({ error: 'Give a currency such as EUR.' })
  .max(20)
  .refine(isCurrency, { error: 'Give an ISO 4217 currency code in capitals, such as EUR.' });
