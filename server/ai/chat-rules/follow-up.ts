import { dayNumberOf } from '../../dates/date.policy.ts';
import { findDates } from '../rules/find-dates.ts';
import { foldText } from '../rules/fold-text.ts';
import type { PackageIndex } from '../rules/title-words.ts';
import type { Change, ChatContext, Intent, TaskArgs } from './intent.ts';
import type { NamedPackages } from './name-packages.ts';
import { namePeople } from './name-people.ts';
import { readChange } from './read-change.ts';
import { findFields } from './field-words.ts';

const INSTEAD =
  /\binstead\b|^(?:no|nope|sorry|actually|rather|wait|correction)\b|^(?:make|change|set|move) (?:it|that|this)\b(?! (?:to|on) hold)|^(?:better|i mean|i meant)\b/u;
const AND_WHAT = /^(?:and|what about|how about|same (?:for|with)|and for|the same for|also for|likewise for|ditto)\b/u;
const PRONOUN =
  /\b(?:it|its|it's|this|that|these|those|this one|that one|the same|same package|them|they|their|there)\b/u;

/** Whether a folded sentence points at what was talked about before. */
export const pointsBack = (folded: string) => PRONOUN.test(folded) || AND_WHAT.test(folded);

/** What a proposal of before changed: one field and value, or several changes. */
function changesOf({ field, value, changes }: Record<string, unknown>): Change[] {
  return (changes as Change[] | undefined) ?? (field === undefined ? [] : [{ field, value } as Change]);
}

/** A sentence that corrects the task or proposal made before: "make it Friday instead". Null for any other. */
export function readCorrection(
  text: string,
  named: NamedPackages,
  context: ChatContext,
  index: PackageIndex,
): Intent | null {
  const { last } = context;
  const folded = foldText(text);
  if (!last || !INSTEAD.test(folded)) return null;
  const [date] = findDates(folded, { today: dayNumberOf(context.today), monthFirst: false }).slice(-1);
  const [person] = namePeople(text, context.world.people).people;
  if (last.action === 'create_task' && last.task && (date || person)) {
    const before = last.args as TaskArgs;
    return {
      kind: 'move_task',
      code: last.task,
      args: { ...before, ...(date ? { due: date.date } : {}), ...(person ? { assignee: person.email } : {}) },
    };
  }
  if (last.action !== 'propose_patch' || findFields(folded).length > 0) return null;
  const code = named.codes[0] ?? String(last.args.package ?? '');
  const pkg = index.byCode.get(code);
  const before = changesOf(last.args);
  if (!pkg || before.length !== 1) return null;
  if (named.codes.length === 1 && named.codes[0] !== last.args.package && !date)
    return { kind: 'propose_change', package: code, changes: before, reason: '', effectiveDate: null };
  const { field } = before[0]!;
  // The field that the correction leaves unsaid is the one of before.
  const words: Partial<Record<string, string>> = {
    contractAmount: 'contract value',
    budgetAmount: 'budget',
    deliveryDate: 'delivery date',
    awardDate: 'award date',
    bidDueDate: 'bid due date',
    fatDate: 'fat date',
    rfqIssueDate: 'rfq issue date',
    poIssueDate: 'po issue date',
    requiredOnSite: 'required on site date',
    status: 'status',
    buyer: 'buyer',
    vendor: 'vendor',
  };
  const { changes, effectiveDate } = readChange(
    `${words[field] ?? ''} to ${text.replace(/^(?:no|nope|sorry|actually|rather|wait|make it|change it|set it|move it|i mean|i meant)\b[\s,]*(?:to )?/iu, '')}`,
    pkg,
    context,
    index,
  );
  return changes.length > 0 ? { kind: 'propose_change', package: code, changes, reason: '', effectiveDate } : null;
}

/** "and one for Daniel too, same date": the task of before once more, for another person or day. Null for any other. */
export function readAnother(text: string, context: ChatContext): Intent | null {
  const { last } = context;
  const folded = foldText(text);
  if (!last || last.action !== 'create_task' || !last.task) return null;
  if (!/^(?:and )?(?:also )?(?:one|another(?: one)?|the same|same|a second one|ditto)\b/u.test(folded)) return null;
  const [person] = namePeople(text, context.world.people).people;
  const [date] = findDates(folded, { today: dayNumberOf(context.today), monthFirst: false }).slice(-1);
  if (!person && !date) return null;
  const before = last.args as TaskArgs;
  return {
    kind: 'create_task',
    args: { ...before, ...(person ? { assignee: person.email } : {}), ...(date ? { due: date.date } : {}) },
  };
}

/**
 * The whole question behind "and P-006?" or an answer to what was asked back ("P-010, to 20 August"): the sentence of
 * before with what is new in it. Null when the sentence stands by itself.
 */
export function joinWithLast(text: string, named: NamedPackages, context: ChatContext): string | null {
  const { last } = context;
  if (!last) return null;
  const folded = foldText(text);
  const words = folded.split(/\s+/).length;
  if (last.action === 'clarify' && words <= 10) return `${last.query.replace(/[\s.?!]+$/, '')} ${text}`;
  if (AND_WHAT.test(folded) && named.codes.length > 0 && findFields(folded).length === 0 && words <= 8) {
    const codes = /(?<![\p{L}\p{N}])[A-Za-z]{1,8}-\d{1,8}(?![\p{L}\p{N}])/u;
    return codes.test(last.query)
      ? last.query.replace(codes, named.codes[0]!)
      : `${last.query.replace(/[\s.?!]+$/, '')} ${named.codes[0]!}`;
  }
  return null;
}

/** "only the overdue ones", "and Priya's?": the list of before with one more or another condition. */
export function narrowLast(text: string, read: Intent | null, context: ChatContext): Intent | null {
  const { last } = context;
  const folded = foldText(text);
  if (
    !last ||
    last.action !== 'query' ||
    !/^(?:and|only|just|of (?:those|these|them)|which of (?:those|these|them)|what about|how about|the)\b/u.test(folded)
  )
    return null;
  const lists = ['search_packages', 'list_tasks', 'list_approvals'];
  if (!lists.includes(last.tool ?? '')) return null;
  const [person] = namePeople(text, context.world.people).people;
  const own = read?.kind === 'read' && read.tool === last.tool ? read.args : {};
  const key = last.tool === 'search_packages' ? 'buyer' : last.tool === 'list_tasks' ? 'assignee' : 'approver';
  const args = { ...last.args, ...own, ...(person ? { [key]: person.email } : {}) };
  if (JSON.stringify(args) === JSON.stringify(last.args)) return null;
  return { kind: 'read', tool: last.tool as 'list_tasks', args };
}
