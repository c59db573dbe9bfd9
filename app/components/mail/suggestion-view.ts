import { PACKAGE_FIELDS, isPackageField } from '~server/packages/package-fields.schema.ts';
import type { EmailJson } from '~server/emails/email.schema.ts';
import type { LinkedPackage } from '~server/emails/mail-page.queries.ts';
import type { MessageQuote } from './place-quotes.ts';

/** A suggestion with its number on the page: its sentence is `#q<n>`. */
export type NumberedSuggestion = EmailJson['suggestions'][number] & { n: number };

/** The suggestions of a message, numbered in the order of its text. */
export function numberSuggestions(email: EmailJson): NumberedSuggestion[] {
  return email.suggestions.map((suggestion, index) => ({ ...suggestion, n: index + 1 }));
}

/** Its quotes in this message; others repeat it. */
export function quotesIn(email: EmailJson, suggestion: NumberedSuggestion): MessageQuote[] {
  return suggestion.evidence.flatMap(({ id, quote, start }) =>
    id === email.id ? [{ n: suggestion.n, quote, start }] : [],
  );
}

/** The sentences to mark: those of suggestions that wait or were accepted. */
export function quotesToMark(email: EmailJson): MessageQuote[] {
  return numberSuggestions(email)
    .filter((one) => one.status !== 'dismissed')
    .flatMap((one) => quotesIn(email, one));
}

/** Open changes by package: together they are one proposal. */
export function changesByPackage(suggestions: readonly NumberedSuggestion[]): NumberedSuggestion[][] {
  const groups = new Map<string, NumberedSuggestion[]>();
  for (const one of suggestions) {
    if (one.kind !== 'patch' || one.status !== 'open') continue;
    const code = one.package ?? '';
    groups.set(code, [...(groups.get(code) ?? []), one]);
  }
  return [...groups.values()];
}

/** What the package says today of a suggested field: a date as it stands, other values as they stood when it was read. */
export function presentValue({ content }: NumberedSuggestion, pkg: LinkedPackage | undefined): string | null {
  const field = content.field ?? '';
  const dates: Partial<Record<string, string | null>> = pkg?.dates ?? {};
  return field in dates ? (dates[field] ?? null) : (content.before ?? null);
}

/** Whether a suggested field is a date. */
export function isDateField(field: string): boolean {
  return isPackageField(field) && PACKAGE_FIELDS[field].kind === 'date';
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** A date as it is said: "3 July", with the year where that is not `beside`'s. */
export function saidDate(date: string, beside: string): string {
  const [year, month, day] = date.split('-');
  const said = `${Number(day)} ${MONTHS[Number(month) - 1] ?? ''}`;
  return year === beside.slice(0, 4) ? said : `${said} ${year}`;
}

/** The day of the week of a date: "Tue". */
export const weekdayOf = (date: string): string => DAYS[new Date(`${date}T00:00:00Z`).getUTCDay()] ?? '';
