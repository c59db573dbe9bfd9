import { findDates, type DateHit } from './find-dates.ts';
import type { DateContext } from './date-patterns.ts';
import { isEastAsian } from './fold-text.ts';
import type { MailPeople, MailPerson } from './mail-people.ts';
import type { Request } from './request.ts';
import {
  ACTION_VERB,
  COURTESY_CONDITION,
  FOREIGN_REQUESTS,
  IDLE_QUESTION,
  KEEP_AS_IS,
  NEED_HEAD,
  NOUN_LIKE,
  PROMISE_VERB,
  QUESTION_START,
  REQUEST_HEAD,
  RESPONSE_NOUN,
  STOCK,
  STOCK_SENTENCE,
} from './request-cues.ts';
import { opensOwnDuty, splitDuties } from './split-duties.ts';
import type { Sentence } from './split-sentences.ts';
import { readVocative } from './vocative.ts';

const POLITE =
  '(?: (?:please|pls|plz|kindly|also|then|just|perhaps|maybe|possibly|at least|both|now|do|therefore|all))*,?';
const HEADS = new RegExp(`\\b${REQUEST_HEAD}\\b${POLITE}`, 'gu');
const NEEDS = new RegExp(NEED_HEAD, 'gu');
const STOCK_START = new RegExp(STOCK, 'u');
const RESPONSE = new RegExp(`\\b${RESPONSE_NOUN}\\b`, 'u');
const IMPERATIVE = new RegExp(
  `^(?:(?:so|then|also|and|now|first|just|again|finally|do)[,:]? )*(${ACTION_VERB})\\b(?! ?[:=]| (?:is|are|was|were|has|have|had|will|would|of|date|dates|meeting|team|no|nr|works|received|attached|and approve[ds]|point|list|in progress|ongoing|started|\\d))`,
  'u',
);
const LEADING = /^(?:(?:so|then|also|and|now|first|just|again|finally|do)[,:]? )*/u;
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
const NAMED_WILL = new RegExp(
  `^ ?(?:will|shall|is going to|to|must|should|needs? to|has to|have to|is to|ought to|agreed to|please|pls|can you|could you|cld u|can u|would you|kindly)(?: please| also| then| kindly| now)* (${ACTION_VERB})\\b`,
  'u',
);
const ASKED_NAME = /\b(?:can|could|would|will|shall|should|may) $/u;
const LABEL =
  /^(?:(?:open )?(?:action|actions|action item|to ?do|ap|task|reminder|ps|p\.s\.?|nb|question|request|owner|next steps?)(?: ?(?:no\.? ?)?\d+)? ?[:.)-] ?|\(?\d{1,2}[.)] |\d+\.\d+ )+/u;
const PRONOUN =
  /^(?:\S+ )?(?:(?:us|me|back|him|her|to|for) )*(?:it|them|this|that|these|those|both|one|the same)\b(?! (?:is|are|was|will|date|price|plan|point|month|week|the|we|there|you))/u;
const FILLER =
  /\b(?:please|pls|by|before|until|no later than|at the latest|latest|asap|soon|today|urgently|as soon as possible|by return|the|your|end of|to|us|me|on|that|our|then|if possible|b4|tbh|thanks|ok|cob|eod|noon|with|back|know)\b|[^\p{L}\s]/gu;
const NEGATED = /^ ?(?:not|don't|do not|never|no)\b/u;

/** "Wir brauchen sie": what was asked for in the sentence before. */
const FOREIGN_IT =
  /\b(?:brauchen|benotigen|brauche)(?: wir| ich)? (?:sie|es|ihn|diese\w*|das)\b|\b(?:la|lo|los|las) (?:necesitamos|precisamos)\b|\ben (?:avons|aurions) besoin\b|\bci serv(?:e|ono)\b/u;
const FOREIGN_PROMISE =
  /\b(?:je vous enverrai|nous vous enverrons|ich (?:werde|sende|schicke) (?:ihnen|dir)|wir (?:werden|senden|schicken) (?:ihnen|dir)|le enviare|les enviaremos)\b/u;

export type RequestContext = { people: MailPeople; dates: DateContext };

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

type Piece = {
  start: number;
  end: number;
  bodyStart: number;
  kind: Request['kind'];
  who: MailPerson | null;
  weak: boolean;
};

/** Requests opened by "please", "could you", "we would appreciate" and the like. */
function byHead(folded: string, from: number): Piece[] {
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
    if (negated || STOCK_START.test(body) || STOCK_START.test(known) || COURTESY_CONDITION.test(before)) return;
    if (!/\p{L}{2}/u.test(body)) {
      const alone = heads.length === 1 && /^(?:please|pls|plz)/u.test(head[0]) && before.trim().length > 8;
      if (alone)
        pieces.push({ start: from, end: folded.length, bodyStart: from, kind: 'request', who: null, weak: false });
      return;
    }
    if (/^(?:we|i|they|the|there|this|it|you|our|my)\b/u.test(body) && /^(?:please|pls|kindly)/u.test(head[0])) return;
    pieces.push({
      start: head.index,
      end,
      bodyStart: end - folded.slice(bodyStart, end).trimStart().length,
      kind: 'request',
      who: null,
      weak: false,
    });
  });
  return pieces;
}

/** "We need your decision": a task when it is the reader's to give. */
function byNeed(folded: string, from: number, dates: readonly DateHit[]): Piece[] {
  const pieces: Piece[] = [];
  for (const head of folded.matchAll(NEEDS)) {
    if (head.index < from) continue;
    const bodyStart = head.index + head[0].length;
    const body = folded.slice(bodyStart).trimStart();
    if (
      /^(?:no|nothing|not|it to be)\b/u.test(body) ||
      /\b(?:everything|all|nothing|what|not|n't|if|should|as|unless) $/u.test(folded.slice(0, head.index))
    )
      continue;
    const waits = /await|waiting|look forward|expect/u.test(head[0]);
    const asks = /request$|ask for$/u.test(head[0]);
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
        !/look forward/u.test(head[0])
      )
    )
      continue;
    const wanted =
      head[0].endsWith('like') && /^(?:to (?:have|receive|get|see|request|ask|know)|your|you to|a copy)/u.test(body);
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

/** "Priya will send", "Tomasz to issue", "could Daniel send": the doer is named. */
function byName(sentence: Sentence, from: number, { people }: RequestContext): Piece[] {
  const { text, folded } = sentence;
  const pieces: Piece[] = [];
  for (const { index } of folded.matchAll(/(?<![\p{L}\p{N}@.'-])\p{L}/gu)) {
    if (index < from) continue;
    const ours = /^\p{L}+/u.exec(folded.slice(index))?.[0] ?? '';
    const named = people.nameAt(text, folded, index);
    const end = named?.end ?? index + ours.length;
    if (!named && !people.isOurs(ours)) continue;
    const before = folded.slice(from, index);
    const duty = NAMED_WILL.exec(folded.slice(end));
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
      end + (duty ? duty[0].length - duty[1]!.length : /^(?: please| also)* /u.exec(folded.slice(end))![0].length);
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
  return pieces;
}

function byPromise(folded: string, from: number, { people }: RequestContext): Piece[] {
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

function englishPieces(sentence: Sentence, from: number, dates: readonly DateHit[], context: RequestContext): Piece[] {
  const { folded } = sentence;
  if (STOCK_SENTENCE.test(folded)) return [];
  const named = byName(sentence, from, context);
  const headed = byHead(folded, from).filter(({ start }) => named.every((one) => start < one.start));
  if (named.length > 0 || headed.length > 0)
    return [...headed.map((one) => ({ ...one, end: Math.min(one.end, named[0]?.start ?? one.end) })), ...named];
  const need = byNeed(folded, from, dates);
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
  return byPromise(folded, from, context);
}

function foreignPieces(folded: string, from: number): Piece[] {
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

/** A duty in a list without a verb: "Claire: dosing rates to Rotaclear, within 3 days". */
function isListedDuty(sentence: Sentence, named: boolean, dates: readonly DateHit[]): boolean {
  return named && sentence.bullet && dates.length > 0 && !/\b(?:is|are|was|were|has|have|had)\b/u.test(sentence.folded);
}

/** "Tell Telematrix please, Linnea." */
function calledAtEnd({ text, folded }: Sentence, people: MailPeople): MailPerson | null {
  const found = /, (\p{L}[\p{L}'-]+)[.!? ]*$/u.exec(folded);
  return found ? (people.nameAt(text, folded, found.index + 2)?.person ?? null) : null;
}

/** What a sentence asks, of whom; compound requests apart. `foreign`: the message is not in English. */
export function findRequests(sentence: Sentence, context: RequestContext, foreign: boolean): Request[] {
  const dates = findDates(sentence.folded, context.dates);
  const label = LABEL.exec(sentence.folded)?.[0].length ?? 0;
  const vocative = readVocative(sentence.text, sentence.folded, label, context.people);
  const from = vocative.end;
  const who = (vocative.people.length === 1 ? vocative.people[0] : undefined) ?? calledAtEnd(sentence, context.people);
  let pieces = foreign && !STOCK_SENTENCE.test(sentence.folded) ? foreignPieces(sentence.folded, from) : [];
  if (pieces.length === 0 && !(foreign && isEastAsian(sentence.text)))
    pieces = englishPieces(sentence, from, dates, context);
  if (pieces.length === 0 && isListedDuty(sentence, vocative.people.length > 0, dates))
    pieces = [{ start: from, end: sentence.folded.length, bodyStart: from, kind: 'request', who: null, weak: false }];
  const said = pieces.filter(({ start, end }) => /[\p{L}]{2}/u.test(sentence.folded.slice(start, end)));
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
        dates: dates.filter(({ start, end }) => start >= duty.start && end <= duty.end),
      };
    });
  });
}
