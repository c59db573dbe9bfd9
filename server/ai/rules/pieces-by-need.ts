import type { DateHit } from './find-dates.ts';
import { NEED_HEAD } from './request-heads.ts';
import type { Piece } from './request-piece.ts';
import { RESPONSE_NOUN } from './request-verbs.ts';

const NEEDS = new RegExp(NEED_HEAD, 'gu');
const RESPONSE = new RegExp(`\\b${RESPONSE_NOUN}\\b`, 'u');

/** "We need your decision": a task when it is the reader's to give. */
export function piecesByNeed(folded: string, from: number, dates: readonly DateHit[]): Piece[] {
  const pieces: Piece[] = [];
  for (const head of folded.matchAll(NEEDS)) {
    if (head.index < from) continue;
    const bodyStart = head.index + head[0].length;
    const body = folded.slice(bodyStart).trimStart();
    if (
      /^(?:no|nothing|not|it to be)\b|^[a-z0-9 ]{0,24}\b(?:time|hours?|days?|weeks?|minutes?) (?:to|for|until|more|longer)\b/u.test(
        body,
      ) ||
      /\b(?:everything|all|nothing|what|not|n't|if|should|as|unless) $/u.test(folded.slice(0, head.index))
    )
      continue;
    const waits = /await|waiting|look(?:ing)? forward|expect/u.test(head[0]);
    const asks = /request$|ask for$/u.test(head[0]) || /^(?:to )?(?:ask|request)\b/u.test(body);
    const dated = dates.some(({ start }) => start >= bodyStart);
    const mine = /\b(?:your|from you|you to|u to|yours|us to)\b/u.test(body);
    if (
      /^(?:to|further|more|another|some|additional|time|at least|approx|about|\d|two|three|four|few|a few|a new) ?/u.test(
        body,
      ) &&
      !/^to (?:know|have|receive|get|hear|see|ask|request)\b/u.test(body) &&
      !mine
    )
      continue;
    if (
      waits &&
      !(dated && (mine || RESPONSE.test(body))) &&
      !(
        mine &&
        /\b(?:decision|approval|instruction|signed|purchase order|comments)\w*/u.test(body) &&
        !/look(?:ing)? forward/u.test(head[0])
      )
    )
      continue;
    const wanted =
      head[0].endsWith('like') &&
      /^(?:to (?:have|receive|get|see(?! you\b)|request|ask|know)|your|you to|a copy)/u.test(body);
    if (head[0].endsWith('like') && !wanted) continue;
    if (!mine && !wanted && !waits && !asks && !dated && !RESPONSE.test(body)) continue;
    pieces.push({
      start: Math.max(head.index, from),
      end: folded.length,
      bodyStart,
      kind: 'need',
      who: null,
      weak: asks,
    });
    break;
  }
  return pieces;
}
