import { addDays, dayNumberOf, fromDayNumber } from '../../dates/date.policy.ts';
import { findDates } from '../rules/find-dates.ts';

/** The date since when, in a folded text: the past is meant ("since Monday" is last Monday). */
export function readSince(folded: string, today: string): string | null {
  const span = /\b(?:last|past|previous) (\d{1,3}|few|couple of)? ?(day|week|month)s?\b/u.exec(folded);
  if (span) {
    const count = span[1] === undefined ? 1 : /^\d/.test(span[1]) ? Number(span[1]) : 3;
    return addDays(today, -count * (span[2] === 'day' ? 1 : span[2] === 'week' ? 7 : 30));
  }
  const day = dayNumberOf(today);
  const weekday = ((((day + 3) % 7) + 7) % 7) + 1;
  if (/\bthis week\b/u.test(folded)) return fromDayNumber(day - weekday + 1);
  if (/\bthis month\b/u.test(folded)) return `${today.slice(0, 8)}01`;
  const [hit] = findDates(folded, { today: day, monthFirst: false });
  if (!hit) return null;
  let at = dayNumberOf(hit.date);
  if (hit.kind === 'weekday') while (at > day) at -= 7;
  return at > day ? null : fromDayNumber(at);
}

/** The dates that a list is limited to: "before June", "next week", "between 1 and 15 May". */
export function spanOf(folded: string, today: string): { before?: string; after?: string } {
  const day = dayNumberOf(today);
  const weekday = ((((day + 3) % 7) + 7) % 7) + 1;
  if (/\bnext week\b/u.test(folded))
    return { after: fromDayNumber(day - weekday + 8), before: fromDayNumber(day - weekday + 14) };
  if (/\bthis week\b/u.test(folded))
    return { after: fromDayNumber(day - weekday + 1), before: fromDayNumber(day - weekday + 7) };
  const month = /\b(this|next) month\b/u.exec(folded)?.[1];
  const named =
    /\b(before|after|in|by|until|during|since|from|end of|for)(?: the end of)? (january|february|march|april|may|june|july|august|september|october|november|december)\b(?: (20\d\d))?/u.exec(
      folded,
    );
  const edge = (year: number, at: number) => new Date(Date.UTC(year, at, 1)).toISOString().slice(0, 10);
  if (month || named) {
    const [year, now] = [Number(today.slice(0, 4)), Number(today.slice(5, 7)) - 1];
    const names = 'january february march april may june july august september october november december'.split(' ');
    const at = named ? names.indexOf(named[2]!) : now + (month === 'next' ? 1 : 0);
    const ofYear = named?.[3] ? Number(named[3]) : named && at < now - 3 ? year + 1 : year;
    const word = named?.[1] ?? 'in';
    if (word === 'before') return { before: addDays(edge(ofYear, at), -1) };
    if (word === 'after') return { after: edge(ofYear, at + 1) };
    if (word === 'since' || word === 'from') return { after: edge(ofYear, at) };
    if (word === 'by' || word === 'until' || word === 'end of') return { before: addDays(edge(ofYear, at + 1), -1) };
    return { after: edge(ofYear, at), before: addDays(edge(ofYear, at + 1), -1) };
  }
  const dates = findDates(folded, { today: day, monthFirst: false });
  if (dates.length >= 2 && /\bbetween\b|\bfrom\b.*\bto\b/u.test(folded))
    return { after: dates[0]!.date, before: dates[1]!.date };
  const [hit] = dates;
  if (!hit) return {};
  if (/\b(?:after|later than|from|since|past)(?: the)? *$/u.test(folded.slice(0, hit.start)))
    return { after: hit.date };
  if (/\b(?:on)(?: the)? *$/u.test(folded.slice(0, hit.start)) || hit.kind === 'near')
    return { after: hit.date, before: hit.date };
  return { before: hit.date };
}
