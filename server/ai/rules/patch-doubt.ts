import { anyOf, oneOf, phrases, wholeWords } from './phrases.ts';

/** All patterns run over folded text. */

/** Perhaps. */
const PERHAPS = phrases`
  might | could | would | possibl[ey] | perhaps | maybe | potential(?:ly)?
`;
/** Somebody else says so. */
const HEARSAY = phrases`
  rumou?rs? | gossip | i hear | we hear | heard | i understand | word is | apparently | reportedly | allegedly
  speculat\w* | unofficial\w* | claim(?:s|ed|ing)? that | pretends? | according to the press
`;
/** Not yet so, or only perhaps. */
const NOT_YET = phrases`
  not (?:yet )?(?:official|confirmed|decided|final|agreed|approved) | unconfirmed | tentative\w* | likely
  unlikely | probabl[ye]
`;
/** Only if something else happens. */
const CONDITION = phrases`
  if | unless | provided that | providing | subject to | whether | in case | assuming | depends? | depending
  should (?:you|we|the|this|they)
`;
/** Wished, proposed or offered. */
const WISH = phrases`
  propos(?:e|es|ed|al|ing) | suggest\w* | recommend\w* | would like | wish(?:es)? | hop(?:e|es|ing)
  aim(?:s|ing)? | try | trying | consider(?:s|ing|ed)? | negotiat\w* | option(?:al)? | quot(?:e|es|ed|ation)
  our (?:offer|bid|price)
`;
/** Refused or impossible. */
const REFUSAL = phrases`
  cannot | can't | can not | unable | refus\w* | reject\w* | declin\w* | turned down | disagree\w*
  do(?:es)? not (?:agree|accept) | don't (?:agree|accept)
`;
/** Open, at risk, or one case of several. */
const OPEN = phrases`
  until (?:the )?(?:approved|signed|confirmed|board) | pending | draft | worst case | best case | at risk
  risk of | what if
  may (?:be|have|slip|move|need|not|well|also|still|change|become|take|push|get|go|arrive|delay|come)
`;
/** Asked for. */
const ASKED = phrases`
  requests?(?= (?:an? |to |that |for |the |you)) | requested | requesting | asks? (?:for|us|to|if|that)
  asked (?:for|us|to|if|that) | asking | (?:we|i|they|vendor) (?:\w+ )?want | wants?
`;
/** Only once something else has happened. */
const LATER = phrases`
  before we | once (?:the|we|you|it) | when (?:the|we|you|it) | as soon as
  will be (?:awarded|issued|cancelled|decided)(?!.{0,60}\b(?:instead of|rather than)\b)
  to be (?:awarded|issued|cancelled|decided|confirmed|agreed|approved) | tbc | tbd
`;
/** Talked of, thought or feared. */
const OPINION = phrases`
  talk of | talking about | talks? (?:about|that) | thinks? | believes? | fear | worried | threaten\w*
`;
const GERMAN_DOUBT = phrases`
  moglicherweise | moeglicherweise | vielleicht | eventuell | \bfalls\b | \bwenn\b | \bsofern\b | vorschlag
  schlagen\b.*\bvor\b | beantrag | bitten (?:wir )?um | \bkonnten?\b | \bkoennten?\b | wahrscheinlich | gerucht
  geruecht | unter vorbehalt | noch nicht
`;
const SPANISH_DOUBT = phrases`
  quiza | tal vez | \bposible | podria | \bsolicit | \bpropon | se rumorea | no podemos | \bsi (?:se|el|la|nos)\b
  todavia no | sin confirmar
`;
const FRENCH_DOUBT = phrases`
  peut-etre | pourrai | eventuel | \bsi (?:vous|le|la|nous)\b | \bpropos(?:ons|e|er) | demandons | sous reserve
  rumeur | pas encore
`;
const ITALIAN_DOUBT = phrases`
  \bforse\b | potrebbe | \beventual | propon(?:iamo|e) | richied | \bnon ancora
`;
const DUTCH_DOUBT = phrases`
  misschien | mogelijk | voorstel | zou kunnen
`;
const POLISH_DOUBT = phrases`
  byc moze | moglby | propon\w+
`;
const CHINESE_DOUBT = phrases`
  可能 | 如果 | 若 | 假如 | 倘若 | 拟 | 建议 | 申请 | 请求 | 希望 | 是否 | 传闻 | 据说 | 未确认 | 尚未 | 待定 | [?？]
`;

/** Nothing is certain or decided: no patch from such a sentence. */
export const NOT_A_FACT = anyOf(
  wholeWords(PERHAPS, HEARSAY, NOT_YET, CONDITION, WISH, REFUSAL, OPEN, ASKED, LATER, OPINION),
  oneOf(GERMAN_DOUBT, SPANISH_DOUBT, FRENCH_DOUBT, ITALIAN_DOUBT, DUTCH_DOUBT, POLISH_DOUBT, CHINESE_DOUBT),
);

/** What was asked or proposed before and is now done: no doubt about the rest. */
export const GRANTED =
  /\b(?:as|further to|following|in line with|per|as per|accept(?:s|ed)?|agreed? to|approved?|in response to|granted?)(?: (?:you|we|they|the|your|our|their|his|her)(?: have| had)?)?(?: \w+)?(?: |'s )(?:requested|request|proposed|proposal|suggested|suggestion|asked|offer|discussed)\b/gu;

/** "Cannot leave before 29 June": the date holds. Not of what is only to be said by then. */
export const NOT_BEFORE =
  /\b(?:cannot|can't|can not|unable to|not(?: be)? able to|will not|won't|not)\b(?! (?:be able to )?(?:confirm|say|tell|give|promise|commit|advise|answer|approve|accept|know|decide|guarantee|agree|order|pay|start|begin)\b)[^.;:]{0,60}?\b(?:before|earlier than|sooner than|prior to|until)\b/gu;

/** Said of the whole message: what it tells is not settled. */
export const NOTHING_SETTLED = anyOf(
  oneOf(phrases`
  \bnot (?:yet )?official\b
  \bnothing (?:is |has been |yet )?(?:decided|official|to change|agreed|confirmed|final|signed)\b
  \bwould not touch\b | \bdo(?:n't| not) change (?:anything|the (?:plan|date|programme|schedule))
  \bno change (?:needed|required|to your plan) | \bkeep (?:this|it) (?:to yourself|between us|quiet)
  \bjust a (?:rumou?r|heads[- ]up) | \bhypothetical | \bfor discussion (?:only|purposes)
`),
);
