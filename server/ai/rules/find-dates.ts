import * as chrono from 'chrono-node';
import { DAY_MS, fromDayNumber, type PlainDate } from '../../dates/date.policy.ts';
import { MONTH_WORD } from './calendar-words.ts';
import { DATE_PATTERNS, type DateContext, type DateKind } from './date-patterns.ts';

/** A date said in a text, with its place. `first`: where a range begins ("12 to 14 May" is dated the 14th). */
export type DateHit = { start: number; end: number; date: PlainDate; first: PlainDate; kind: DateKind };

const LONGEST = 4000;
const MOST_HITS = 60;
const isFree = (taken: readonly DateHit[], start: number, end: number) =>
  taken.every((hit) => end <= hit.start || start >= hit.end);

const plain = (day: number): PlainDate | null => {
  try {
    return fromDayNumber(day);
  } catch {
    return null;
  }
};

/** Worth asking chrono: a month's name or "ago", "from now" that no pattern of ours took. */
const WORTH_CHRONO = new RegExp(`\\b${MONTH_WORD}\\b[^.]{0,12}\\d|\\d[^.]{0,12}\\b${MONTH_WORD}\\b|from now`, 'u');

function addChrono(folded: string, hits: DateHit[], { today }: DateContext): void {
  let rest = folded;
  for (const { start, end } of hits) rest = rest.slice(0, start) + ' '.repeat(end - start) + rest.slice(end);
  if (!WORTH_CHRONO.test(rest)) return;
  const reference = { instant: new Date(today * DAY_MS + DAY_MS / 2), timezone: 0 };
  for (const found of chrono.en.GB.parse(rest, reference, { forwardDate: true })) {
    if (!found.start.isCertain('day') || !found.start.isCertain('month') || !/[a-z]{3}/.test(found.text)) continue;
    const day = plain(
      Math.floor(Date.UTC(found.start.get('year')!, found.start.get('month')! - 1, found.start.get('day')!) / DAY_MS),
    );
    const end = found.index + found.text.length;
    if (day !== null && isFree(hits, found.index, end))
      hits.push({ start: found.index, end, date: day, first: day, kind: 'day' });
  }
}

const BETWEEN_DAY_AND_DATE = /^[,.]?\s*(?:the|den|dem|der|le|el|il|dia|de|\()?\s*$/;

/** Each match of a global pattern in order. `matchAll` copies the pattern for each text, which costs more than the search. */
function* matchesOf(pattern: RegExp, text: string): Generator<RegExpExecArray> {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    if (match[0] === '') pattern.lastIndex += 1;
    const next = pattern.lastIndex;
    yield match;
    pattern.lastIndex = next;
  }
}

/** "Friday, 20 March" is one date, and "COB Friday" is Friday's. */
function joinNeighbours(folded: string, hits: DateHit[]): DateHit[] {
  const kept: DateHit[] = [];
  for (const [i, hit] of hits.entries()) {
    const next = hits[i + 1];
    const previous = kept.at(-1);
    if (
      hit.kind === 'weekday' &&
      next?.kind === 'day' &&
      BETWEEN_DAY_AND_DATE.test(folded.slice(hit.end, next.start))
    ) {
      next.start = hit.start;
      continue;
    }
    if (hit.kind === 'day_end' && ((next && next.start - hit.end < 16) || (previous && hit.start - previous.end < 16)))
      continue;
    if (hit.kind === 'weekday' && previous?.kind === 'day' && /^,? \(?$/.test(folded.slice(previous.end, hit.start)))
      continue;
    kept.push(hit);
  }
  return kept;
}

/** The dates of a folded text in order, at most 60: our patterns for business phrases first, chrono for the rest. */
export function findDates(folded: string, context: DateContext): DateHit[] {
  const text = folded.slice(0, LONGEST);
  const hits: DateHit[] = [];
  for (const { kind, pattern, read } of DATE_PATTERNS) {
    for (const match of matchesOf(pattern, text)) {
      const end = match.index + match[0].length;
      if (hits.length >= MOST_HITS || !isFree(hits, match.index, end)) continue;
      const days = read(match, context);
      if (days === null) continue;
      const [last, first] = Array.isArray(days) ? days : [days, days];
      const [date, begin] = [plain(last), plain(first)];
      if (date !== null && begin !== null) hits.push({ start: match.index, end, date, first: begin, kind });
    }
  }
  if (/\d|\bfrom now\b/.test(text)) addChrono(text, hits, context);
  return joinNeighbours(
    text,
    hits.sort((a, b) => a.start - b.start),
  );
}
