import type { DateHit } from './find-dates.ts';
import type { MailPeople } from './mail-people.ts';
import type { PatchField, WorldPackage } from './understanding.ts';

/** A field's new value as one stretch of words says it. */
export type FieldValue = { field: PatchField; value: string | number };

/** What the readers of single fields look at. `folded`: one sentence, requests in it blanked out. */
export type FactInput = {
  folded: string;
  text: string;
  pkg: WorldPackage;
  /** Whether one of ours says it; else the package's own vendor. */
  ours: boolean;
  dates: DateHit[];
  today: string;
  people: MailPeople;
  vendors: readonly string[];
  /** The milestone that the sentence before spoke of, for "the new date is 3 July". */
  spokenOf: PatchField | null;
  /** In these words, or just before, both sides agreed: a vendor may say an amount. */
  agreed: boolean;
};

/** What the field says in the world now. */
export function presentValue(pkg: WorldPackage, field: PatchField): string | number | null {
  if (field === 'buyer') return pkg.buyerEmail;
  return pkg[field] ?? null;
}
