import type { DateHit } from './find-dates.ts';
import { anyOf, oneOf, phrases } from './phrases.ts';

const BY = phrases`
  by | before | b4 | until | till | til | no later than | not later than | latest(?: by)? | due(?: on| by)? | within
  prior to | on or before | ahead of | in time for | (?:in|during|over) the course of | some ?time (?:in|on)? | deadline(?: is|:| of)?
`;
const BY_GERMAN = phrases`
  bis(?: zum| spatestens| spaetestens)? | spatestens(?: am| bis| bis zum)? | spaetestens(?: am| bis)? | vor(?: dem)?
`;
const BY_SPANISH = phrases`
  antes(?: del?| de la)? | hasta(?: el)? | a mas tardar(?: el)? | para el
`;
const BY_FRENCH = phrases`
  avant(?: le| la)? | au plus tard(?: le)? | d'ici(?: le| au)? | pour le | jusqu'au
`;
const BY_ITALIAN = phrases`
  entro(?: e non oltre)?(?: il| la)? | prima (?:del?|di) | non oltre(?: il)?
`;
const BY_ELSEWHERE = phrases`
  ate(?: ao| dia| o dia| a)? | uiterlijk(?: op)? | voor | tegen | tot | do(?: dnia)? | przed | najpozniej(?: do)?
  senast(?: den)? | fore(?: den)? | inden | senest | в срок до | до | 于 | 在 | 截止 | 截至
`;
/** Between the word of deadline and the date. */
const AND_THEN = phrases`
  the | close of business | close of play | cob | eod | end of business | end of day | noon | midday | lunch(?:time)?
  first thing | on | this | coming | latest | le | el | il | den | dem | zum | o | a
`;
const TIME_OF_DAY = '\\s\\d{1,2}(?:[:.]\\d\\d)?(?: ?(?:am|pm|h|uhr|hrs|hours))?';

/** What stands before a date that something is due by. */
const DUE_BEFORE = anyOf(
  `(?:^|[^\\p{L}])${oneOf(BY, BY_GERMAN, BY_SPANISH, BY_FRENCH, BY_ITALIAN, BY_ELSEWHERE)}[,:]?(?: ${oneOf(AND_THEN)}|${TIME_OF_DAY})*[ ,]*$`,
);

const SINCE = phrases`
  dated | from | since | as of | after | following | starting | between | ab | vom | seit | nach | desde | depuis | dal
  yesterday's | today's | of | to | for | instead of | not | was | until now | expected | planned | scheduled
`;
const HOLDS = phrases`valid | firm | open | reserved | booked | away | out | closed`;
const EVENT = phrases`
  meeting | visit | call | workshop | fat | inspection | hydrotest | test | session | board | e-?mail | mail | letter
  minutes | delivery | slot | conference | webinar | review | audit | shutdown | in
`;
const SHORT_EVENT = phrases`meeting | visit | call | workshop | board | review | session | delivery | fat`;

/** What stands before a date that is an event's own, or of something past. */
const NOT_DUE_BEFORE = anyOf(
  `(?:\\b${oneOf(SINCE)}(?: the)?|\\b${oneOf(HOLDS)} (?:until|till|through|to|on|from)|\\b${oneOf(EVENT)}(?: is| was)? (?:on|of|at|for)|\\b${oneOf(SHORT_EVENT)}) ?(?:the )?$`,
);

/** Whether the words around a date say that something is due by it. */
export function isDeadline(folded: string, hit: DateHit): boolean {
  const before = folded.slice(Math.max(0, hit.start - 44), hit.start);
  if (/\b(?:valid|firm|open|away|out of (?:the )?office)\s+(?:until|till|through)\s*$/u.test(before)) return false;
  return (
    DUE_BEFORE.test(before) ||
    /^\s*(?:之前|以前|前|之内|以内|内|at the latest|latest|deadline)/u.test(folded.slice(hit.end, hit.end + 16)) ||
    /^(?:within|innerhalb|binnen|entro|dans|sous|d'ici)/u.test(folded.slice(hit.start, hit.end))
  );
}

/**
 * When what is asked between two places is due: the date with a word of deadline; else a day said plainly ("tomorrow",
 * "this week", or a date at the end) that is no event's. Null: no date was said. Never before `today`.
 */
export function dueOf(
  folded: string,
  { end, kind, dates }: { end: number; kind: string; dates: readonly DateHit[] },
  today: string,
): string | null {
  const ahead = dates.filter(({ date }) => date >= today);
  const deadline = ahead.find((hit) => isDeadline(folded, hit));
  if (deadline) return deadline.date;
  // "Is it still 14 August?" asks about the day, it does not say when an answer is due.
  if (kind === 'question') return null;
  const plain = ahead.filter(
    (hit) =>
      !NOT_DUE_BEFORE.test(folded.slice(Math.max(0, hit.start - 30), hit.start)) ||
      (hit.kind === 'near' && folded.slice(0, hit.start).endsWith(' for ')),
  );
  const near = plain.find(({ kind }) => kind !== 'day');
  if (near) return near.date;
  const last = plain.at(-1);
  return last && !/\p{L}{3}/u.test(folded.slice(last.end, end).replace(/\b(?:please|pls|thanks|noon|latest)\b/gu, ''))
    ? last.date
    : null;
}
