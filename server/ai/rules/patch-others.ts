import { foldText } from './fold-text.ts';
import type { FactInput, FieldValue } from './fact.ts';

const TAKES_OVER =
  /\b(?:takes?|taking|took|will take|has taken) over\b|\bis (?:now )?the (?:new )?buyer\b|\bwill be (?:the )?(?:new )?buyer\b|\bbecomes (?:the )?(?:new )?buyer\b/u;
const HANDED_TO =
  /\b(?:hand(?:s|ed|ing)?(?: \S+){0,3} over to|reassigned to|moves to|passes to|buyer (?:is now|changes to|is|will be|:))\s*$/u;
const BUYER_WORD = /\b(?:buyer|package|procurement|[a-z]{1,3}-?\d{2,4}|from)\b/u;
const NEW_VENDOR =
  /\b(?:awarded to|award(?:ed)? (?:the )?(?:contract|order|package|\S+-\d+) to|novated to|vendor (?:is now|changes? to|changed to|will be)|new vendor (?:is|:)|contract (?:transferred|assigned) to)\s*$/u;
const NEW_CURRENCY =
  /\b(?:contract |package |order )?currency\b.{0,40}?\b(?:to|is now|now|will be) (eur|usd|gbp|cny|chf|sek|nok|dkk|pln|jpy|euros?|us dollars?|sterling|pounds)\b/u;
const CURRENCY_CODES: Record<string, string> = {
  euro: 'EUR',
  euros: 'EUR',
  'us dollar': 'USD',
  'us dollars': 'USD',
  sterling: 'GBP',
  pounds: 'GBP',
};

/** "Our expected vendor for P-011 is now Northern Tray Ltd": one that the world need not know. */
const VENDOR_IS_NOW =
  /\b[Vv]endor (?:for|of|on) (?:the )?[\w -]{2,40}? (?:is now|will now be|changes to|has changed to) ((?:\p{Lu}[\p{L}\d&.'-]*(?: (?:&|and|of) )? ?){1,5})/u;

function readBuyer({ folded, text, people, pkg }: FactInput): FieldValue[] {
  for (const { index } of folded.matchAll(/(?<![\p{L}\p{N}@.'-])\p{L}/gu)) {
    const named = people.nameAt(text, folded, index);
    if (!named?.person.internal || named.person.email === pkg.buyerEmail) continue;
    const behind = folded.slice(named.end, named.end + 60);
    const takes = TAKES_OVER.exec(behind);
    if ((takes && takes.index < 12 && BUYER_WORD.test(behind)) || HANDED_TO.test(folded.slice(0, index)))
      if (/\bbuyer\b/u.test(folded) || BUYER_WORD.test(behind)) return [{ field: 'buyer', value: named.person.email }];
  }
  return [];
}

/** Buyer, vendor and currency: only ours decide them. Vendors are those that the world knows. */
export function readOtherFields(fact: FactInput, status: readonly FieldValue[]): FieldValue[] {
  const { folded, pkg, ours, vendors } = fact;
  if (!ours) return [];
  const values = readBuyer(fact);
  for (const vendor of vendors) {
    const short = foldText(vendor).split(' ')[0]!;
    if (vendor === pkg.vendor || short.length < 4) continue;
    const at = folded.indexOf(short);
    if (at >= 0 && NEW_VENDOR.test(folded.slice(0, at))) values.push({ field: 'vendor', value: vendor });
  }
  const told = values.some(({ field }) => field === 'vendor') ? null : VENDOR_IS_NOW.exec(fact.text);
  const name = told && folded[told.index] !== ' ' ? told[1]!.trim().replace(/[.,]+$/u, '') : null;
  if (name && name !== pkg.vendor) values.push({ field: 'vendor', value: name });
  const currency = status.length === 0 ? NEW_CURRENCY.exec(folded)?.[1] : undefined;
  const code = currency && (CURRENCY_CODES[currency] ?? currency.toUpperCase());
  if (code && code !== pkg.currency) values.push({ field: 'currency', value: code });
  return values;
}
