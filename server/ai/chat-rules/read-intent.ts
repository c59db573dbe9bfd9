import { PACKAGE_FIELDS, type PackageField } from '../../packages/package-fields.schema.ts';
import { foldText } from '../rules/fold-text.ts';
import { ACTION_VERB } from '../rules/request-verbs.ts';
import { packageIndex, type PackageIndex } from '../rules/title-words.ts';
import { findFields } from './field-words.ts';
import { joinWithLast, narrowLast, pointsBack, readAnother, readCorrection } from './follow-up.ts';
import type { ChatContext, Intent } from './intent.ts';
import { namePackages, type NamedPackages } from './name-packages.ts';
import { namePeople } from './name-people.ts';
import { readChange, replacesDate } from './read-change.ts';
import { readQuestion } from './read-question.ts';
import { asksForTask, readTask } from './read-task.ts';
import { findAdminOrder, findRefusal } from './refuse-cues.ts';
import { findStatuses } from './status-words.ts';
import { toEnglish } from './to-english.ts';
import { isQuestion, splitReason, startsAsking, stripLead } from './strip-lead.ts';

export const CHAT_RULES_VERSION = 'chat-rules-3';

const ORDER =
  /^(?:set|change|move|put|mark|update|push|bring|pull|postpone|delay|extend|slip|shift|reschedule|award|increase|raise|decrease|reduce|lower|cut|bump|add|cancel|terminate|close|hold|suspend|pause|park|freeze|resume|re-?open|release|lift|un-?hold|re-?activate|assign|re-?assign|make|switch|replace|transfer|hand|propose|correct|amend|revise|adjust|modify|edit|fix|issue|place|record|enter|register|flag|advance|status|rename|take|start|complete|finish|deliver|ship|give|return|revert|restore|fill in|use|pass|budget|delivery|buyer|vendor|price|contract|bump up|turn|confirm)\b/u;
const NEGATED = /^(?:don't|do not|never|please don't|please do not)\b/u;
const HELP =
  /^(?:help|hi|hello|hey|thanks|thank you|thx|cheers|what can you do|who are you|how do(?:es)? (?:you|this) work|what are you|\?+)\b|^(?:what|how) can (?:i|you) (?:ask|help)/u;
/** A date that moved, said as a fact: "the FAT slipped a week". */
const MOVED =
  /\b(?:slip(?:s|ped)?|moved?|moves|shift(?:s|ed)?|push(?:es|ed)|delay(?:s|ed)?|postponed)\b.{0,20}\b(?:a|one|two|three|four|five|six|\d+) (?:working |calendar |business )?(?:day|week|month)s?\b/u;
/** A date said of a package alone: "new forecast for the outfall: 28 August", "steel comes three days later, 27 April". */
const NEW_DAY =
  /\bnew (?:date|forecast|target|eta)\b|\b(?:comes?|coming|arrives?|ready|slips?|slipped|moves?|moved)\b.{0,40}\b(?:later|earlier|to|on|now)\b|\b(?:pls|please) fix\b/u;
const WIDER = /\b(?:packages|projects?|all|every|which|vendors|my|mine|me|i|approvals)\b/u;
const TASK_CHANGE = /\bt-\d+\b/u;
const WHAT_I_DO =
  'I answer questions about packages, tasks, approvals, mail and history, create tasks, and propose changes for another person to decide.';

const list = (codes: readonly string[], index: PackageIndex) =>
  codes
    .slice(0, 8)
    .map((code) => `${code} ${index.byCode.get(code)?.title ?? ''}`.trim())
    .join(', ');

const label = (field: PackageField) => PACKAGE_FIELDS[field].label.toLowerCase();

/** The one package meant, or what to ask. The package last talked about counts where none is named. */
function onePackage(
  named: NamedPackages,
  context: ChatContext,
  index: PackageIndex,
  verb: string,
): { code: string } | { ask: Intent } {
  const clarify = (ask: string, candidates: string[] = []): { ask: Intent } => ({
    ask: { kind: 'clarify', ask, candidates },
  });
  if (named.unknown.length > 0 && named.codes.length === 0)
    return clarify(`There is no package ${named.unknown.join(', ')}. Which package do you mean?`);
  if (named.codes.length > 1)
    return clarify(
      `I ${verb} for one package at a time. Which package first: ${list(named.codes, index)}?`,
      named.codes,
    );
  if (named.codes[0]) return { code: named.codes[0] };
  if (named.candidates.length > 0)
    return clarify(`Which package do you mean: ${list(named.candidates, index)}?`, named.candidates);
  if (named.by === null && context.last?.packages.length === 1) return { code: context.last.packages[0]! };
  if (named.by === null && context.about) return { code: context.about };
  return clarify('Which package do you mean? Give its code or name, such as P-001.');
}

function task(text: string, named: NamedPackages, context: ChatContext, index: PackageIndex): Intent {
  if (!context.user.mayWriteTasks)
    return {
      kind: 'refuse',
      why: 'You do not have permission to create tasks: your role or token is read-only.',
      about: named.codes,
    };
  const read = readTask(text, context);
  if (read.level.length > 0)
    return { kind: 'clarify', ask: `Who shall do it: ${read.level.join(' or ')}?`, candidates: [] };
  if (read.unknownPerson && !named.vendors.some((vendor) => foldText(vendor).includes(foldText(read.unknownPerson!))))
    return {
      kind: 'clarify',
      ask: `I know nobody of ours called ${read.unknownPerson}. Who shall do it?`,
      candidates: [],
    };
  if (read.title.length < 3)
    return {
      kind: 'clarify',
      ask: 'What shall the task say, for which package, and by when?',
      candidates: named.codes,
    };
  const one = onePackage(
    named.codes.length > 1 && named.by !== 'code' ? { ...named, codes: [], candidates: named.codes } : named,
    context,
    index,
    'create a task',
  );
  if ('ask' in one) return one.ask;
  if (read.due === null && read.reminder)
    return {
      kind: 'clarify',
      ask: `When shall I remind you of “${read.title}” (${one.code})? Give a date.`,
      candidates: [one.code],
    };
  if (read.due !== null && read.due < context.today)
    return { kind: 'clarify', ask: `${read.due} is past. Which due date shall the task have?`, candidates: [one.code] };
  return {
    kind: 'create_task',
    args: { title: read.title, package: one.code, assignee: read.assignee, due: read.due },
  };
}

/** Cuts "to Voltara" off an award, so that the buyer-to-be does not name the package. */
function withoutValue(text: string): string {
  return text
    .replace(/\b(award\w*\b.*?)\s+to\s+(?=[\p{L}]).*$/iu, (whole, before: string) =>
      before.length > 6 && /[\p{L}\p{N}]{3}/u.test(before.slice(6)) ? before : whole,
    )
    .replace(/\b((?:vendor|supplier|contractor)\b.*?)\s+(?:to|with|as)\s+.*$/iu, '$1')
    .replace(/\b(rename\b.*?|(?:title|name)\b.*?)\s+(?:to|as)\s+.*$/iu, '$1');
}

function change(text: string, context: ChatContext, index: PackageIndex): Intent {
  const { text: order, reason } = splitReason(text);
  const cut = namePackages(withoutValue(order), index);
  const named = cut.codes.length + cut.candidates.length + cut.unknown.length > 0 ? cut : namePackages(order, index);
  if (!context.user.mayPropose)
    return {
      kind: 'refuse',
      why: 'You do not have permission to propose changes: your role or token is read-only.',
      about: named.codes,
    };
  const one = onePackage(named, context, index, 'propose changes');
  if ('ask' in one) {
    const { changes, missing } = readChange(order, null, context, index);
    const said =
      changes.length > 0 || missing.length === 0 ? '' : ` And what should its ${missing.map(label).join(' and ')} be?`;
    return one.ask.kind === 'clarify' ? { ...one.ask, ask: one.ask.ask + said } : one.ask;
  }
  const pkg = index.byCode.get(one.code)!;
  const read = readChange(order, pkg, context, index);
  if (read.ask) return { kind: 'clarify', ask: read.ask, candidates: [one.code] };
  if (read.missing.length > 0)
    return {
      kind: 'clarify',
      ask: `What should the ${read.missing.map(label).join(' and ')} of ${one.code} be?`,
      candidates: [one.code],
    };
  if (read.changes.length === 0)
    return {
      kind: 'clarify',
      ask: `What of ${one.code} ${pkg.title} shall change, and to what value?`,
      candidates: [one.code],
      unclear: true,
    };
  return {
    kind: 'propose_change',
    package: one.code,
    changes: read.changes,
    reason: reason ?? '',
    effectiveDate: read.effectiveDate,
  };
}

/** Whether a sentence that is no question states a new value: "Hydrotec price is now 1.2m", "P-016 arrived today". */
function statesChange(folded: string, named: NamedPackages, pkgContext: ChatContext): boolean {
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

function about(text: string, named: NamedPackages): string[] {
  const approvals = [...text.matchAll(/(?<![\p{L}\p{N}])AR-\d+/giu)].map(([code]) => code.toUpperCase());
  return [...new Set([...approvals, ...named.codes])];
}

/** An order in the form of a question: "can you …". */
const polite = (text: string) =>
  /^(?:(?:hi|hello|please|ok)[\s,]+)*(?:can|could|would|will) you\b/u.test(foldText(text.trim()));

/** "I need to book a crane before 15 April": what the person has to do, where it is nothing that is done here. */
const isOwnDuty = (text: string, folded: string) =>
  /^(?:i|we) (?:need to|have to|must|should)\b/u.test(foldText(text.trim())) &&
  /\b(?:by|before|until|on|due) (?:the )?(?:\d|\p{L}+day|tomorrow|end)/u.test(folded) &&
  new RegExp(`^${ACTION_VERB}\\b`, 'u').test(folded) &&
  !ORDER.test(folded) &&
  !isQuestion(folded);

function read(text: string, context: ChatContext, index: PackageIndex): Intent {
  const stripped = stripLead(text);
  const folded = foldText(stripped);
  const named = namePackages(stripped, index);
  if (/^[\s\p{P}]*$/u.test(folded) || (HELP.test(foldText(text.trim())) && named.by === null && folded.length < 60))
    return { kind: 'clarify', ask: WHAT_I_DO, candidates: [], unclear: true };
  const question = isQuestion(folded);
  const wantsTask = asksForTask(folded, stripped, context) || isOwnDuty(text, folded);
  const refusal = findRefusal(folded, stripped);
  if (
    refusal &&
    !(wantsTask && (refusal.kind === 'send' || refusal.kind === 'delete' || refusal.kind === 'decide')) &&
    !(question && !polite(text) && refusal.kind === 'decide' && !/\b(?:without|skip|bypass)/u.test(folded))
  )
    return { kind: 'refuse', why: refusal.why, about: about(stripped, named) };
  const another = context.user.mayWriteTasks ? readAnother(stripped, context) : null;
  if (another) return another;
  if (wantsTask) return task(stripped, named, context, index);
  const correction = readCorrection(stripped, named, context, index);
  if (correction)
    return correction.kind === 'propose_change' && !context.user.mayPropose
      ? change(stripped, context, index)
      : correction;
  if (!question || /^(?:set|change|move|update)\b/u.test(folded)) {
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
      return {
        kind: 'clarify',
        ask: 'Understood, I change nothing. What shall I do instead?',
        candidates: named.codes,
      };
  }
  const ordered =
    ORDER.test(folded) &&
    !(
      question &&
      /^(?:status|delivery|budget|buyer|vendor|price|contract|award|fat)\b/u.test(folded) &&
      !/\b(?:to|=)\s/u.test(folded)
    );
  const barelyNoun =
    /^(?:status|delivery|budget|buyer|vendor|price|contract|award|complete)\b/u.test(folded) &&
    !/\b(?:to|is|now|needs?|should|must)\b|->|=|:/u.test(folded) &&
    !/\d{3,}|hold/u.test(folded.replace(/[a-z]{1,8}-\d+/gu, '')) &&
    !/^award (?:of )?(?:the )?[a-z]/u.test(folded);
  if (ordered && !barelyNoun && ((polite(text) && ORDER.test(folded)) || !startsAsking(folded)))
    return change(stripped, context, index);
  if (!question && statesChange(folded, named, context) && !barelyNoun) {
    const intent = change(stripped, context, index);
    if (intent.kind !== 'clarify' || !intent.unclear) return intent;
  }
  return ask(stripped, folded, named, context);
}

function ask(text: string, folded: string, named: NamedPackages, context: ChatContext): Intent {
  if (named.unknown.length > 0 && named.codes.length === 0)
    return {
      kind: 'clarify',
      ask: `There is no package ${named.unknown.join(', ')}. Which package do you mean?`,
      candidates: [],
    };
  let subject = named;
  const earlier = context.last?.packages ?? [];
  if (
    named.by === null &&
    earlier.length > 0 &&
    earlier.length <= 5 &&
    (pointsBack(folded) ||
      (findFields(folded).length > 0 && folded.split(/\s+/).length <= 6 && !/\bpackages\b/u.test(folded)))
  )
    subject = { ...named, codes: earlier, by: 'code' };
  else if (named.by === null && context.about && earlier.length === 0 && !WIDER.test(folded))
    subject = { ...named, codes: [context.about], by: 'code' };
  const intent = readQuestion(text, subject, context);
  const narrowed = subject === named && named.by !== 'code' ? narrowLast(text, intent, context) : null;
  if (narrowed) return narrowed;
  if (intent) return intent;
  if (findFields(folded).length > 0 || pointsBack(folded))
    return { kind: 'clarify', ask: 'Which package do you mean? Give its code or name, such as P-001.', candidates: [] };
  return {
    kind: 'clarify',
    ask: `I did not understand that. ${WHAT_I_DO} For example: “What is the delivery date of ${context.world.packages[0]?.code ?? 'P-001'}?”`,
    candidates: [],
    unclear: true,
  };
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
