import { fromDayNumber } from '../../dates/date.policy.ts';
import type { DateContext } from './date-patterns.ts';
import { findDates } from './find-dates.ts';
import type { Links } from './link-packages.ts';
import type { MailPeople } from './mail-people.ts';
import { type FactInput, type FieldValue, presentValue } from './fact.ts';
import { readAmounts } from './patch-amounts.ts';
import { GRANTED, NOT_A_FACT, NOT_BEFORE, NOTHING_SETTLED } from './patch-doubt.ts';
import { BOTH_AGREED } from './patch-change.ts';
import { milestoneIn, readDateFields } from './patch-dates.ts';
import { type DateColumns, dateColumns, dateOfRow } from './patch-table.ts';
import { readOtherFields } from './patch-others.ts';
import { readStatus } from './patch-status.ts';
import { CORRECTION } from './request-times.ts';
import type { Sentence } from './split-sentences.ts';
import type { PackageIndex } from './title-words.ts';
import type { PatchField } from './understanding.ts';

/** A change before its quote is looked up; places are those of the split text. */
export type PatchDraft = {
  package: string;
  field: PatchField;
  value: string | number;
  start: number;
  end: number;
  corrected: boolean;
};

export type PatchInput = {
  sentences: readonly Sentence[];
  /** Stretches of a sentence that ask: nothing is stated there. */
  asked: ReadonlyMap<Sentence, [start: number, end: number][]>;
  links: Links;
  index: PackageIndex;
  people: MailPeople;
  dates: DateContext;
  /** Who states: one of ours, or a vendor of these packages; null: nobody entitled. */
  speaker: { ours: boolean; packages: readonly string[] } | null;
};

function blank(folded: string, stretches: readonly [number, number][]): string {
  let out = folded;
  for (const [start, end] of stretches) out = out.slice(0, start) + ' '.repeat(end - start) + out.slice(end);
  return out;
}

/** The clauses of a sentence that hypotheses rule on their own: parted by a semicolon, a full stop or "but". */
const CLAUSE = /(?<=;|:|, but |, however,| - )\s*/u;

/** Blanks the clauses that are no statement of fact. */
function factsOnly(folded: string): string {
  return folded
    .split(CLAUSE)
    .map((clause) =>
      NOT_A_FACT.test(clause.replace(GRANTED, ' ').replace(NOT_BEFORE, ' ')) ? ' '.repeat(clause.length) : clause,
    )
    .join('');
}

/** Pieces of a sentence with the package each is about: a sentence naming several codes is cut at them. */
function byPackage(
  sentence: Sentence,
  folded: string,
  links: Links,
  carried: string | null,
): { code: string; part: string }[] {
  const own = links.of(sentence.folded, sentence.text);
  if (own.length <= 1) {
    const code = own[0] ?? carried ?? (links.packages.length === 1 ? links.packages[0]! : null);
    return code === null ? [] : [{ code, part: folded }];
  }
  const places = own
    .map((code) => ({ code, at: sentence.folded.indexOf(code.toLowerCase()) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at);
  return places.map(({ code, at }, i) => {
    const from = i === 0 ? 0 : at;
    const to = places[i + 1]?.at ?? folded.length;
    return { code, part: ' '.repeat(from) + folded.slice(from, to) };
  });
}

/** What the sentences before one have left: whom and what they spoke of, what was agreed, the head of a table. */
type Context = {
  carried: { code: string | null; paragraph: number; item: number } | null;
  spoken: { field: PatchField; paragraph: number } | null;
  /** The paragraph in which both sides agreed. */
  agreed: number | null;
  columns: DateColumns | null;
};

/** Fields and values that one stretch of words gives a package: status, dates of a table, dates, amounts, the rest. */
function statedIn(fact: FactInput, sentence: Sentence, columns: DateColumns | null, dates: DateContext): FieldValue[] {
  const tabled = columns ? dateOfRow(sentence, columns, fact.pkg, dates) : [];
  const status = readStatus(fact);
  return [
    ...status,
    ...tabled,
    ...readDateFields(fact, [...status, ...tabled]),
    ...readAmounts(fact, status),
    ...readOtherFields(fact, status),
  ];
}

/** Moves the context on to a sentence, before it is read. */
function enter(context: Context, sentence: Sentence, links: Links): void {
  const { carried } = context;
  const sameItem = !sentence.bullet || carried?.item === sentence.item;
  const before = carried?.paragraph === sentence.paragraph && sameItem ? carried.code : null;
  const [own] = links.of(sentence.folded, sentence.text);
  context.carried = { code: own ?? before, paragraph: sentence.paragraph, item: sentence.item };
  context.columns = dateColumns(sentence) ?? (sentence.row ? context.columns : null);
}

function draftsOf(sentence: Sentence, folded: string, context: Context, input: PatchInput): PatchDraft[] {
  const { links, index, people, dates, speaker } = input;
  const drafts: PatchDraft[] = [];
  for (const { code, part } of byPackage(sentence, folded, links, context.carried?.code ?? null)) {
    const pkg = index.byCode.get(code);
    if (!pkg || !speaker || (!speaker.ours && !speaker.packages.includes(code))) continue;
    const fact: FactInput = {
      folded: part,
      text: sentence.text,
      pkg,
      ours: speaker.ours,
      dates: findDates(part, dates),
      today: fromDayNumber(dates.today),
      people,
      vendors: index.vendors,
      agreed: context.agreed === sentence.paragraph,
      spokenOf: context.spoken?.paragraph === sentence.paragraph ? context.spoken.field : null,
    };
    const milestone = milestoneIn({ ...fact, folded: sentence.folded });
    const corrected = CORRECTION.test(sentence.folded);
    const { start, end } = sentence;
    for (const { field, value } of statedIn(fact, sentence, context.columns, dates))
      drafts.push({ package: code, field, value, start, end, corrected });
    if (milestone) context.spoken = { field: milestone, paragraph: sentence.paragraph };
  }
  return drafts;
}

/**
 * The changes that a message states as facts, at most one a package and field. Rumour, request, refusal and condition
 * give none; neither do values that the package has already. `conflicting`: one field was given two dates.
 */
export function readPatches(input: PatchInput): { patches: PatchDraft[]; conflicting: boolean } {
  const { sentences, asked, links, index, speaker } = input;
  if (speaker === null || sentences.some(({ folded }) => NOTHING_SETTLED.test(folded)))
    return { patches: [], conflicting: false };
  const context: Context = { carried: null, spoken: null, agreed: null, columns: null };
  const found: PatchDraft[] = [];
  for (const sentence of sentences) {
    enter(context, sentence, links);
    const folded = factsOnly(blank(sentence.folded, asked.get(sentence) ?? []));
    if (!/\p{L}{3}/u.test(folded)) continue;
    if (BOTH_AGREED.test(folded)) context.agreed = sentence.paragraph;
    found.push(...draftsOf(sentence, folded, context, input));
  }
  return settle(found, index);
}

/** One value a field: a correction replaces, two dates that contradict each other cancel out, known values fall away. */
function settle(found: PatchDraft[], index: PackageIndex): { patches: PatchDraft[]; conflicting: boolean } {
  const byField = new Map<string, PatchDraft[]>();
  for (const one of found) {
    const key = `${one.package} ${one.field}`;
    byField.set(key, [...(byField.get(key) ?? []), one]);
  }
  let conflicting = false;
  const patches: PatchDraft[] = [];
  for (const values of byField.values()) {
    const last = values.at(-1)!;
    const different = new Set(values.map(({ value }) => value)).size > 1;
    if (different && last.field.endsWith('Date')) conflicting = true;
    if (different && !last.corrected) continue;
    const pkg = index.byCode.get(last.package)!;
    if (presentValue(pkg, last.field) !== last.value) patches.push(different ? last : values[0]!);
  }
  return { patches, conflicting };
}
