import type { DateHit } from './find-dates.ts';
import { CHANGE, NEW_VALUE, OLD_VALUE, UNCHANGED } from './patch-change.ts';
import { DATE_CUES, NOW_DUE, SMALL_DELIVERY } from './patch-date-cues.ts';
import { type FactInput, type FieldValue, presentValue } from './fact.ts';

const REACH = 110;
const ORDERED = new Set<string>([
  'awarded',
  'po_issued',
  'in_fabrication',
  'in_execution',
  'shipped',
  'partially_delivered',
]);

/** The patterns of cues, to be found more than once in a sentence. */
const EVERY_CUE = DATE_CUES.map((cue) => ({ ...cue, every: new RegExp(cue.pattern.source, 'gu') }));

type Cue = { field: FieldValue['field']; start: number; end: number };

/** Where the sentence speaks of which date; a stretch that one field took is not another's. */
function cuesOf({ folded, ours }: FactInput): Cue[] {
  const cues: Cue[] = [];
  for (const { field, every, vendor, not } of EVERY_CUE) {
    for (const match of folded.matchAll(every)) {
      const end = match.index + match[0].length;
      if (cues.some((cue) => match.index < cue.end && end > cue.start)) continue;
      if (not?.test(folded.slice(0, match.index))) continue;
      if (field === 'deliveryDate' && SMALL_DELIVERY.test(folded.slice(end))) continue;
      if (vendor || ours) cues.push({ field, start: match.index, end });
      else cues.push({ field: 'status', start: match.index, end });
    }
  }
  return cues.sort((a, b) => a.start - b.start);
}

const OTHER_EVENT =
  /\b(?:meeting|visit|call|inspection|witness|hydrotest|kick-?off|audit|review|report|drawings?|documents?|invoice|payment|photos?|letter|dated|questions?|clarifications?|lorr(?:y|ies)|trucks?|containers?|validity|valid|prices?) (?:\w+ ){0,3}$/u;

/** The date that holds from now on among those near a cue; null when none or two do. */
function newDate(folded: string, hits: readonly DateHit[], present: string | number | null): DateHit | null {
  const open = hits.filter((hit) => {
    const before = folded.slice(Math.max(0, hit.start - 40), hit.start);
    return !OLD_VALUE.test(before) && !OTHER_EVENT.test(before) && hit.date !== present;
  });
  const told = open.filter((hit) => NEW_VALUE.test(folded.slice(Math.max(0, hit.start - 24), hit.start)));
  if (told.length > 0) return told.at(-1)!;
  return open[0] ?? null;
}

const INSTEAD =
  /^[\s,]*(?:instead of|rather than|in place of|in lieu of|au lieu d[ue]s?|statt|anstatt|anstelle(?: des?)?|en lugar del?|en vez del?|invece (?:del|di)|in plaats van|zamiast)(?: (?:the|den|dem|le))?(?: (?:planned|original|agreed|contractual))?\s*$/u;
const UNSURE =
  /\b(?:not|cannot|can't|n't|could|might|would|may|should|propos\w+|suggest\w*|possibl\w+|if|whether|pourrai\w*|konnte\w*|podria\w*|potrebbe\w*)\b/u;
const MILESTONE_FIELDS = ['rfqIssueDate', 'bidDueDate', 'awardDate', 'poIssueDate', 'fatDate', 'deliveryDate'] as const;

/** "9 April instead of 27 March": the date that takes the place of the one that a milestone of the package has. */
function replacedDates({ folded, pkg }: FactInput, hits: readonly DateHit[]): FieldValue[] {
  return hits.flatMap((hit, i): FieldValue[] => {
    const old = hits[i + 1];
    if (!old || !INSTEAD.test(folded.slice(hit.end, old.start))) return [];
    if (UNSURE.test(folded.slice(Math.max(0, hit.start - 70), hit.start)) || hit.date === old.date) return [];
    const fields = MILESTONE_FIELDS.filter((field) => presentValue(pkg, field) === old.date);
    return fields.length === 1 ? [{ field: fields[0]!, value: hit.date }] : [];
  });
}

/** Milestone dates that a sentence sets: the field's words, a verb of change or state, and the date that is new. */
export function readDateFields(fact: FactInput, status: readonly FieldValue[]): FieldValue[] {
  const { folded, dates, pkg } = fact;
  const cues = cuesOf(fact);
  const now = cues.length === 0 && ORDERED.has(pkg.status) ? NOW_DUE.exec(folded) : null;
  if (now) cues.push({ field: 'deliveryDate', start: now.index, end: now.index + now[0].length });
  const values: FieldValue[] = [];
  const taken = new Set<DateHit>();
  const usable = dates.filter(
    ({ kind, date }) => kind === 'day' || kind === 'period' || (kind === 'weekday' && date > fact.today),
  );
  for (const [i, cue] of cues.entries()) {
    if (
      cue.field === 'status' ||
      values.some(({ field }) => field === cue.field) ||
      status.some(({ field }) => field === cue.field)
    )
      continue;
    const next = cues[i + 1]?.start ?? folded.length;
    const until = Math.min(next, cue.end + REACH);
    const behind = usable.filter(({ start }) => start >= cue.end && start < until);
    const unchanged = UNCHANGED.exec(folded.slice(cue.end, cue.end + 32));
    if (unchanged && (behind.length === 0 || cue.end + unchanged.index < behind[0]!.start)) continue;
    const from = Math.max(i === 0 ? 0 : cues[i - 1]!.end, cue.start - 60);
    const ahead =
      behind.length > 0 ? [] : usable.filter((hit) => !taken.has(hit) && hit.start >= from && hit.end <= cue.start);
    const near = behind.length > 0 ? behind : ahead;
    if (near.length === 0) continue;
    const hit = newDate(folded, near, presentValue(pkg, cue.field));
    if (!hit) continue;
    const stretch = folded.slice(Math.max(0, Math.min(cue.start, hit.start) - 40), Math.max(cue.end, hit.end) + 40);
    const between = hit.start >= cue.end ? folded.slice(cue.end, hit.start) : folded.slice(hit.end, cue.start);
    if (
      UNCHANGED.test(between) ||
      /\b(?:no|not|without|invoice|before|after|prior to|weeks? (?:after|from))\b/u.test(
        between.replace(/\bnot \d.*/u, ''),
      )
    )
      continue;
    if (!CHANGE.test(stretch) && !/^\s*(?:date)?\s*[:=]\s*$/u.test(between)) continue;
    taken.add(hit);
    values.push({ field: cue.field, value: cue.field === 'fatDate' ? hit.first : hit.date });
  }
  const replaced = replacedDates(fact, usable).filter(({ field }) => values.every((one) => one.field !== field));
  return [...values, ...replaced];
}
