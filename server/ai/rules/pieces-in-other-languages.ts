import { isEastAsian } from './fold-text.ts';
import { FOREIGN_REQUESTS } from './request-foreign.ts';
import type { Piece } from './request-piece.ts';

const FOREIGN_PROMISE =
  /\b(?:je vous enverrai|nous vous enverrons|ich (?:werde|sende|schicke) (?:ihnen|dir)|wir (?:werden|senden|schicken) (?:ihnen|dir)|le enviare|les enviaremos)\b/u;

/** What is not needed: "non ci serve altro", "no necesitamos nada más", "wir brauchen nichts weiter". */
const NOT_NEEDED =
  /\b(?:non|no|nao|ne|nie|nada|niente|nothing)\b.{0,14}\b(?:serv\w+|necesit\w+|precis\w+|bisogno|potrzeb\w+|falta\w*|manca\w*)\b|\b(?:pas|plus|aucun|rien|d'aucun) ?(?:d'|de )?besoin\b|\bbesoin de rien\b|\b(?:brauch\w*|benotig\w*|benoetig\w*|fehlt|fehlen)\b.{0,30}\b(?:nichts|nicht|kein\w*)\b|\b(?:nichts|kein\w*)\b.{0,30}\b(?:brauch\w*|benotig\w*|fehlt|fehlen)\b|\b(?:niet|geen|niets)\b.{0,20}\bnodig\b|(?:不|无|暂不)需要?/u;

/** What a sentence in another language asks: the whole sentence is the request. `mixed`: the rest is English. */
export function piecesInOtherLanguages(folded: string, from: number, mixed = false): Piece[] {
  for (const { language, request, need, stock } of FOREIGN_REQUESTS) {
    if (mixed && language === 'zh' && !isEastAsian(folded)) continue;
    const rest = folded.slice(from);
    const isRequest = request.test(rest);
    if (!isRequest && !need.test(rest)) continue;
    if (stock.test(rest) || (!isRequest && NOT_NEEDED.test(rest))) return [];
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
