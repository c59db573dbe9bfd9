import { isValidDate } from '../../dates/date.policy.ts';
import { PACKAGE_STATUSES } from '../../packages/package-fields.schema.ts';
import { findMoney } from '../rules/find-money.ts';
import { foldText } from '../rules/fold-text.ts';
import type { ReadableMessage } from '../../emails/parse/parsed-message.ts';
import type { PatchField, WorldView } from '../rules/understanding.ts';
import { namesPerson, namesVendor, saysCurrency, saysDay, saysStatus } from './said-in-quote.ts';

const FIRST_DATE = '2000-01-01';
const LONG_NUMBER = 5;
const LAST_DATE = '2100-01-01';
const AMOUNT = /^\d{1,13}(?:\.\d{1,2})?$/;

/** A real day of our time, or null. */
export function checkDate(value: string): string | null {
  return isValidDate(value) && value >= FIRST_DATE && value < LAST_DATE ? value : null;
}

/** Numbers written without a currency that are too long for a day or a year: "450,000", "1.180.000,00". */
function numbersIn(text: string): number[] {
  const written = text.match(/(?<![\d.,])\d[\d.,'’ \u00a0]*\d(?![\d])/gu) ?? [];
  return written
    .map((one) => one.replace(/[.,]\d{1,2}$/u, '').replace(/\D/gu, ''))
    .filter((digits) => digits.length >= LONG_NUMBER)
    .map(Number);
}

/** An amount that the quote itself says; a model may not make one up beside a true quote. */
function checkAmount(value: string | number, evidence: string): number | null {
  const text = String(value).replace(/[,\s]/g, '');
  if (!AMOUNT.test(text)) return null;
  const amount = Number(text);
  const said = findMoney(foldText(evidence)).some((hit) => Math.abs(hit.amount - amount) < 0.5);
  return said || numbersIn(evidence).includes(amount) ? amount : null;
}

/**
 * A patch's value in the form that `understanding` has, or null for one that cannot be: a wrong kind, a day that does
 * not exist or that the quote does not say, a status that is none or of which the quote has no word, an amount, person, vendor or
 * currency that the quote does not name.
 */
export function checkPatchValue(
  field: PatchField,
  value: string | number,
  { evidence, message, world }: { evidence: string; message: ReadableMessage; world: WorldView },
): string | number | null {
  const said = String(value).trim();
  switch (field) {
    case 'budgetAmount':
    case 'contractAmount':
      return checkAmount(value, evidence);
    case 'status': {
      const status = PACKAGE_STATUSES.find((one) => one === said);
      return status && saysStatus(evidence, status) ? status : null;
    }
    case 'currency':
      return /^[A-Z]{3}$/.test(said) && saysCurrency(evidence, said) ? said : null;
    case 'buyer':
      return (
        world.people.find(
          (one) => one.active && one.email.toLowerCase() === said.toLowerCase() && namesPerson(evidence, one),
        )?.email ?? null
      );
    case 'vendor': {
      const known = world.packages.find((pkg) => pkg.vendor?.toLowerCase() === said.toLowerCase())?.vendor;
      if (known) return namesVendor(evidence, known) ? known : null;
      return said.length > 1 && said.length <= 200 && foldText(evidence).includes(foldText(said)) ? said : null;
    }
    default: {
      const day = checkDate(said);
      return day !== null && saysDay(evidence, day, message) ? day : null;
    }
  }
}
