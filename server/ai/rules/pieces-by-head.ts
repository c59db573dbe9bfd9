import { REQUEST_HEAD } from './request-heads.ts';
import type { Piece } from './request-piece.ts';
import { COURTESY_CONDITION, STOCK } from './request-stock.ts';
import { ACTION_VERB } from './request-verbs.ts';
import { opensOwnDuty } from './split-duties.ts';

const POLITE =
  '(?: (?:please|pls|plz|kindly|also|then|just|perhaps|maybe|possibly|at least|both|now|do|therefore|all))*,?';
const HEADS = new RegExp(`\\b${REQUEST_HEAD}\\b${POLITE}`, 'gu');
const NEGATED = /^ ?(?:not|don't|do not|never|no)\b/u;

/** "Please find the plan attached and return it stamped": behind the courtesy something is asked. */
const THEN_ASKED = new RegExp(
  `^(?:find|see|note|refer to|(?:update|amend|change|adjust) your)\\b.{3,120}?(?:,| and|, and|;) (?:please |kindly |then )*(?=${ACTION_VERB}\\b(?! (?:of|for|is|are)\\b))`,
  'u',
);

/** "It would help us to know the load class": what the writer lacks. */
const WISHED = /^(?:it )?would (?:be|help)\b.* (?:know|have|see|get|receive|hear)\b/u;

/** Requests opened by "please", "could you", "we would appreciate" and the like. */
export function piecesByHead(folded: string, from: number): Piece[] {
  const heads = [...folded.matchAll(HEADS)].filter(({ index }) => index >= from);
  const pieces: Piece[] = [];
  heads.forEach((head, i) => {
    const bodyStart = head.index + head[0].length;
    const end = heads[i + 1]?.index ?? folded.length;
    const body = folded.slice(bodyStart, end).trimStart();
    const before = folded.slice(0, head.index);
    const last = pieces.at(-1);
    if (
      last?.end === head.index &&
      /\band (?:then |also )?$/u.test(before) &&
      !opensOwnDuty(folded.slice(head.index, end))
    ) {
      last.end = end;
      return;
    }
    const negated = NEGATED.test(body) || /\b(?:not|n't|whether|that|as|when|which) (?:you )?$/u.test(before);
    const known = /let (?:me|us)(?: please)? (?:know|have)/u.test(head[0]) ? `let me know ${body}` : body;
    const asked = negated ? null : THEN_ASKED.exec(body);
    if (asked && /^(?:please|pls|kindly)/u.test(head[0])) {
      const start = folded.indexOf(body, bodyStart) + asked[0].length;
      pieces.push({ start, end, bodyStart: start, kind: 'request', who: null, weak: false });
      return;
    }
    if (negated || STOCK.test(body) || STOCK.test(known) || COURTESY_CONDITION.test(before)) return;
    if (!/\p{L}{2}/u.test(body)) {
      const alone =
        heads.length === 1 && /^(?:please|pls|plz)/u.test(head[0]) && before.trim().length > 8 && !NEGATED.test(before);
      if (alone)
        pieces.push({ start: from, end: folded.length, bodyStart: from, kind: 'request', who: null, weak: false });
      return;
    }
    if (/^(?:we|i|they|the|there|this|it|you|our|my)\b/u.test(body) && /^(?:please|pls|kindly)/u.test(head[0])) return;
    pieces.push({
      start: head.index,
      end,
      bodyStart: end - folded.slice(bodyStart, end).trimStart().length,
      kind: WISHED.test(`${head[0]} ${body}`) ? 'need' : 'request',
      who: null,
      weak: false,
    });
  });
  return pieces;
}
