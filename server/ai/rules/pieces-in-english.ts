import { isDeadline } from './due-date.ts';
import type { DateHit } from './find-dates.ts';
import { piecesByHead } from './pieces-by-head.ts';
import { piecesByName } from './pieces-by-name.ts';
import { piecesByNeed } from './pieces-by-need.ts';
import { piecesByPromise } from './pieces-by-promise.ts';
import type { Piece, RequestContext } from './request-piece.ts';
import {
  COURTESY_CONDITION,
  IDLE_QUESTION,
  KEEP_AS_IS,
  QUESTION_START,
  STOCK,
  STOCK_SENTENCE,
} from './request-stock.ts';
import { ACTION_VERB, NOUN_LIKE, RESPONSE_NOUN } from './request-verbs.ts';
import type { Sentence } from './split-sentences.ts';

const IMPERATIVE = new RegExp(
  `^(?:(?:so|then|also|and|now|first|just|again|finally|do)[,:]? )*(${ACTION_VERB})\\b(?! ?[:=]| (?:is|are|was|were|has|have|had|will|would|of|date|dates|meeting|team|no|nr|works|received|attached|and approve[ds]|point|list|in progress|ongoing|started|\\d))`,
  'u',
);
const LEADING = /^(?:(?:so|then|also|and|now|first|just|again|finally|do)[,:]? )*/u;

/** What only the reader can give. */
const YOURS = `(?:\\byour\\b|\\b(?:the|a|an) (?:\\w+ ){0,2}?${RESPONSE_NOUN}\\b|^${RESPONSE_NOUN}\\b|\\bsigned\\b)`;
const DUE_FROM_YOU = new RegExp(
  `${YOURS}.{0,60}\\b(?:(?:must|has to|have to|needs? to|should) (?:reach|be with) us|(?:is|are|will be) (?:now |urgently |still )?(?:required|needed|expected|due|requested|outstanding|overdue)(?: from you)?) (?:by|before|until|within|no later|latest|at the latest)\\b`,
  'u',
);
/** "Approval of the GA is still outstanding": nobody else can give it. */
const STILL_OPEN = new RegExp(
  `${YOURS}.{0,70}\\b(?:is|are|was|were|remains?|has been|have been) (?:now |still |already |currently |long |also )*(?:outstanding|overdue|pending|awaited|missing|open|unanswered|due (?:on|by|since))\\b`,
  'u',
);
const DEADLINE_OF_YOURS = new RegExp(`^(?:the )?(?:deadline|due date|cut-off) (?:for|of) (?:${YOURS})`, 'u');
const WOULD_HELP = new RegExp(
  `${YOURS}.{0,50}\\bwould (?:really |greatly |certainly )?(?:help|be (?:very |most |much |highly |greatly )?(?:helpful|appreciated|welcome|useful|great|good))\\b`,
  'u',
);
const NEEDED_FROM_YOU = /\b(?:needed|required|outstanding|missing|awaited|due) from (?:your side|your end|you)\b/u;

/** "Approval is required by Friday", "a short confirmation would help": nobody is asked by name, and yet it is the reader. */
function isPassiveNeed(rest: string, dated: boolean): boolean {
  if (/\b(?:not|nothing|no|n't|if|was|were|had been)\b/u.test(rest)) return false;
  return (
    (dated && (DUE_FROM_YOU.test(rest) || DEADLINE_OF_YOURS.test(rest))) ||
    WOULD_HELP.test(rest) ||
    NEEDED_FROM_YOU.test(rest) ||
    (STILL_OPEN.test(rest) && !/\b(?:our|internal|third[- ]party|management)\b/u.test(rest))
  );
}

/** "We need to issue the bulletin by Friday": among ours it is the reader's. */
const DUTY_OF_OURS = new RegExp(
  `^(?:so |and |but )?we (?:still |also |now |really )*(?:need to|have to|must|should|have got to) (?=${ACTION_VERB}\\b)`,
  'u',
);
const NOT_A_DUTY = /\b(?:if|not|n't|unless|some day|sometime|think about|wait|consider)\b/u;
/** "Yuki has asked for the dates, give her what you have". */
const ASIDE =
  /, (?:so |then |just |and then )?(?=(?:give|send|tell|call|ask|let|show|forward|chase|ring|remind) (?:her|him|them|me|us)\b(?! (?:when|if) you (?:can|have time)))/u;

/** "If you have time, look at the schedule": the order stands behind the condition. */
const WHEN_LEAD =
  /^(?:and |but |so )?(?:if|when|whenever|once|as soon as|before|after|while|since|given|to|for|as)\b[^,.;:?!]{3,70}, (?:then |also |just )?/u;

function orderStart(rest: string): number | null {
  const isOrder = (said: string) =>
    IMPERATIVE.test(said) &&
    !NOUN_LIKE.test(said.replace(LEADING, '')) &&
    !KEEP_AS_IS.test(said) &&
    !/^(?:see|note|find|read) /u.test(said) &&
    said.split(' ').length >= 2;
  if (isOrder(rest)) return 0;
  const lead = WHEN_LEAD.exec(rest)?.[0].length ?? 0;
  const behind = rest.slice(lead);
  return lead > 0 && isOrder(behind) && !STOCK.test(behind) && !COURTESY_CONDITION.test(rest.slice(0, lead))
    ? lead
    : null;
}

/** "Attached for your signature, by Friday". */
const HANDED_IN = new RegExp(
  `(?:^|\\b(?:attached|enclosed|herewith|here is|here are|please find|uploaded)\\b.{0,80}?)\\bfor (?:your |final )?(?:review|approval|comments?|signature|counter-?signature|decision|acceptance|completion|sign-off)\\b`,
  'u',
);
/** "The ITP must go back to Hydrotec by Friday", "the log needs answers by noon": among ours it is the reader's. */
const DUTY_UNNAMED = new RegExp(
  `\\b(?:(?:must|has to|have to|needs? to) (?:be (?!delivered|shipped|on site|completed|ready|installed|here|finished)\\w+|go (?:back|out|to))|needs? (?:an |a |your |our )?${RESPONSE_NOUN})\\b`,
  'u',
);

/** What an English sentence asks: by its opening words, of somebody named, as a need, an order, a question or a promise. */
export function piecesInEnglish(
  sentence: Sentence,
  from: number,
  dates: readonly DateHit[],
  context: RequestContext,
): Piece[] {
  const { folded } = sentence;
  if (STOCK_SENTENCE.test(folded)) return [];
  const named = piecesByName(sentence, from, context);
  const headed = piecesByHead(folded, from).filter(({ start }) => named.every((one) => start < one.start));
  const first = named[0] ? piecesByPromise(folded.slice(0, named[0].start), from, context) : [];
  if (named.length > 0 || headed.length > 0)
    return [
      ...(headed.length === 0 ? first : []),
      ...headed.map((one) => ({ ...one, end: Math.min(one.end, named[0]?.start ?? one.end) })),
      ...named,
    ];
  const need = piecesByNeed(folded, from, dates);
  if (need.length > 0) return need;
  const rest = folded.slice(from);
  const order = orderStart(rest);
  if (order !== null)
    return [{ start: from, end: folded.length, bodyStart: from + order, kind: 'request', who: null, weak: false }];
  const deadline = dates.some((hit) => isDeadline(folded, hit));
  const unnamed = deadline && !NOT_A_DUTY.test(rest) && context.people.sender?.internal && DUTY_UNNAMED.test(rest);
  if (unnamed || (deadline && !NOT_A_DUTY.test(rest) && HANDED_IN.test(rest)) || isPassiveNeed(rest, dates.length > 0))
    return [{ start: from, end: folded.length, bodyStart: from, kind: 'need', who: null, weak: false }];
  const ours = context.people.sender?.internal ? DUTY_OF_OURS.exec(rest) : null;
  if (ours && dates.length > 0 && !NOT_A_DUTY.test(rest)) {
    const bodyStart = from + ours.index + ours[0].length;
    return [{ start: from, end: folded.length, bodyStart, kind: 'request', who: null, weak: false }];
  }
  const aside = ASIDE.exec(rest);
  if (aside) {
    const start = from + aside.index + aside[0].length;
    return [{ start, end: folded.length, bodyStart: start, kind: 'request', who: null, weak: false }];
  }
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
  return piecesByPromise(folded, from, context);
}
