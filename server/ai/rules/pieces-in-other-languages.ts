import { isEastAsian } from './fold-text.ts';
import { FOREIGN_REQUESTS } from './request-foreign.ts';
import type { Piece } from './request-piece.ts';

const FOREIGN_PROMISE =
  /\b(?:je vous enverrai|nous vous enverrons|ich (?:werde|sende|schicke) (?:ihnen|dir)|wir (?:werden|senden|schicken) (?:ihnen|dir)|le enviare|les enviaremos)\b/u;

/** What a sentence in another language asks: the whole sentence is the request. `mixed`: the rest is English. */
export function piecesInOtherLanguages(folded: string, from: number, mixed = false): Piece[] {
  for (const { language, request, need, stock } of FOREIGN_REQUESTS) {
    if (mixed && language === 'zh' && !isEastAsian(folded)) continue;
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
  if (mixed) return [];
  if (/[?？]\s*$/u.test(folded) && folded.split(' ').length >= 3 && !FOREIGN_PROMISE.test(folded))
    return [{ start: from, end: folded.length, bodyStart: from, kind: 'question', who: null, weak: false }];
  return [];
}
