import type { DateHit } from './find-dates.ts';
import { CHANGE, NEW_VALUE, OLD_VALUE, UNCHANGED } from './patch-change.ts';
import { DATE_CUES, NOW_DUE, SMALL_DELIVERY } from './patch-date-cues.ts';
import { NOT_BEFORE } from './patch-doubt.ts';
import { type FactInput, type FieldValue, presentValue } from './fact.ts';
import { readShift, shiftDate } from './read-shift.ts';

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

/** "Delivery: 3 July". */
const LABELLED = /^\s*(?:dates?|forecast)?\s*[:=]\s*(?:[\d/.]+\s*(?:->|→|>)\s*)?$/u;
/** "FAT 19 May", "delivery to site 25 September": nothing but a place between. */
const BESIDE = /^\s*(?:date|on|to (?:your |the )?site|(?:on|at) (?:your |the )?site|ex works)?\s*$/u;

/** … and nothing before: "the slides for the FAT 9 June" tells no date. */
const ALONE = /(?:^|[,;:|(.-])\s*(?:and |the |now |new |our )*$/u;
/** Behind a FAT cue: it is about what goes with it. */
const BESIDE_FAT =
  /^ (?:trip|travel|reports?|procedure|protocol|dossier|team|costs?|flights?|invitation|attendance|minutes)\b/u;
/** Before a verb of delivery: it is of a part. */
const PART_OF_IT =
  /\b(?:first|second|one|two|some|parts?|half|partial|spares?|samples?|drawings?|documents?|certificates?|castings?|motors?)\b[^,.;]{0,16}$/u;

type Cue = { field: FieldValue['field']; start: number; end: number };

/** Where the sentence speaks of which date; a stretch that one field took is not another's. */
function cuesOf({ folded, ours }: FactInput): Cue[] {
  const cues: Cue[] = [];
  for (const { field, every, vendor, not } of EVERY_CUE) {
    for (const match of folded.matchAll(every)) {
      const end = match.index + match[0].length;
      if (cues.some((cue) => match.index < cue.end && end > cue.start)) continue;
      if (not?.test(folded.slice(0, match.index))) continue;
      if (field === 'fatDate' && BESIDE_FAT.test(folded.slice(end))) continue;
      if (field === 'deliveryDate' && SMALL_DELIVERY.test(folded.slice(end))) continue;
      if (/^(?:will|to|shall|can|now)\b/u.test(match[0]) && PART_OF_IT.test(folded.slice(0, match.index))) continue;
      if (vendor || ours) cues.push({ field, start: match.index, end });
      else cues.push({ field: 'status', start: match.index, end });
    }
  }
  return cues.sort((a, b) => a.start - b.start);
}

const OTHER_EVENT =
  /\b(?:meeting|visit|call|inspection|witness|hydrotest|kick-?off|audit|review|report|drawings?|documents?|invoice|payment|photos?|letter|dated|questions?|clarifications?|lorr(?:y|ies)|trucks?|containers?|validity|valid|prices?) (?:\w+ ){0,3}$/u;

/** "from 13 to 27 March" of what moves: two days of one month, the first the old one. */
const FROM = /\b(?:from|von|vom|del?|du|dal|van)\s*$/u;
const MOVES =
  /\b(?:mov\w+|slip\w*|postpon\w+|extend\w*|shift\w*|push\w*|delay\w*|reschedul\w+|verschiebt|verschoben|verlegt|aplaz\w+|report\w+|slitta\w*|rinvi\w+)\b/u;
/** A day that is wanted so that the date can be kept is not the date. */
const TO_KEEP =
  /\b(?:to (?:keep|meet|hold|maintain|secure|protect|safeguard|avoid|make)|in order|so that|otherwise|required|needed)\b/u;

const isOld = (folded: string) => (hit: DateHit) =>
  OLD_VALUE.test(folded.slice(Math.max(0, hit.start - 40), hit.start));

/** The date that holds from now on among those near a cue; null when none or two do. */
function newDate(folded: string, hits: readonly DateHit[], present: string | number | null): DateHit | null {
  const open = hits.filter((hit) => {
    const before = folded.slice(Math.max(0, hit.start - 40), hit.start);
    return !isOld(folded)(hit) && !OTHER_EVENT.test(before) && hit.date !== present;
  });
  const range = hits.find(
    (hit) =>
      hit.first !== hit.date && FROM.test(folded.slice(Math.max(0, hit.start - 8), hit.start)) && MOVES.test(folded),
  );
  if (range && range.date !== present) return range;
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

/** How far it is not said exactly, or of something that only resembles a move. */
const ROUGHLY =
  /\b(?:about|around|approx\w*|roughly|circa|ca|some|several|a few|up to|at least|or so|maybe|more or less|nearly|almost|between|to \d+|notice|every|per|validity|warranty|lead time|duration)\b|~|\d ?- ?\d|\ba couple\b/u;
const MOVES_BY =
  /\b(?:mov\w+|slip\w*|delay\w*|postpon\w+|push\w*|shift\w*|late|later|earlier|brought forward|put .{0,30}\bback|improv\w+|advanc\w+)\b/u;

/** "Delivery slips by two weeks": from the date that the milestone has. */
function movedBy({ folded, pkg }: FactInput, cue: Cue): FieldValue[] {
  const words = folded.slice(cue.start, cue.end + REACH);
  const shift = readShift(words);
  const present = presentValue(pkg, cue.field);
  if (!shift || typeof present !== 'string' || ROUGHLY.test(words) || !MOVES_BY.test(folded)) return [];
  return UNCHANGED.test(words) ? [] : [{ field: cue.field, value: shiftDate(present, shift) }];
}

/** The milestone that a sentence speaks of, when it is just one and one of which the writer may speak. */
export function milestoneIn(fact: FactInput): FieldValue['field'] | null {
  const fields = new Set(cuesOf(fact).map(({ field }) => field));
  const [only] = fields;
  return fields.size === 1 && only !== 'status' ? only! : null;
}

/** "The new date is 3 July", "It will now be 3 July": of the milestone spoken of just before. */
const THE_NEW_DATE =
  /\bthe (?:new|revised|updated|corrected|current|latest|earliest possible) (?:date|forecast|target|estimate)\b|^(?:it|this|that) (?:is now|will now be|has moved|moves|has been moved|slips|will be|is expected now|now)\b|\bwe (?:now |currently |therefore )*(?:anticipate|expect|forecast|estimate)\b|\bder neue termin\b|\bla nueva fecha\b|\bla nouvelle date\b|\bla nuova data\b/u;

/** "Cannot leave the works before 29 June": right before the date. */
const HELD_BACK = new RegExp(`${NOT_BEFORE.source}(?: the)? *$`, 'u');
const OTHER_CASE = /\b(?:no|not|without|invoice|before|after|prior to|weeks? (?:after|from))\b/u;

/** The date that a cue's words set to a new value; null when there is none, or they say that all stays. */
function dateSet({ folded, pkg }: FactInput, cues: readonly Cue[], i: number, usable: readonly DateHit[]) {
  const cue = cues[i]!;
  const until = Math.min(cues[i + 1]?.start ?? folded.length, cue.end + REACH);
  const behind = usable.filter(({ start }) => start >= cue.end && start < until);
  const unchanged = UNCHANGED.exec(folded.slice(cue.end, cue.end + 32));
  if (unchanged && (behind.length === 0 || cue.end + unchanged.index < behind[0]!.start)) return null;
  const from = Math.max(i === 0 ? 0 : cues[i - 1]!.end, cue.start - 60);
  const ahead = usable.filter((hit) => hit.start >= from && hit.end <= cue.start);
  const present = presentValue(pkg, cue.field);
  // "5 June for delivery (was 29 May)": where only the old date stands behind, the new one stands before.
  const hit =
    newDate(folded, behind, present) ?? (behind.every(isOld(folded)) ? newDate(folded, ahead, present) : null);
  if (!hit) return null;
  const between = hit.start >= cue.end ? folded.slice(cue.end, hit.start) : folded.slice(hit.end, cue.start);
  if (hit.start < cue.start && TO_KEEP.test(between)) return null;
  if (HELD_BACK.test(folded.slice(0, hit.start))) return hit;
  if (UNCHANGED.test(between) || OTHER_CASE.test(between.replace(/\bnot \d.*/u, ''))) return null;
  const stretch = folded.slice(Math.max(0, Math.min(cue.start, hit.start) - 40), Math.max(cue.end, hit.end) + 40);
  const said =
    CHANGE.test(stretch) ||
    LABELLED.test(between) ||
    ((ORDERED.has(pkg.status) || cue.field === 'bidDueDate') &&
      BESIDE.test(between) &&
      ALONE.test(folded.slice(0, cue.start)));
  return said ? hit : null;
}

/** Cues of a sentence: its own, else that of what is on order, else what was spoken of just before. */
function cuesMeant(fact: FactInput): Cue[] {
  const cues = cuesOf(fact);
  if (cues.length > 0) return cues;
  const now = ORDERED.has(fact.pkg.status) ? NOW_DUE.exec(fact.folded) : null;
  const found = now ?? (fact.spokenOf ? THE_NEW_DATE.exec(fact.folded) : null);
  if (!found) return [];
  return [{ field: now ? 'deliveryDate' : fact.spokenOf!, start: found.index, end: found.index + found[0].length }];
}

/** Milestone dates that a sentence sets: the field's words, a verb of change or state, and the date that is new. */
export function readDateFields(fact: FactInput, status: readonly FieldValue[]): FieldValue[] {
  const cues = cuesMeant(fact);
  const values: FieldValue[] = [];
  const known = (field: FieldValue['field']) => [...values, ...status].some((one) => one.field === field);
  let usable = fact.dates.filter(
    ({ kind, date }) => kind === 'day' || kind === 'period' || (kind === 'weekday' && date > fact.today),
  );
  for (const [i, cue] of cues.entries()) {
    if (cue.field === 'status' || known(cue.field)) continue;
    const hit = dateSet(fact, cues, i, usable);
    if (hit) values.push({ field: cue.field, value: cue.field === 'fatDate' ? hit.first : hit.date });
    else if (fact.dates.length === 0) values.push(...movedBy(fact, cue));
    usable = usable.filter((one) => one !== hit || one.start > cue.end);
  }
  const replaced = replacedDates(fact, usable).filter(({ field }) => !known(field));
  return [...values, ...replaced];
}
