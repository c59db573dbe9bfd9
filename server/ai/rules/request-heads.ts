import { oneOf, phrases } from './phrases.ts';

/** All patterns run over folded text. */

/** Words that open a request; what follows them is the request. */
export const REQUEST_HEAD = oneOf(phrases`
  (?:can|could|cld|would|wld|will) (?:you|u|ya|someone|somebody|anyone|your team|your engineers?|you both|you all)(?: guys| two)?
  (?:are|would|will) you (?:be )?(?:able|willing) to | would you mind | do you mind
  (?:can|could|may) (?:we|i)(?: please| kindly| also)* (?:have|get|receive|ask|expect|see|request)
  (?:would|will|shall) you be so kind(?: as)?(?: to)? | you (?:need|have|ought) to | you (?:must|should)(?! (?:now |already |soon |by now |shortly )*(?:have|receive|get|find|see|be|know|note|by|already|now)\b)
  you are (?:kindly |hereby )?(?:requested|asked|required|invited) to(?! (?:the|a|an|our|this)\b) | please | pls | plz | plse | pleas
  (?<!\b(?:we|i|would|must) )kindly | let (?:me|us)(?: please)? (?:know|have)
  (?:i|we)(?:'d| would)? (?:want|like) (?:you|him|her|them) to
  (?:would|'d|will) (?:really |very much |much |also )?(?:be )?(?:very |most |really |much |highly |greatly )?(?:appreciated? if|appreciate|grateful|obliged|thankful)(?: it)?(?: if)?
  (?:we|i)(?:'d| would| should) be (?:very )?(?:glad|pleased|happy) (?:to (?:receive|have|get|hear|see)|if you (?:could|would|can))
  (?:^|(?<=[.,;] ))(?:much |highly |greatly )?(?:appreciated? (?:if|it if)|grateful for) | (?:^|(?<=[.,;] ))request(?:ing)? you (?:to|that)
  it would (?:be (?:great|good|helpful|nice|useful)|help)(?: us| me)?(?: a lot| greatly)?(?: if| to)
  (?:^|(?<=[.,;-] ))would be (?:great|good|helpful|nice|useful|lovely) (?:to (?=have|get|see|know|receive|hear)|if)
  (?:^|(?<=[.,;] ))(?:very |most )?(?:grateful|obliged|thankful|appreciated) if (?:you|your team)(?: would| could| can)?
  (?:we|i)(?: must| would| will| now| kindly| formally| hereby)* ask (?:you|that you|your) | make sure
  you (?:still |also )?owe (?:us|me)(?= (?:the|a|an|your|some|two|three)\b)
  be sure to | (?:don't|do not) forget(?: to)?(?! about it) | remember to | feel obliged to
  (?:someone|somebody|one of you)(?: please)? (?:should|must|please|needs? to|has to|to)
`);

/** Who may lack something. */
const LACKING = phrases`
  we | i | they | he | she | (?:my|our|the) [a-z ]{2,30}? | [a-z]+ team | engineering | production | site
  legal | finance | (?:the )?(?:forwarder|customs|customer|client|bank|board|management|port|carrier|insurer|inspector|foundry|notified body)
`;
const AUXILIARY = phrases`'d | 'll | would | will | shall | do`;
const STRESS = phrases`
  still | also | now | only | just | urgently | actually | therefore | really | then | desperately | both | all
  kindly | formally | hereby | must
`;
const LACKS = phrases`
  need | needs | require | requires | want | wants | await | awaits | are awaiting | are waiting for
  is waiting for | am waiting for | are still missing | are missing | miss | request | ask for | would like
  have to have | must have | expect | look forward to | are looking for | owe us | lack
`;
const ELIDED_LACKS = phrases`
  need | require | awaiting | waiting for | missing | looking for | looking forward to | want
`;

/** Words that say what the writer lacks; a task only when it is the reader's to give. */
export const NEED_HEAD = `(?:\\b${oneOf(LACKING)}(?: ?${oneOf(AUXILIARY)})?(?: ${oneOf(STRESS)})* ${oneOf(LACKS)}\\b|(?:^|(?<=[,;:(] ?))(?:would |also |still |just |only )*${oneOf(ELIDED_LACKS)}\\b)`;
