import { anyOf, oneOf, phrases, wholeWords } from './phrases.ts';

/** All patterns run over folded text. */

/** A sentence that only says when: its date belongs to the request before it. */
export const DEADLINE_ONLY = anyOf(
  oneOf(phrases`
    ^(?:(?:and |but |so |also |ideally|preferably|if possible|at best|then),? ?)*(?:by|before|b4|until|no later than|not later than|at the latest|deadline|latest|due|within|ideally|preferably|best|needed|required|target)\b
    \b(?:would be|is|'s|was) (?:ideal|great|perfect|fine|good|best|ok|okay|sufficient|enough|early enough|the deadline|the latest|our deadline|due|the target|appreciated)\b
    \bat the (?:very )?latest\b
    \b(?:need|want|require|like|expect|have|get|receive|must have)\b.{0,14}\b(?:it|this|that|them|these|both|one|an answer|your (?:answer|reply|response|feedback|input))\b
    \b(?:need|want|like|expect|require)\b(?: to have)? your (?:\w+ )?(?:steer|ranking|findings|thoughts|results?|answers?|reply|response|decision|feedback|comments|views?|input|confirmation|approval|advice|opinion)\b
    \b(?:need|have|must|want) to (?:know|have|hear|see)\b | \bdeadline (?:is|for this|remains)\b
    \bit is (?:urgent|due)\b
  `),
);

/** A later statement that replaces an earlier one. */
export const CORRECTION = anyOf(
  wholeWords(phrases`
    correction | scrap that | ignore (?:the|my|that) | disregard (?:the|my|that) | make (?:it|that) | i meant
    should (?:read|be|have said) | instead of the | not the \d | actually need | wrong date | typo
    sorry,? (?:that|it|i) | revised deadline | new deadline | supersedes? | please use
  `),
);
