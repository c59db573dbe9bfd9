import type { PackageStatus } from '../../packages/package-fields.schema.ts';

export type StatusTarget = PackageStatus | 'resume';
export type StatusHit = { status: StatusTarget; start: number; end: number };

/** How people call the statuses, over folded text; earlier ones take the words. */
const STATUS_WORDS: [StatusTarget, RegExp][] = [
  [
    'resume',
    /\b(?:off hold|(?:lift|remove|release|end|cancel)(?:ed|d)? (?:the |from |its )?hold|release from hold|un-?hold|resume[sd]?|un-?pause|un-?freeze|re-?activate[d]?|no longer on hold)\b/gu,
  ],
  [
    'on_hold',
    /\b(?:on[- ]hold|onto hold|on ice|hold(?= (?:[a-z]{1,3}-\d|the|it|this|that|package))|put hold|held|suspend(?:ed)?|paused?|park(?:ed)?|fre[e]ze|frozen)\b/gu,
  ],
  ['partially_delivered', /\b(?:part(?:ial(?:ly)?|ly)?[ -]delivered|partial delivery)\b/gu],
  [
    'rfq_issued',
    /\brfq[- _]issued\b|\brfqs? (?:has been |have been |was |were |is |are |went )?(?:issued|out|sent)\b|\b(?:issue|send out|release) (?:the )?rfq\b|\b(?:out (?:to|for) (?:tender|bid|quote|quotation)s?|in tender|tendering|tender issued|at rfq)\b/gu,
  ],
  [
    'bids_received',
    /\bbids?[- _](?:have been |were |are )?(?:all )?received\b|\b(?:bids|offers|tenders|quotes) (?:have |are |all )*(?:received|in|arrived|came in|come in)\b|\breceived (?:all |the )*(?:bids|offers)\b/gu,
  ],
  ['evaluation', /\b(?:(?:in|into|under|to|at|bid|technical) )?evaluat(?:ion|ing|ed)\b/gu],
  [
    'po_issued',
    /\bpo[- _]issued\b|\b(?:po|purchase order|order)s? (?:has been |have been |was |were |is |are )?(?:now )?(?:issued|placed|sent|out|released|signed)\b|\b(?:po|purchase order|order)\b.{0,40}?\b(?:has been|have been|was|is|got) (?:now )?(?:issued|placed|sent|released)\b|\b(?:issue|place|release) (?:the |a )?(?:po|purchase order|order)\b|\b(?:on order|ordered)\b/gu,
  ],
  [
    'in_fabrication',
    /\b(?:in[- _])?(?:fabrication|manufacture|manufacturing|production)(?: (?:has )?(?:started|begun))?\b|\b(?:being )?(?:manufactured|fabricated)\b/gu,
  ],
  [
    'in_execution',
    /\b(?:in[- _])?execution(?: (?:has )?(?:started|begun))?\b|\bworks? (?:has |have )?(?:started|begun)\b|\bunder execution\b/gu,
  ],
  ['shipped', /\b(?:shipped|dispatched|despatched|in transit|on the water|en route|on (?:its|the|their) way)\b/gu],
  [
    'delivered',
    /\b(?:delivered|arrived|landed|received on site|on site now|(?:has|have|is|are) (?:now )?(?:here|on site)|reached (?:the )?site)\b/gu,
  ],
  ['completed', /\b(?:completed?|finished)\b/gu],
  ['awarded', /\baward(?:ed|ing)?\b/gu],
  ['cancelled', /\b(?:cancel(?:l?ed|ling)?|terminate[d]?|scrap(?:ped)?|called? off)\b/gu],
  ['closed', /\b(?:closed?(?:[- ]out)?)\b/gu],
  ['draft', /\bdrafts?\b/gu],
  ['planned', /\b(?:planned|planning|back to plan)\b/gu],
];

/** The statuses named in a folded text, in order. */
export function findStatuses(folded: string): StatusHit[] {
  const hits: StatusHit[] = [];
  for (const [status, pattern] of STATUS_WORDS)
    for (const match of folded.matchAll(pattern)) {
      const end = match.index + match[0].length;
      if (hits.every((hit) => end <= hit.start || match.index >= hit.end))
        hits.push({ status, start: match.index, end });
    }
  return hits.sort((a, b) => a.start - b.start);
}
