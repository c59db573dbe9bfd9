import type { DateHit } from './find-dates.ts';
import { piecesByHead } from './pieces-by-head.ts';
import { piecesByName } from './pieces-by-name.ts';
import { piecesByNeed } from './pieces-by-need.ts';
import { piecesByPromise } from './pieces-by-promise.ts';
import type { Piece, RequestContext } from './request-piece.ts';
import { IDLE_QUESTION, KEEP_AS_IS, QUESTION_START, STOCK_SENTENCE } from './request-stock.ts';
import { ACTION_VERB, NOUN_LIKE } from './request-verbs.ts';
import type { Sentence } from './split-sentences.ts';

const IMPERATIVE = new RegExp(
  `^(?:(?:so|then|also|and|now|first|just|again|finally|do)[,:]? )*(${ACTION_VERB})\\b(?! ?[:=]| (?:is|are|was|were|has|have|had|will|would|of|date|dates|meeting|team|no|nr|works|received|attached|and approve[ds]|point|list|in progress|ongoing|started|\\d))`,
  'u',
);
const LEADING = /^(?:(?:so|then|also|and|now|first|just|again|finally|do)[,:]? )*/u;

/** What an English sentence asks: by its opening words, of somebody named, as a need, an order, a question or a promise. */
export function piecesInEnglish(
  sentence: Sentence,
  from: number,
  dates: readonly DateHit[],
  context: RequestContext,
): Piece[] {
  const { folded } = sentence;
  if (STOCK_SENTENCE.test(folded)) return [];
  const named = piecesByName(sentence, from, context);
  const headed = piecesByHead(folded, from).filter(({ start }) => named.every((one) => start < one.start));
  if (named.length > 0 || headed.length > 0)
    return [...headed.map((one) => ({ ...one, end: Math.min(one.end, named[0]?.start ?? one.end) })), ...named];
  const need = piecesByNeed(folded, from, dates);
  if (need.length > 0) return need;
  const rest = folded.slice(from);
  if (
    IMPERATIVE.test(rest) &&
    !NOUN_LIKE.test(rest.replace(LEADING, '')) &&
    !KEEP_AS_IS.test(rest) &&
    !/^(?:see|note|find|read) /u.test(rest) &&
    rest.split(' ').length >= 2
  )
    return [{ start: from, end: folded.length, bodyStart: from, kind: 'request', who: null, weak: false }];
  const your = new RegExp(
    `\\byour\\b.{0,40}\\b(?:would be|is|will be)(?: much| highly| greatly| kindly| urgently)? (?:appreciated|required|needed|requested|awaited|outstanding|overdue)\\b`,
    'u',
  );
  if (your.test(rest))
    return [{ start: from, end: folded.length, bodyStart: from, kind: 'need', who: null, weak: false }];
  if (/[?？]\s*["')]*$/u.test(folded) || /[?？]/u.test(folded)) {
    const asked = rest.split(/(?<=[,:;-]) /u).map((_, i, parts) => parts.slice(i).join(' '));
    const question = asked.find((part) => QUESTION_START.test(part));
    if (question !== undefined && !IDLE_QUESTION.test(question) && question.split(' ').length >= 3) {
      const start = folded.length - question.length;
      return [{ start, end: folded.length, bodyStart: start, kind: 'question', who: null, weak: false }];
    }
  }
  return piecesByPromise(folded, from, context);
}
