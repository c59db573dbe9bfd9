import type { PackageField } from '../../packages/package-fields.schema.ts';
import type { FieldHit } from './field-words.ts';
import type { Change, ChatContext } from './intent.ts';

/** Sets a field once: what was read first stands. */
export type SetField = (field: PackageField, value: Change['value']) => void;

/** Who becomes the buyer. */
export function readBuyer(
  plain: string,
  fields: readonly FieldHit[],
  people: { email: string; start: number }[],
  context: ChatContext,
  set: SetField,
  missing: PackageField[],
): void {
  const hit = fields.find(({ field }) => field === 'buyer');
  const handing = /\b(?:assign|re-?assign|hand(?: \S+)? over|hand|transfer|give|pass)\b/u.test(plain);
  if (!hit && !handing) return;
  const me = /\b(?:to|as|make|is) (?:me|myself)\b|^(?:make )?me\b|\bmake me\b/u.test(plain);
  const after = people.filter(({ start }) => /\b(?:to|as|is|be|=|now|with|make|:)\s*$/u.test(plain.slice(0, start)));
  const person = after.at(-1) ?? people.at(-1);
  if (person) set('buyer', person.email);
  else if (me) set('buyer', context.user.email);
  else if (hit && fields.length === 1) missing.push('buyer');
}

/** Who becomes the vendor: one that is known by name, or the words that say so. */
export function readVendor(
  text: string,
  folded: string,
  fields: readonly FieldHit[],
  named: { vendor: string; start: number }[],
  awarding: boolean,
  set: SetField,
  missing: PackageField[],
): void {
  const hit = fields.find(({ field }) => field === 'vendor');
  if (!hit && !awarding) return;
  const to = named.filter(({ start }) =>
    /\b(?:to|as|is|be|now|with|make|by|=|:)(?: the)?\s*$/u.test(folded.slice(0, start)),
  );
  const found = to.at(-1);
  if (found) return set('vendor', found.vendor);
  const said =
    /\b(?:vendor|supplier|contractor)\b.{0,40}?\b(?:to|is|as|with)\s+([A-Z][\p{L}\p{N}&.' -]{1,60}?)(?=\s+(?:for|at|on|in|because)\b|[,.;]|$)/u.exec(
      text,
    );
  const awarded = awarding
    ? /\b[Aa]ward\w*\b.*?\bto\s+([A-Z][\p{L}\p{N}&.' -]{1,60}?)(?=\s+(?:for|at|on|in|because)\b|[,.;]|$)/u.exec(text)
    : null;
  const name = (said ?? awarded)?.[1]?.trim();
  if (name) set('vendor', name);
  else if (hit && !awarding && fields.length === 1) missing.push('vendor');
}

const CURRENCY =
  /\b(?:to|in|into|is|as)\s+(eur|usd|gbp|cny|jpy|chf|sek|nok|dkk|pln|euros?|dollars?|pounds?|sterling|yuan|rmb)\b/u;
const NAMES: Record<string, string> = {
  euro: 'EUR',
  euros: 'EUR',
  dollar: 'USD',
  dollars: 'USD',
  pound: 'GBP',
  pounds: 'GBP',
  sterling: 'GBP',
  yuan: 'CNY',
  rmb: 'CNY',
};

/** Currency, numbers, codes, terms and titles. */
export function readOthers(
  text: string,
  folded: string,
  fields: readonly FieldHit[],
  set: SetField,
  missing: PackageField[],
): void {
  const has = (field: PackageField) => fields.some((one) => one.field === field);
  if (has('currency')) {
    const said = CURRENCY.exec(folded)?.[1];
    if (said) set('currency', NAMES[said] ?? said.toUpperCase());
    else missing.push('currency');
  }
  for (const [field, words] of [
    [
      'poNumber',
      /(?:number|no\.?|nr\.?|#)(?: (?:of|for) \S+)?(?: (?:is|to|=|as|:))*\s+([\p{L}\d][\p{L}\d/._-]*\d[\p{L}\d/._-]*)\s*$/iu,
    ],
    ['wbsCode', /wbs(?: code)?(?: (?:of|for) \S+)?(?: (?:is|to|=|as|:))*\s+([\p{L}\d][\p{L}\d/._-]*)\s*$/iu],
    [
      'deliveryTerms',
      /(?:delivery terms|incoterms?)(?: (?:of|for) \S+)?(?: (?:is|to|=|as|:|are))*\s+(\p{L}{3}(?: [\p{L} ]+)?)\s*$/iu,
    ],
    ['title', /\b(?:title|name)\b.*?\b(?:to|as)\s+["“']?(.{3,150}?)["”']?\s*$/iu],
  ] as [PackageField, RegExp][]) {
    if (!has(field)) continue;
    const said = words.exec(text.replace(/[.!]+$/, ''))?.[1];
    if (said) set(field, said.trim());
    else missing.push(field);
  }
  const renamed = /^rename\b.*?\b(?:to|as)\s+["“']?(.{3,150}?)["”']?\s*$/iu.exec(text.replace(/[.!]+$/, ''))?.[1];
  if (renamed) set('title', renamed);
}
