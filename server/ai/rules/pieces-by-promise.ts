import type { Piece, RequestContext } from './request-piece.ts';
import { PROMISE_VERB } from './request-verbs.ts';

const JOINED_PROMISE = new RegExp(
  `\\b(?:i|we) [^.?!]{2,50}\\band (?:will|shall)(?: then| also)? (${PROMISE_VERB})\\b`,
  'u',
);
const PROMISE = new RegExp(
  `\\b(i|we)(?:'ll| will| shall| am going to| are going to|'m going to|'re going to)(?: then| also| now| just| both| certainly| definitely| of course| personally)* (${PROMISE_VERB})\\b`,
  'u',
);
/** "Will send it tomorrow": the writer leaves himself out. */
const ELIDED_PROMISE = new RegExp(
  `^(?:also |then |so |but )?(?:will|shall)(?: then| also| now)* (${PROMISE_VERB})\\b`,
  'u',
);
const OTHER_PROMISE =
  /\b(?:let me|leave (?:it|this|that) (?:with|to) me|i(?:'m| am) on it|i can (?:send|check|do|prepare|call|ask|get|provide) )/u;

/** "I will send", "Will send it tomorrow": what one of ours says he does. */
export function piecesByPromise(folded: string, from: number, { people }: RequestContext): Piece[] {
  if (!people.sender?.internal) return [];
  const rest = folded.slice(from);
  const found =
    ELIDED_PROMISE.exec(rest) ?? PROMISE.exec(rest) ?? OTHER_PROMISE.exec(rest) ?? JOINED_PROMISE.exec(rest);
  if (!found) return [];
  const before = folded.slice(from, from + found.index);
  if (
    /\b(?:if|when|unless|hope|think|once|whether|otherwise)\b[^,]*$/u.test(before) ||
    / know more\b|\bnot\b/u.test(found[0])
  )
    return [];
  const body = folded.slice(from + found.index + found[0].length);
  if (
    /^ (?:know|be able|need|have to) ?$/u.test(body) ||
    /\b(?:have|get) (?:more|news|to wait)\b/u.test(found[0] + body.slice(0, 12))
  )
    return [];
  const verb = found[2] ?? (ELIDED_PROMISE.test(rest) ? found[1] : undefined);
  const bodyStart = from + found.index + found[0].length - (verb?.length ?? 0);
  return [
    { start: from + found.index, end: folded.length, bodyStart, kind: 'promise', who: people.sender, weak: false },
  ];
}
