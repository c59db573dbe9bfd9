import { foldText } from '../rules/fold-text.ts';
import { ACTION_VERB } from '../rules/request-verbs.ts';
import { findFields } from './field-words.ts';
import type { ChatContext } from './intent.ts';
import type { NamedPackages } from './name-packages.ts';
import { replacesDate } from './read-change.ts';
import { findStatuses } from './status-words.ts';
import { isQuestion } from './strip-lead.ts';

/** Verbs and fields that an order begins with. */
export const ORDER =
  /^(?:set|change|move|put|mark|update|push|bring|pull|postpone|delay|extend|slip|shift|reschedule|award|increase|raise|decrease|reduce|lower|cut|bump|add|cancel|terminate|close|hold|suspend|pause|park|freeze|resume|re-?open|release|lift|un-?hold|re-?activate|assign|re-?assign|make|switch|replace|transfer|hand|propose|correct|amend|revise|adjust|modify|edit|fix|issue|place|record|enter|register|flag|advance|status|rename|take|start|complete|finish|deliver|ship|give|return|revert|restore|fill in|use|pass|budget|delivery|buyer|vendor|price|contract|bump up|turn|confirm)\b/u;
export const NEGATED = /^(?:don't|do not|never|please don't|please do not)\b/u;
export const HELP =
  /^(?:help|hi|hello|hey|thanks|thank you|thx|cheers|what can you do|who are you|how do(?:es)? (?:you|this) work|what are you|\?+)\b|^(?:what|how) can (?:i|you) (?:ask|help)/u;
/** A date that moved, said as a fact: "the FAT slipped a week". */
const MOVED =
  /\b(?:slip(?:s|ped)?|moved?|moves|shift(?:s|ed)?|push(?:es|ed)|delay(?:s|ed)?|postponed)\b.{0,20}\b(?:a|one|two|three|four|five|six|\d+) (?:working |calendar |business )?(?:day|week|month)s?\b/u;
/** A date said of a package alone: "new forecast for the outfall: 28 August", "steel comes three days later, 27 April". */
const NEW_DAY =
  /\bnew (?:date|forecast|target|eta)\b|\b(?:comes?|coming|arrives?|ready|slips?|slipped|moves?|moved)\b.{0,40}\b(?:later|earlier|to|on|now)\b|\b(?:pls|please) fix\b/u;

/** Whether a sentence that is no question states a new value: "Hydrotec price is now 1.2m", "P-016 arrived today". */
export function statesChange(folded: string, named: NamedPackages, pkgContext: ChatContext): boolean {
  if (
    /^(?:rfqs|bids (?!for|on|received)|pos|orders|packages|deliveries|tenders|awards)\b/u.test(folded) &&
    named.by !== 'code'
  )
    return false;
  const about = named.codes.length + named.candidates.length > 0 || pkgContext.last?.packages.length === 1;
  if (!about) return false;
  const fields = findFields(folded);
  const valued =
    /\d/u.test(folded.replace(/[a-z]{1,8}-\d{1,8}/gu, '')) || /\b(?:to|is|now|should|needs?|must)\b|->|=/u.test(folded);
  return (
    (fields.length > 0 && (valued || MOVED.test(folded))) ||
    findStatuses(folded).length > 0 ||
    replacesDate(folded) ||
    (NEW_DAY.test(folded) && /\d/u.test(folded)) ||
    /\b(?:update|reflect|record|change) (?:it|this|that|please)\b|\bplease (?:update|reflect|record)\b/u.test(folded)
  );
}

/** An order in the form of a question: "can you …". */
export const polite = (text: string) =>
  /^(?:(?:hi|hello|please|ok)[\s,]+)*(?:can|could|would|will) you\b/u.test(foldText(text.trim()));

/** "I need to book a crane before 15 April": what the person has to do, where it is nothing that is done here. */
export const isOwnDuty = (text: string, folded: string) =>
  /^(?:i|we) (?:need to|have to|must|should)\b/u.test(foldText(text.trim())) &&
  /\b(?:by|before|until|on|due) (?:the )?(?:\d|\p{L}+day|tomorrow|end)/u.test(folded) &&
  new RegExp(`^${ACTION_VERB}\\b`, 'u').test(folded) &&
  !ORDER.test(folded) &&
  !isQuestion(folded);
