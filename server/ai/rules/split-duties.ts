import { ACTION_VERB, RESPONSE_NOUN } from './request-verbs.ts';

type Piece = { start: number; end: number; bodyStart: number; kind: string };

const AND_VERB = new RegExp(
  `(?:,? (?:and|&|plus|as well as)(?: also| then| please| kindly| to)*|, then|,)\\s(?=${ACTION_VERB}\\b(?! (?:date|dates|list|plan|of|is|are|and)\\b))`,
  'gu',
);
/** "… and let me know", "… and give me a yes/no": the answer to the first duty, not a second one. */
const REPORTS_BACK =
  /^(?:give|tell|let|inform|advise|send|return|revert|answer|come|get|report|confirm|copy|keep|resubmit|re-submit|resend|reissue|re-issue|share|reply|respond|forward|sign|mark|provide|show|make|see)\b(?: back)?(?: to)?(?: (?:it|them|this|me|us|him|her|back|to me|to us|all|know|everyone|the team))*/u;
const ANSWER_WORDS = new RegExp(
  `\\b(?:${RESPONSE_NOUN}|directly|straight|quickly|him|her|them|yes/no|yes or no|yes|no|update|status|result|results|outcome|news|view|thoughts|copy|know|by|before|until|the|a|an|your|of|end|next|this|week|today|tomorrow|please|on|if|ok|it is|it's|fine|possible|asap|soon|monday|tuesday|wednesday|thursday|friday|thurs|fri|cob|eod|noon|\\d+\\w*|january|february|march|april|may|june|july|august|september|october|november|december|latest|no later than|at|signed|have|close|play|business|working|day|days|thereafter|after)\\b|[^\\p{L}\\s]`,
  'gu',
);
const TWO_NEEDS = new RegExp(
  `\\byour (?:written )?(${RESPONSE_NOUN})\\b.{3,60}? and (?=(?:the|your|a|an) (?:signed |stamped |completed |updated |revised |final )?[a-z]+)`,
  'u',
);

/** "Call them and ask why": what is said there is why one calls. */
const CONTACT =
  /^(?:then |please |also )*(?:call|ring|phone|contact|e-?mail|mail|write to|speak|talk|chat|get in touch|meet|visit|go to|sit down)\b/u;
const ASKS_THERE = /^(?:ask|find out|check|clarify|see|tell|explain|request|remind|discuss|agree)\b/u;
const BY_A_DAY = '\\b(?:by|before|until|no later than|not later than|latest|due)\\b .{2,40}?';
/** "The room data by 12 March, and a yes or no on the mounts by 1 April": each with its own day. */
const EACH_BY_ITS_DAY = new RegExp(`${BY_A_DAY}(?:, and|,| and| plus) (?=(?:the|your|a|an)\\b.{4,80}${BY_A_DAY})`, 'u');

/** Whether what follows "and" is a duty of its own, not the answer to the one before it. */
export function opensOwnDuty(rest: string): boolean {
  const back = REPORTS_BACK.exec(rest);
  if (!back) return true;
  const told = rest.slice(back[0].length);
  if (/^ (?:who|what|which|when|where|how|whether|why)\b/u.test(told)) return true;
  const pronoun = / (?:it|them|this)\b/u.test(back[0]);
  return (
    !pronoun &&
    told
      .replace(ANSWER_WORDS, ' ')
      .split(/\s+/)
      .filter((word) => word.length > 2).length >= 2
  );
}

/**
 * A request for several things as several pieces: "bring the calculations, and draft an agenda" is two, "check it and
 * let me know" is one. The pieces lie side by side and cover the whole.
 */
export function splitDuties<T extends Piece>(folded: string, piece: T): T[] {
  const body = folded.slice(piece.bodyStart, piece.end);
  const cuts: number[] = [];
  if (piece.kind === 'request' || piece.kind === 'promise')
    for (const match of body.matchAll(AND_VERB)) {
      const at = match.index + match[0].length;
      const first = body.slice(cuts.at(-1) ?? 0, match.index);
      if (first.trim().split(/\s+/).length < 2) continue;
      if (CONTACT.test(first.trim()) && ASKS_THERE.test(body.slice(at))) continue;
      if (/\b(?:to|so|that|who|which|if|when|not)$/u.test(first.trim())) continue;
      if (opensOwnDuty(body.slice(at))) cuts.push(at);
    }
  else if (piece.kind === 'need') {
    const found = TWO_NEEDS.exec(body);
    const next = found && body.slice(found.index + found[0].length);
    if (found && next && !new RegExp(`^(?:the|your|a|an) ${RESPONSE_NOUN}`, 'u').test(next))
      cuts.push(found.index + found[0].length);
    const each = cuts.length === 0 ? EACH_BY_ITS_DAY.exec(body) : null;
    if (each) cuts.push(each.index + each[0].length);
  }
  if (cuts.length === 0) return [piece];
  const starts = [piece.bodyStart, ...cuts.slice(0, 4).map((cut) => piece.bodyStart + cut)];
  return starts.map((start, i) => ({
    ...piece,
    start: i === 0 ? piece.start : start,
    bodyStart: start,
    end: starts[i + 1] ?? piece.end,
  }));
}
