import { anyOf, oneOf, phrases, wholeWords } from './phrases.ts';

/** All patterns run over folded text. */

const AS_IT_WAS = phrases`
  not affected | unaffected | unchanged | un-changed | remain(?:s|ed|ing)? | stay(?:s|ed)? | stands? | no change
  not change[ds]? | does not change | as planned | as scheduled | on (?:track|schedule|programme|plan|time) | kept
  holds? | still | no impact | without (?:any )?(?:impact|change)
`;
const AS_IT_WAS_ABROAD = phrases`
  bleibt | unverandert | unveraendert | wie geplant | no cambia | se mantiene | sin cambios? | inchange\w* | reste
  maintenue? | invariat\w* | resta | rimane | confermat[ao] al | ongewijzigd | blijft | bez zmian | nie zmienia
`;
const AS_IT_WAS_CHINESE = phrases`
  不变 | 维持 | 照旧 | 仍为
`;

/** Beside a field: it stays as it was. */
export const UNCHANGED = anyOf(wholeWords(AS_IT_WAS, AS_IT_WAS_ABROAD), oneOf(AS_IT_WAS_CHINESE));

const MOVED = phrases`
  mov(?:e[sd]?|ing) | slip(?:s|ped|ping)? | delay(?:s|ed)? | postpon\w+ | push(?:ed|es|ing)? | put (?:back|off)
  reschedul\w+ | re-?plan\w* | brought forward | bring(?:s|ing)? forward | advanc\w+
  pull(?:ed|s)? (?:in|forward) | improv\w+ | revis\w+ | chang(?:e[sd]?|ing) | shift\w* | extend\w* | extension | prolong\w*
`;
/** Set, or plainly said to be. */
const SET = phrases`
  now | new | instead of | rather than | not (?:the )?\d | set (?:to|for|at) | fixed | confirm\w* | agreed | will
  is | are | can (?:only |now )?be | has been | have been | becomes? | tak(?:es?|ing) place | no (?:earlier|sooner)
`;
/** Takes place, in other languages. */
const TAKES_PLACE = phrases`
  findet | tendra lugar | tiene lugar | aura lieu | avra luogo | si terra | vindt plaats | odbedzie
`;
const MOVED_GERMAN = phrases`
  verschiebt | verschieben | verschoben | verlegt | vorgezogen | verzogert | verzoegert | neuer? | geandert
  verlangert | wird
`;
const MOVED_SPANISH = phrases`
  retras\w+ | aplaz\w+ | pospon\w+ | adelant\w+ | pasa | ampli\w+ | prorrog\w+ | nuev[ao] | sera
`;
const MOVED_FRENCH = phrases`
  report\w+ | repouss\w+ | decal\w+ | avanc\w+ | nouvel\w* | prolonge\w* | prevue?
`;
const MOVED_ITALIAN = phrases`
  slitta\w* | posticip\w+ | rinvi\w+ | rimand\w+ | anticip\w+ | spostat\w+ | proroga\w* | nuov[ao]
`;
const MOVED_PORTUGUESE = phrases`
  adiad\w+ | antecipad\w+
`;
const MOVED_DUTCH = phrases`
  uitgesteld | verschoven | verplaatst | vervroegd | nieuwe | wordt
`;
const MOVED_NORTH_AND_EAST = phrases`
  przesuni\w+ | przeloz\w+ | opozni\w+ | senarela\w+ | flytta\w* | framflytta\w* | utsatt
`;
const MOVED_CHINESE = phrases`
  推迟 | 延期 | 延迟 | 延后 | 提前 | 改为 | 改到 | 调整 | 变更 | 更新为 | 定于 | 顺延 | 预计 | 将
`;

/** A date or amount is being set or moved. */
export const CHANGE = anyOf(
  wholeWords(MOVED, SET, TAKES_PLACE, MOVED_GERMAN, MOVED_SPANISH, MOVED_FRENCH, MOVED_ITALIAN),
  wholeWords(MOVED_PORTUGUESE, MOVED_DUTCH, MOVED_NORTH_AND_EAST),
  oneOf(MOVED_CHINESE),
);

const OLD = phrases`
  from | since | instead of | rather than | not(?: on| by)? | was | were | originally | previously | formerly | earlier
  old | (?<!\b(?:is|are|now|be) )(?:planned|scheduled)(?: for)? | against | versus | vs
`;
const OLD_ABROAD = phrases`
  vom | von | statt | anstatt | anstelle | ursprunglich | desde | en lugar del? | en vez del? | du | au lieu du?
  dal | anziche(?: il)? | invece del? | in plaats van | van | zamiast | z | fran
`;
const OLD_CHINESE = phrases`
  原定(?:于)? | 原计划 | 原 | 从 | 由
`;

/** Before a date: it is the one that no longer holds. */
export const OLD_VALUE = anyOf(
  `(?:\\b${oneOf(OLD, OLD_ABROAD)}(?: the| el| il| le| dem| den)?(?: original(?:ly)?| planned| previous)?|${oneOf(OLD_CHINESE)})\\s*$`,
);

const NEW = phrases`
  to | until | till | is now | now
`;
const NEW_ABROAD = phrases`
  auf(?: den)? | zum | bis(?: zum)? | al | hasta(?: el)? | au | jusqu'au | a | fino al? | tot | op | naar
  na(?: dzien)? | till | para(?: o)?
`;

/** Before a date or amount: it is the one that holds now. */
export const NEW_VALUE = anyOf(`(?:\\b${oneOf(NEW, NEW_ABROAD)}|[:=>→]|至|到|为)(?: the| den| el| le| il)?\\s*$`);

const AMOUNT_MOVED = phrases`
  increas\w* | rais\w+ | ris(?:e|es|en|ing) | rose | go(?:es)? up | went up | grow\w* | reduc\w+ | decreas\w*
  cut | lower\w* | go(?:es)? (?:from|to) | went (?:from|to) | fall\w* | drop\w* | revis\w+ | amend\w* | adjust\w* | agreed | fixed | settled | approved | now
  new | higher | set | trim\w* | top\w* up | is | will be | becomes? | stands at | confirm\w* | tak(?:es?|ing) | bring(?:s|ing)?
`;
const AMOUNT_MOVED_ABROAD = phrases`
  erhoht | erhoeht | steigt | reduziert | sinkt | betragt | betraegt | neuer? | aumenta\w* | incrementa\w*
  asciende | reduc\w+ | pasa | passe | augment\w+ | s'eleve | diminu\w+ | porte | ridott\w+ | sale | ammonta
  stijgt | verhoogd | verlaagd | bedraagt | wzrasta | wynosi
`;
const AMOUNT_MOVED_CHINESE = phrases`
  增加 | 减少 | 调整 | 变更 | 上调 | 下调 | 降至 | 为
`;

/** An amount is being set or moved. */
export const AMOUNT_CHANGE = anyOf(wholeWords(AMOUNT_MOVED, AMOUNT_MOVED_ABROAD), oneOf(AMOUNT_MOVED_CHINESE));

const AGREED = phrases`
  agreed | agreement | confirm\w* | following (?:the|our|your) | as per | in accordance with | accept(?:s|ed|ance)? | sign(?:ed|ing|ature)
  approved | per your | your (?:acceptance|approval|instruction|variation|change) | change order | variation order
`;
const AGREED_ABROAD = phrases`
  vereinbart\w* | vereinbarung\w* | unterschrieben\w* | unterzeichnet\w* | firmad[oa] | signee? | firmat[oa] | bestatig\w* | acordad\w+ | confirm\w+ | convenu\w* | accord | concordat\w*
  come da | overeengekomen | uzgodni\w+
`;

/** A vendor's word on money counts when both sides agreed. */
export const BOTH_AGREED = anyOf(wholeWords(AGREED, AGREED_ABROAD), oneOf(phrases`同意 | 确认 | 商定 | 双方`));
