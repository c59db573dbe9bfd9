import { anyOf, oneOf, phrases } from './phrases.ts';

/** All patterns run over folded text. */

/** The same sentence-wide: no request in it whatever else it says. */
export const STOCK_SENTENCE = anyOf(
  `\\b${oneOf(phrases`
    do(?:n't| not) hesitate | should you (?:have|need|require|want|wish)(?= )
    if you (?:have|need|require) (?:any |further |more |additional )+
    if (?:there are |there is )?any(?:thing)? (?:question|else|unclear|is unclear|further) | should any(?:thing| )
    in urgent (?:cases?|matters?) | for urgent (?:cases?|matters?)
    no (?:further )?action (?:is )?(?:required|needed|necessary)
    nothing (?:for you|needed|required|to do|more needed) | no need (?:to|for)
    (?:do|does|did)(?:n't| not) (?:need|have) to | not necessary to | no response (?:is )?(?:needed|required)
    no reply (?:is )?(?:needed|required) | if you (?:are not|have received this|received this)(?= )
    intended recipient | (?:everything|all|nothing|what) (?:that )?(?:we|i) need | no longer (?:need|require)
    thank(?:s| you)? for (?:your|the) (?:request|question) | for your (?:information|records) only | if you'd rather
    (?:thank you|thanks) in advance | you receive this | rate us | vote for | click (?:here|on|the|below) | early bird
    (?:our|short|brief|quick|satisfaction|this) survey | minutes? to (?:rate|complete our|answer our|fill) | how did we do
  `)}`,
);

const COURTESY = phrases`
  (?:find|see|note|excuse|forgive|pardon|ignore|disregard|hesitate|not|don't)\b
  be (?:advised|informed|aware|assured|patient|reminded|noted) | accept (?:my|our|this as) | feel free
  rest assured | refer to | consider the | think before | pass (?:on )?my regards | give my regards | say hello
  take care | stay safe | bear with | allow me | contact (?:me|us|the undersigned|our|.{3,30} (?:during|in) my absence) | get in touch | reach out
  call me (?:if|should|any) | keep (?:up|well|safe) | treat this (?:e-?mail|message)
  take (?:this|that|it|note)\b(?:.{0,20}\b(?:account|consideration|of))? | plan accordingly | make a note | make note
  (?:update|amend|change) your (?:records?|address|contacts?|files|system) | save the date | mark your calendars?
  adjust your (?:plans|calendars?) | your (?:help|support|patience|understanding|co-?operation|assistance|efforts?|interest|time|trust)\b
  (?:i|you) (?:have|had|get|got)?a (?:great|nice|good)
`;
/** What newsletters and sellers ask. */
const SALES_TALK = phrases`
  delete | unsubscribe | click | reply stop | view this | visit our | pick a slot
  register (?:for|here|now|today|at|on|via)\b | subscribe\b | book (?:a|your) (?:demo|slot|call)
`;
const LET_US_KNOW_IF =
  '(?:let (?:me|us) )?know,? (?:if|should|in case)[ ,]+(?:you|there|anything|any|something|i|we|this changes|the)?[ ]?(?:have|need|require|is|are|can|may|want|wish|would|anything|further|changes|should)\\b(?!.{0,30}(?:accept|agree|work|suit|happy|attend|possible|allowed|proceed))';

/** What follows a head and makes the whole a phrase of politeness. */
export const STOCK = anyOf(
  `^(?:(?:to |also |again |rest |do )?${oneOf(COURTESY, SALES_TALK)}|${LET_US_KNOW_IF}|(?:if|when) you have (?:any )?questions)`,
);

/** A condition before the head that makes the rest a courtesy. */
export const COURTESY_CONDITION =
  /\b(?:if|should|in case|for) .{0,60}\b(?:questions?|assist\w*|help|clarifications?|anything|problems?|concerns?|urgent|queries|further information|more information)\b/u;

const CHEER = phrases`
  go ahead | go for it | carry on | sounds?(?= ) | let's | keep it up | look forward | take care | thank | have a
  enjoy | welcome | speak (?:soon|then) | talk (?:soon|then) | see you | get well | keep me posted
`;

/** Imperatives that ask for nothing, or that all stays as it is. */
export const KEEP_AS_IS = anyOf(
  `^${oneOf(CHEER)}\\b`,
  '^(?:keep|leave|hold)\\b.{0,60}\\b(?:on hold|as is|as it is|in mind|going|posted|frozen|parked|open|closed)\\b',
);

const BEFORE_QUESTION = phrases`
  also | and | but | so | btw | by the way | one more (?:thing|question) | question | quick question
  further(?:more)? | second(?:ly)? | first(?:ly)? | finally | or | then
`;
const ASKING = phrases`
  wh(?:en|at|ich|o|om|ose|ere|y|ether) | how | is | are | was | were | do | does | did | has | have | had | can
  could | will | would | should | shall | may | any | (?:ok|okay|fine|acceptable|possible) (?:for|with|by) (?:you|u|your) | (?:in|on|at|to|for|from|with|by|under) (?:which|what|whom|whose) | by when | at what | for when | until when
`;

/** How a question begins. */
export const QUESTION_START = anyOf(`^(?:${oneOf(BEFORE_QUESTION)}[,:]? )*${oneOf(ASKING)}\\b`);

/** A question that wants no answer. */
export const IDLE_QUESTION = anyOf(
  `^${oneOf(phrases`
    how are (?:you|things) | how is (?:it|life) | hope(?= ) | any questions | ok(?!(?:ay)? (?:for|with|by)) | right | agreed
    make sense | makes sense | all good | did you have a | how was your | what if | why not
    do you (?:have (?:15|20|30|ten|a few) minutes|want to (?:save|cut))
  `)}`,
);
