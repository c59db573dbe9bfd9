import { foldText } from '../rules/fold-text.ts';
import { packageIndex, type PackageIndex } from '../rules/title-words.ts';
import { answerQuestion, WHAT_I_DO } from './answer-question.ts';
import { findFields } from './field-words.ts';
import { joinWithLast, readAnother, readCorrection } from './follow-up.ts';
import type { ChatContext, Intent } from './intent.ts';
import { namePackages, type NamedPackages } from './name-packages.ts';
import { namePeople } from './name-people.ts';
import { orderChange } from './order-change.ts';
import { HELP, isOwnDuty, NEGATED, ORDER, polite, statesChange } from './order-cues.ts';
import { orderTask } from './order-task.ts';
import { asksForTask } from './read-task.ts';
import { findAdminOrder, findRefusal } from './refuse-cues.ts';
import { toEnglish } from './to-english.ts';
import { isQuestion, startsAsking, stripLead } from './strip-lead.ts';

export const CHAT_RULES_VERSION = 'chat-rules-3';

const TASK_CHANGE = /\bt-\d+\b/u;

/** A sentence as it came, without its lead ("please can you"), and what it names. */
type Said = { text: string; stripped: string; folded: string; named: NamedPackages; question: boolean };

function about(text: string, named: NamedPackages): string[] {
  const approvals = [...text.matchAll(/(?<![\p{L}\p{N}])AR-\d+/giu)].map(([code]) => code.toUpperCase());
  return [...new Set([...approvals, ...named.codes])];
}

/** A refusal of what nobody may do by chat; null where it is none, or the words are those of a task or a question. */
function refused({ text, stripped, folded, named, question }: Said, wantsTask: boolean): Intent | null {
  const refusal = findRefusal(folded, stripped);
  if (!refusal) return null;
  const { kind, why } = refusal;
  if (wantsTask && (kind === 'send' || kind === 'delete' || kind === 'decide')) return null;
  if (question && !polite(text) && kind === 'decide' && !/\b(?:without|skip|bypass)/u.test(folded)) return null;
  return { kind: 'refuse', why, about: about(stripped, named) };
}

/** Orders that are not a proposal's or a task's: to people, to the system, about a task that is there; null for others. */
function otherOrder({ stripped, folded, named }: Said, context: ChatContext): Intent | null {
  const admin = findAdminOrder(folded);
  if (admin && findFields(folded).length === 0)
    return { kind: 'refuse', why: admin.why, about: about(stripped, named) };
  if (/^(?:ask|tell|inform)\b/u.test(folded) && namePeople(stripped, context.world.people).people.length === 0)
    return {
      kind: 'refuse',
      why: 'I cannot send messages or speak to a vendor. I can create a task for somebody to do it.',
      about: named.codes,
    };
  if (ORDER.test(folded) && TASK_CHANGE.test(folded) && named.codes.length === 0)
    return {
      kind: 'refuse',
      why: 'I cannot change a task that is already there: open it to move its date, reassign or close it. I can create a new one.',
      about: [...folded.matchAll(/\bt-\d+\b/gu)].map(([code]) => code.toUpperCase()),
    };
  if (NEGATED.test(folded))
    return { kind: 'clarify', ask: 'Understood, I change nothing. What shall I do instead?', candidates: named.codes };
  return null;
}

/** "status", "delivery of P-001": begins as an order does, and gives no value. */
const isBareNoun = (folded: string) =>
  /^(?:status|delivery|budget|buyer|vendor|price|contract|award|complete)\b/u.test(folded) &&
  !/\b(?:to|is|now|needs?|should|must)\b|->|=|:/u.test(folded) &&
  !/\d{3,}|hold/u.test(folded.replace(/[a-z]{1,8}-\d+/gu, '')) &&
  !/^award (?:of )?(?:the )?[a-z]/u.test(folded);

const isOrder = ({ text, folded, question }: Said) =>
  ORDER.test(folded) &&
  !(
    question &&
    /^(?:status|delivery|budget|buyer|vendor|price|contract|award|fat)\b/u.test(folded) &&
    !/\b(?:to|=)\s/u.test(folded)
  ) &&
  !isBareNoun(folded) &&
  (polite(text) || !startsAsking(folded));

function read(text: string, context: ChatContext, index: PackageIndex): Intent {
  const stripped = stripLead(text);
  const folded = foldText(stripped);
  const named = namePackages(stripped, index);
  if (/^[\s\p{P}]*$/u.test(folded) || (HELP.test(foldText(text.trim())) && named.by === null && folded.length < 60))
    return { kind: 'clarify', ask: WHAT_I_DO, candidates: [], unclear: true };
  const said: Said = { text, stripped, folded, named, question: isQuestion(folded) };
  const wantsTask = asksForTask(folded, stripped, context) || isOwnDuty(text, folded);
  const refusal = refused(said, wantsTask);
  if (refusal) return refusal;
  const another = context.user.mayWriteTasks ? readAnother(stripped, context) : null;
  if (another) return another;
  if (wantsTask) return orderTask(stripped, named, context, index);
  const correction = readCorrection(stripped, named, context, index);
  if (correction)
    return correction.kind === 'propose_change' && !context.user.mayPropose
      ? orderChange(stripped, context, index)
      : correction;
  const other = !said.question || /^(?:set|change|move|update)\b/u.test(folded) ? otherOrder(said, context) : null;
  if (other) return other;
  if (isOrder(said)) return orderChange(stripped, context, index);
  if (!said.question && statesChange(folded, named, context) && !isBareNoun(folded)) {
    const intent = orderChange(stripped, context, index);
    if (intent.kind !== 'clarify' || !intent.unclear) return intent;
  }
  return answerQuestion(stripped, folded, named, context);
}

/** "WP-213 goes to Nordlack" says who is awarded it, in other words. */
function sayingAward(text: string, index: PackageIndex): string {
  const goes = /\bgo(?:es)? to (?=\p{L})/iu.exec(text);
  if (!goes) return text;
  const rest = foldText(text.slice(goes.index + goes[0].length));
  const toVendor = index.vendorNames.some(({ name }) => rest.startsWith(name));
  return toVendor ? `${text.slice(0, goes.index)}is awarded to ${text.slice(goes.index + goes[0].length)}` : text;
}

/** What a sentence asks of the assistant, read by rules alone: pure, the same for the same sentence and world. */
export function readIntent(said: string, context: ChatContext): Intent {
  const index = packageIndex(context.world);
  const text = sayingAward(toEnglish(said), index);
  const alone = read(text, context, index);
  const named = namePackages(stripLead(text), index);
  const fragment =
    alone.kind === 'clarify' ||
    (alone.kind === 'read' && context.last?.action === 'clarify' && !isQuestion(foldText(stripLead(text))));
  if (alone.kind === 'refuse' || alone.kind === 'move_task') return alone;
  const follows = /^(?:and|what about|how about|same|also|likewise|ditto)\b/u.test(foldText(text.trim()));
  if (fragment || follows) {
    const joined = joinWithLast(text, named, context);
    if (joined) {
      const whole = read(joined, { ...context, last: null }, index);
      if (whole.kind !== 'clarify' || alone.kind === 'clarify')
        return whole.kind === 'clarify' && whole.unclear ? alone : whole;
    }
  }
  return alone;
}
