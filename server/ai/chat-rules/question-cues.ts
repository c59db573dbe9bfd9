import { anyOf, oneOf, phrases, wholeWords } from '../rules/phrases.ts';

/** All patterns run over folded text. */

/** Asks for approvals: what is proposed, who decides. */
export const APPROVAL = anyOf(
  wholeWords(phrases`
  ar-\d+ | approv(?:al|als|e|ed|er|ers|ing) | (?:pending|open|waiting|outstanding) (?:changes?|proposals?|decisions?|requests?)
  proposals? | proposed | whose turn | (?:my|to) (?:decision|decide) | decisions? | decided?
  reject(?:ed|s)? | declined? | turned down | sign[- ]?off | my (?:requests?|proposals?) | waiting (?:for|on) (?:me|my)
`),
);

/** Asks what somebody wrote, said or promised. */
export const MAIL = anyOf(
  wholeWords(phrases`
  e-?mails? | mails? | messages? | wrote | writes? | written | says? | said | saying | correspondence | letters?
  repl(?:y|ied|ies) | tell us | told | mention(?:s|ed)? | hear(?:d)? (?:from|back) | inbox | promis(?:e|ed|es)
  claim(?:s|ed)? | according to | respond(?:ed)? | inform(?:ed)? us | attachments? | inquir(?:y|ed)
  quote[ds]? us | asked us | asking | ask(?:ed)? for | in writing
  (?:latest|last|news|word|anything|update|feedback|response|comments?) from | answer(?:ed)?
  (?:has|have|did) (?!i\b|my\b|we\b|anybody|anyone|someone).{2,40}?\b(?:sent|send|submit(?:ted)?|provide[d]?|return(?:ed)?) (?:us|me|the|their|its|a|an|any|over|back|in)\b
  (?:has|have|did) .{2,40}?\b(?:confirm|agree|accept|acknowledge|commit|complain|object|explain|state|warn|report|quote|suggest|announce|estimate|notif(?:y|i)|offer)(?:ed|s)?
  got back
`),
);

/** Asks what happened, and who did it when. */
export const TIMELINE = anyOf(
  wholeWords(phrases`
  happen(?:ed|ing|s)? | logs?(?! (?:a|an|in|out|on)\b)
  (?:has|have|did|was) (?:anybody|anyone|someone|somebody|it|this|p-\d+|wp-\d+|we (?:ever|already)) .{0,20}?(?:updated?|moved?|changed?|touched|edit(?:ed)?|modif\w+)
  histor(?:y|ies) | timeline | audit(?: trail)? | activit(?:y|ies) | change log | changelog | went on | going on
  what(?:'s| is| has| was)? (?:new|changed) | any(?:thing)? (?:new|changed?) | recent(?:ly)? chang\w*
  changes (?:to|on|in|of|for) | latest (?:changes|on|events)
  why (?:is|was|are|were) .{2,60}\b(?:on hold|cancelled|closed|suspended|stopped)
  who (?:has |had |last |was it that )?(?:[a-z]{1,2}p?-\d+ \w* ?)?(?:changed|moved|set|created|updated|edited|put|proposed|made|touched|modified|amended|entered)
  when (?:was|were|did) .{0,60}\b(?:changed|moved|updated|created|edited|put on) | events?
  updates? (?:on|for|to|about)
`),
);

/** Asks for tasks: what is to be done, by whom, by when. */
export const TASKS = anyOf(
  wholeWords(phrases`
  t-\d+ | tasks? | to-?dos? | action items? | actions? | reminders? | overdue | workload
  on (?:my|\w+'s) (?:plate|list|desk|agenda|table) | my (?:day|agenda|list) | (?:my|\w+'s) deadlines?
  (?:do|does|should|must) (?:i|we|\w+) (?:still |also |now |really )?(?:have|need) to do
  (?:left|open|remains?) for me | what (?:do|should) i do | assigned to | working on | what(?:'s| is| are) due
  due (?:for (?:me|us) )?(?:today|tomorrow|this week|next week) | due for me
`),
  oneOf(phrases`
  \bwho (?:is|was|'s|has|should|must|needs)\b.{0,12}\b(?:supposed|meant|going|assigned|to) (?:to )?(?!approve|decide|sign|award|buy)
`),
);

/** Asks for a list of packages. */
export const MANY = anyOf(
  wholeWords(phrases`
  packages | orders | pos | contracts | rfqs | tenders | biggest | largest | smallest | most expensive | cheapest
  committed | spend(?:ing)? | which (?:ones|vendors|suppliers|package) | how many | list | all (?:of )?(?:the )?
  any | total | sum | count | number of | anything | everything | all that | what (?:do )?we (?:buy|order)
  suppl(?:y|ies|ying) | buying | buys | bought | procur\w+ | responsible for | looking after | handles? | handling
`),
);
