import { FOREIGN_REQUESTS } from './request-foreign.ts';
import type { Piece } from './request-piece.ts';

const FOREIGN_PROMISE =
  /\b(?:je vous enverrai|nous vous enverrons|ich (?:werde|sende|schicke) (?:ihnen|dir)|wir (?:werden|senden|schicken) (?:ihnen|dir)|le enviare|les enviaremos)\b/u;

/** What a sentence in another language asks: the whole sentence is the request. */
export function piecesInOtherLanguages(folded: string, from: number): Piece[] {
  for (const { request, need, stock } of FOREIGN_REQUESTS) {
    const rest = folded.slice(from);
    const isRequest = request.test(rest);
    if (!isRequest && !need.test(rest)) continue;
    if (stock.test(rest)) return [];
    return [
      {
        start: from,
        end: folded.length,
        bodyStart: from,
        kind: isRequest ? 'request' : 'need',
        who: null,
        weak: false,
      },
    ];
  }
  if (/[?？]\s*$/u.test(folded) && folded.split(' ').length >= 3 && !FOREIGN_PROMISE.test(folded))
    return [{ start: from, end: folded.length, bodyStart: from, kind: 'question', who: null, weak: false }];
  return [];
}
