import { isDeadline } from './due-date.ts';
import { dutyOfRow } from './duty-row.ts';
import { findDates, type DateHit } from './find-dates.ts';
import { isEastAsian } from './fold-text.ts';
import type { MailPeople, MailPerson } from './mail-people.ts';
import { anyOf, oneOf, phrases } from './phrases.ts';
import { piecesInEnglish } from './pieces-in-english.ts';
import { piecesInOtherLanguages } from './pieces-in-other-languages.ts';
import type { RequestContext } from './request-piece.ts';
import { STOCK_SENTENCE } from './request-stock.ts';
import type { Request } from './request.ts';
import { splitDuties } from './split-duties.ts';
import type { Sentence } from './split-sentences.ts';
import { readVocative } from './vocative.ts';

const LABEL =
  /^(?:(?:action|owner|resp(?:onsible)?)(?: on| for| by)? (?=\p{L}+(?: \p{L}+)? ?[:-])|(?:open )?(?:action|actions|action item|to ?do|ap|task|reminder|ps|p\.s\.?|nb|question|request|owner|next steps?)(?: ?(?:no\.? ?)?\d+)? ?[:.)-] ?|\(?\d{1,2}[.)] |\d+\.\d+ |[a-z]{1,2}\d{1,2}[.):]? +(?=\p{L}))+/u;
const PRONOUN =
  /^(?:\S+ )?(?:(?:us|me|back|him|her|to|for) )*(?:it|them|this|that|these|those|both|one|the same)\b(?! (?:is|are|was|will|date|price|plan|point|month|week|the|we|there|you))/u;
const FILLER =
  /\b(?:please|pls|by|before|until|no later than|at the latest|latest|asap|soon|today|urgently|as soon as possible|by return|the|your|end of|to|us|me|on|that|our|then|if possible|b4|tbh|thanks|ok|cob|eod|noon|with|back|know|give|send|let|have|post|answers?|reply|response|an|a)\b|[^\p{L}\s]/gu;
/** "Me: update the datasheet" in a list. */
const OWN_DUTY = /^(?:me|myself|i)\s*[:-]\s*/u;
/** "Wir brauchen sie": what was asked for in the sentence before. */
const FOREIGN_IT =
  /\b(?:brauchen|benotigen|brauche)(?: wir| ich)? (?:sie|es|ihn|diese\w*|das)\b|\b(?:la|lo|los|las) (?:necesitamos|precisamos)\b|\ben (?:avons|aurions) besoin\b|\bci serv(?:e|ono)\b/u;

const isBare = (body: string, dates: readonly DateHit[], offset: number): boolean => {
  let rest = body;
  for (const { start, end } of dates)
    if (start >= offset && end - offset <= body.length)
      rest = rest.slice(0, start - offset) + ' '.repeat(end - start) + rest.slice(end - offset);
  return (
    rest
      .replace(FILLER, ' ')
      .split(/\s+/)
      .filter((word) => word.length > 1).length <= 1
  );
};

/** "Request: nozzle loads before 12 March". */
const LABELLED_DUTY =
  /^(?:request|action(?: item)?|to-?do|task|needed|required|wanted|outstanding|open|missing)s?(?: from you)? ?:/u;

/** "Tomasz: same for the pumps, but Wednesday is OK". */
const SAME_FOR = /^[^,.;]{2,24}[:,-] ?(?:and )?(?:the )?same (?:for|with|from)\b/u;

/** A duty in a list without a verb: "Claire: dosing rates to Rotaclear, within 3 days". */
function isListedDuty(sentence: Sentence, named: boolean, listed: boolean, dates: readonly DateHit[]): boolean {
  const dated = LABELLED_DUTY.test(sentence.folded)
    ? dates.some((hit) => isDeadline(sentence.folded, hit))
    : named && dates.length > 0 && (sentence.bullet || listed || dates.some((hit) => isDeadline(sentence.folded, hit)));
  if (named && dates.length > 0 && SAME_FOR.test(sentence.folded)) return true;
  return dated && !/\b(?:is|are|was|were|has|have|had)\b/u.test(sentence.folded);
}

/** "Tell Telematrix please, Linnea." */
function calledAtEnd({ text, folded }: Sentence, people: MailPeople): MailPerson | null {
  const found = /, (\p{L}[\p{L}'-]+)[.!? ]*$/u.exec(folded);
  return found ? (people.nameAt(text, folded, found.index + 2)?.person ?? null) : null;
}

/** Right before a name: he is the one who is to do it ("könnte Daniel", "wenn Herr Okafor", "que Daniel"). */
const DOER_FOLLOWS = anyOf(
  `(?:\\b${oneOf(phrases`
    kann | konnte | koennte | soll | sollte | wurde | wuerde | muss | mochte | wenn | dass | ob
    puede | podria | debe | que | si | peut | pourrait | doit | puo | potrebbe | deve | che | se
    pode | poderia | kan | kunnen | zou | moet | moze
  `)}(?: ${oneOf(phrases`herr | frau | senor | senora | sr | sra | monsieur | madame | signor | signora | de heer | mevrouw`)}\\.?)?|\\bherr) $`,
);

/** Whom a sentence in another language names as the doer, among ours who are addressed. */
function askedAbroad({ text, folded }: Sentence, people: MailPeople): MailPerson | null {
  for (const { index } of folded.matchAll(/(?<![\p{L}\p{N}@.'-])\p{L}/gu)) {
    if (!DOER_FOLLOWS.test(folded.slice(Math.max(0, index - 40), index))) continue;
    const named = people.nameAt(text, folded, index)?.person;
    if (named?.internal && [...people.to, ...people.cc].some(({ email }) => email === named.email)) return named;
  }
  return null;
}

/**
 * What a sentence asks, of whom; compound requests apart. `foreign`: the message is not in English; `wanted`: it is a
 * point of a list of what the reader is to give.
 */
export function findRequests(
  sentence: Sentence,
  context: RequestContext,
  { foreign, wanted }: { foreign: boolean; wanted: boolean },
): Request[] {
  const dates = findDates(sentence.folded, context.dates);
  if (sentence.row) return dutyOfRow(sentence, context.people, context.dates);
  const label = LABEL.exec(sentence.folded)?.[0].length ?? 0;
  const vocative = readVocative(sentence.text, sentence.folded, label, context.people);
  const own = context.people.sender?.internal && sentence.bullet ? OWN_DUTY.exec(sentence.folded) : null;
  const from = own ? own[0].length : vocative.end;
  const asked = foreign && vocative.people.length === 0 ? askedAbroad(sentence, context.people) : null;
  const who =
    asked ??
    (own ? context.people.sender : null) ??
    (vocative.people.length === 1 ? vocative.people[0] : undefined) ??
    calledAtEnd(sentence, context.people);
  const listed = vocative.people.length === 1 && /[:@]/u.test(sentence.folded.slice(0, vocative.end));
  let pieces = foreign && !STOCK_SENTENCE.test(sentence.folded) ? piecesInOtherLanguages(sentence.folded, from) : [];
  if (pieces.length === 0 && !(foreign && isEastAsian(sentence.text)))
    pieces = piecesInEnglish(sentence, from, dates, context);
  if (pieces.length === 0 && !foreign) pieces = piecesInOtherLanguages(sentence.folded, from, true);
  if (
    pieces.length === 0 &&
    isListedDuty(sentence, wanted || own !== null || vocative.people.length > 0, listed, dates)
  )
    pieces = [{ start: from, end: sentence.folded.length, bodyStart: from, kind: 'request', who: null, weak: false }];
  const said = pieces.filter(({ start, end }) => /[\p{L}]{2}/u.test(sentence.folded.slice(start, end)));
  // "The damage report is due by Tuesday, can you write it?": what "it" is, and when, stands before.
  const datesOf = (duty: { start: number; end: number }, pointsBack: boolean) => {
    const own = dates.filter(({ start, end }) => start >= duty.start && end <= duty.end);
    return own.length === 0 && pointsBack ? dates.filter((hit) => isDeadline(sentence.folded, hit)) : own;
  };
  return said.flatMap((piece) => {
    const duties = foreign ? [piece] : splitDuties(sentence.folded, piece);
    return duties.map((duty): Request => {
      const body = sentence.folded.slice(duty.bodyStart, duty.end).trim();
      const pronoun = PRONOUN.test(body) || (foreign && (piece.kind === 'request' || FOREIGN_IT.test(sentence.folded)));
      return {
        sentence,
        start: duty === duties[0] ? Math.min(duty.start, piece.start) : duty.start,
        end: duty.end,
        kind: piece.kind,
        who: piece.who ?? who,
        pronoun,
        bare: isBare(
          body,
          dates,
          duty.bodyStart +
            (sentence.folded.slice(duty.bodyStart).length - sentence.folded.slice(duty.bodyStart).trimStart().length),
        ),
        weak: piece.weak,
        dates: datesOf(duty, pronoun && said.length === 1 && duties.length === 1),
      };
    });
  });
}
