import type { PackageField } from '../../packages/package-fields.schema.ts';

export type FieldHit = { field: PackageField; start: number; end: number };

const DATE = '(?: (?:date|milestone|deadline|forecast|time|day))?';

/** How people call the fields, over folded text; what is more special stands first and takes the words from the rest. */
const FIELD_WORDS: [PackageField, RegExp][] = [
  [
    'bidDueDate',
    /\b(?:(?:bid|tender|offer|proposal|quotation)s?[:,]?(?: is| are)?(?: submission)? (?:due|closing|close|deadline|return|submission)(?: date| deadline)?|(?:closing|due|submission) date (?:of|for) (?:the )?(?:bid|tender|offer)s?|(?:bid|tender)s? date|(?<=\bextend (?:the )?)(?:bids?|tenders?|bidding|offers)|(?:bid|tender|bidding|tendering) period|(?:bids|tenders|offers)(?: (?:for|of|on)(?:\s+(?:[\w-]+\s+){0,4}?[\w-]+)?)?\s+(?:will |to |should |must )?(?:be |are |is |come |now )*(?:in|due|close))\b/gu,
  ],
  [
    'rfqIssueDate',
    new RegExp(
      `\\b(?:rfq|itt|enquiry|tender)(?: (?:issue|release|launch))? (?:date|issue|release|launch)\\b(?: date)?|\\b(?:issue|release) date of the rfq\\b|\\brfq(?= (?:of|for|to|on|date))`,
      'gu',
    ),
  ],
  [
    'poIssueDate',
    new RegExp(
      `\\b(?:po|purchase order|order)(?: (?:issue|release|placement))(?: date)?\\b|\\b(?:po|purchase order|order) date\\b`,
      'gu',
    ),
  ],
  ['poNumber', /\b(?:po|purchase order|order) (?:number|no\.?|nr\.?|#)/gu],
  ['fatDate', new RegExp(`\\b(?:fat|factory acceptance(?: tests?)?|factory tests?)\\b${DATE}`, 'gu')],
  [
    'awardDate',
    new RegExp(
      `\\b(?:contract )?award(?: (?:date|milestone|decision|forecast))\\b|\\baward(?= (?:of|for|from|is|by|on|now|should|must|needs?|has|will|shall|moves?|slips?|goes|shifts?)\\b)|(?<=\\bthe )award(?! to (?!\\d))|(?<=(?:move|push|delay|shift|postpone|change) (?:the )? *(?:\\S+ )?)award\\b|\\bdate of (?:the )?award\\b|\\b(?:planned|expected|forecast) award\\b|(?<=(?:move|push|delay|shift|postpone|bring|slip|set) (?:the )?)award\\b|(?<=[a-z]-\\d{2,6}(?:'s)? )award(?= (?:to|back|forward|out|by|until)\\b)`,
      'gu',
    ),
  ],
  ['requiredOnSite', /\b(?:required on site|needed on site|on[- ]site need|ros)\b(?: date)?/gu],
  ['deliveryTerms', /\b(?:delivery terms|incoterms?|terms of delivery)\b/gu],
  [
    'deliveryDate',
    new RegExp(
      `\\b(?:deliver(?:y|ies)|completion|handover|hand-over|arrival|ex[- ]works|shipment|shipping|dispatch|eta)\\b${DATE}|\\bdue on site\\b|\\b(?:will |now |to |shall )*(?:delivers?|arrives?|arriving|lands?|reach(?:es)?|be (?:delivered|here|there|on site))\\b(?=.{0,24}\\b(?:on|by|until|in week|now|not before|only)\\b.{0,14}\\d)`,
      'gu',
    ),
  ],
  ['budgetAmount', /\bbudget(?:ed)?\b(?: (?:amount|value|sum|figure))?/gu],
  [
    'contractAmount',
    /\b(?:contract|order|po|purchase order|award) (?:value|amount|price|sum|total)\b|\b(?:price|contract figure|contract worth|value|cost|amount)\b|\bcontract(?= (?:for|of|with|on) [\w -]{2,40}? (?:is|was|goes|rises|increases|drops|falls|now)\b)|\bcontract(?= (?:to|from|by|is|goes|rises|increases|drops|falls|now|at|up|was)\b)/gu,
  ],
  ['buyer', /\b(?:buyer|purchaser|procurement lead|responsible buyer)\b/gu],
  ['vendor', /\b(?:vendor|supplier|contractor|manufacturer|expected vendor)\b/gu],
  ['currency', /\bcurrency\b/gu],
  ['wbsCode', /\bwbs(?: code)?\b/gu],
  ['title', /\b(?:title|name)\b/gu],
  ['description', /\bdescription\b/gu],
];

/** The fields named in a folded text, in order. */
export function findFields(folded: string): FieldHit[] {
  const hits: FieldHit[] = [];
  for (const [field, pattern] of FIELD_WORDS)
    for (const match of folded.matchAll(pattern)) {
      const end = match.index + match[0].length;
      if (hits.every((hit) => end <= hit.start || match.index >= hit.end))
        hits.push({ field, start: match.index, end });
    }
  return hits.sort((a, b) => a.start - b.start);
}
