import { addDays } from '../../dates/date.policy.ts';
import type { PackageStatus } from '../../packages/package-fields.schema.ts';
import { STATUS_CUES, STATUS_SAID } from './patch-status-cues.ts';
import { foldText } from './fold-text.ts';
import type { FactInput, FieldValue } from './fact.ts';

const WHOLE = /^.*$/su;

/** How far a package has come: a message does not send it back by the way. */
const RANK: Partial<Record<PackageStatus, number>> = {
  draft: 0,
  planned: 1,
  rfq_issued: 2,
  bids_received: 3,
  evaluation: 4,
  awarded: 5,
  po_issued: 6,
  in_fabrication: 7,
  in_execution: 7,
  shipped: 8,
  partially_delivered: 9,
  delivered: 10,
  completed: 10,
  closed: 11,
};

/** What only goods on order can be. */
const ON_THE_WAY = new Set<PackageStatus>(['shipped', 'partially_delivered', 'delivered']);

function isPlausible(now: PackageStatus, next: PackageStatus): boolean {
  if (now === next || now === 'cancelled') return false;
  if (next === 'cancelled' || next === 'on_hold') return now !== 'closed';
  if (now === 'on_hold') return true;
  if (next === 'planned') return false;
  return (RANK[next] ?? 0) > (RANK[now] ?? 0);
}

/** The day a fact happened: the first date behind its words, else before; a weekday is the last one; null: none said. */
function dayOfFact({ dates: all, today }: FactInput, mayBeAhead: boolean, at: number): string | null {
  const dates = [...all.filter(({ start }) => start >= at), ...all.filter(({ start }) => start < at)];
  const past = dates.find(({ date, kind }) => kind !== 'weekday' && (date <= today || mayBeAhead));
  if (past) return past.date;
  const weekday = dates.find(({ kind }) => kind === 'weekday');
  return weekday ? (mayBeAhead ? weekday.date : addDays(weekday.date, weekday.date > today ? -7 : 0)) : null;
}

/** "The chillers go to Polar Air": who gets it is what an award says, where one is due. */
const GETS_IT =
  /\b(?:go(?:es)? to|went to|(?:we )?(?:are |'re )?(?:going|go) with|decided (?:for|on|in favou?r of)|given to|won by|order for)\s+(?:the )?$/u;
const TO_BE_AWARDED = new Set<PackageStatus>(['rfq_issued', 'bids_received', 'evaluation']);

/** Whether a sentence says which vendor gets the package. */
function namesWinner({ folded, vendors, pkg }: FactInput): boolean {
  if (!TO_BE_AWARDED.has(pkg.status)) return false;
  return [pkg.vendor, ...vendors].some((vendor) => {
    const short = foldText(vendor ?? '').split(' ')[0] ?? '';
    if (short.length < 4) return false;
    for (let at = folded.indexOf(short); at >= 0; at = folded.indexOf(short, at + 1))
      if (GETS_IT.test(folded.slice(Math.max(0, at - 40), at))) return true;
    return false;
  });
}

/** A status that a sentence states, with the date of its milestone when the sentence says one. */
export function readStatus(fact: FactInput): FieldValue[] {
  const { folded, pkg, ours } = fact;
  const said = ours ? STATUS_SAID.exec(folded)?.[1] : undefined;
  if (said) {
    const status = said.replace('canceled', 'cancelled').replaceAll(' ', '_') as PackageStatus;
    return status === pkg.status ? [] : [{ field: 'status', value: status }];
  }
  let farthest: { rank: number; values: FieldValue[] } | null = null;
  for (const { status, pattern, vendor, dateField, not } of STATUS_CUES) {
    if (!vendor && !ours) continue;
    const match =
      pattern.exec(folded) ?? (status === 'awarded' && ours && namesWinner(fact) ? WHOLE.exec(folded) : null);
    if (!match) continue;
    const clause = folded.slice(
      Math.max(0, folded.slice(0, match.index).search(/[^.;,:]*$/u)),
      match.index + match[0].length + 28,
    );
    if (not?.test(clause)) continue;
    if (status === 'planned' && pkg.status !== 'on_hold' && !/back to planned/u.test(match[0])) continue;
    if (status === 'planned' && pkg.contractAmount !== null && !/back to planned/u.test(match[0])) continue;
    if (!isPlausible(pkg.status, status)) continue;
    if (ON_THE_WAY.has(status) && (RANK[pkg.status] ?? 0) < RANK.po_issued!) continue;
    const day = dateField ? dayOfFact(fact, status === 'awarded', match.index) : null;
    const rank = RANK[status] ?? Number.POSITIVE_INFINITY;
    const dated = dateField && day !== null ? [{ field: dateField, value: day }] : [];
    if (!farthest || rank > farthest.rank) farthest = { rank, values: [{ field: 'status', value: status }, ...dated] };
  }
  return farthest?.values ?? [];
}
