import type { Piece, RequestContext } from './request-piece.ts';
import { ACTION_VERB } from './request-verbs.ts';
import type { Sentence } from './split-sentences.ts';

const NAMED_WILL = new RegExp(
  `^ ?(?:will|shall|is going to|to|must|should|needs? to|has to|have to|is to|ought to|agreed to|please|pls|can you|could you|cld u|can u|would you|kindly)(?: please| also| then| kindly| now)* (${ACTION_VERB})\\b`,
  'u',
);
/** "Daniel owes us the evaluation". */
const OWES = /^ (?:still |also )?owes? (?:us|me|you|them|[a-z]+) (?=(?:the|a|an|his|her|their|some|\p{L}+))/u;
/** "Daniel and Sofie to review": the first one named leads. */
const AND_NAME = /^(?: and | & |, |\/)/u;
const ASKED_NAME = /\b(?:can|could|would|will|shall|should|may) $/u;

/** "The list will be uploaded on Monday by our document controller, Ines": the doer stands behind. */
const DONE_BY = /\bwill be \w+ .{0,40}?\bby (?:our [\p{L} ]{3,40}, )?(?=\p{L})/gu;

function piecesByDoer({ text, folded }: Sentence, from: number, { people }: RequestContext): Piece[] {
  for (const { index, 0: said } of folded.matchAll(DONE_BY)) {
    const person = index >= from ? people.nameAt(text, folded, index + said.length)?.person : null;
    if (person?.internal)
      return [{ start: from, end: folded.length, bodyStart: from, kind: 'promise', who: person, weak: false }];
  }
  return [];
}

/** "Priya will send", "Tomasz to issue", "could Daniel send": the doer is named. */
export function piecesByName(sentence: Sentence, from: number, { people, dates }: RequestContext): Piece[] {
  const { text, folded } = sentence;
  const pieces: Piece[] = [];
  for (const { index } of folded.matchAll(/(?<![\p{L}\p{N}@.'-])\p{L}/gu)) {
    if (index < from) continue;
    const ours = /^\p{L}+/u.exec(folded.slice(index))?.[0] ?? '';
    const named = people.nameAt(text, folded, index);
    const end = named?.end ?? index + ours.length;
    if (!named && !people.isOurs(ours)) continue;
    const before = folded.slice(from, index);
    const joined = named ? AND_NAME.exec(folded.slice(end)) : null;
    const second = joined ? people.nameAt(text, folded, end + joined[0].length) : null;
    const owes = named ? OWES.exec(folded.slice(end)) : null;
    if (named?.person.internal && owes) {
      const bodyStart = end + owes[0].length;
      return [{ start: index, end: folded.length, bodyStart, kind: 'need', who: named.person, weak: false }];
    }
    const duty = NAMED_WILL.exec(folded.slice(second?.end ?? end));
    const asked =
      ASKED_NAME.test(folded.slice(0, index)) &&
      new RegExp(`^(?: please| also)* ${ACTION_VERB}\\b`, 'u').test(folded.slice(end));
    if (!duty && !asked) continue;
    if (/\b(?:if|when|that|whether|after|once|until|asked|told|because|as|said) $/u.test(before)) continue;
    const promised = duty !== null && /^ ?(?:will|shall|is going to)/u.test(duty[0]);
    if (promised && named && !named.person.internal) continue;
    if (!asked && !promised && /^ ?to /u.test(duty![0]) && before.trim() !== '' && !/[:,;(-]\s*$|and $/u.test(before))
      continue;
    const start = asked ? folded.lastIndexOf(' ', index - 2) + 1 : index;
    const bodyStart =
      (duty && second ? second.end : end) +
      (duty ? duty[0].length - duty[1]!.length : /^(?: please| also)* /u.exec(folded.slice(end))![0].length);
    pieces.push({
      start,
      end: folded.length,
      bodyStart,
      kind: promised ? 'promise' : 'request',
      who: named?.person ?? null,
      weak: false,
    });
    break;
  }
  return pieces.length > 0 ? pieces : piecesByDoer(sentence, from, { people, dates });
}
