import { createHash } from 'node:crypto';
import type { ReadPatch, ReadTask, Understanding } from '../ai/rules/understanding.ts';
import { addApprovalQuotes } from '../approvals/approval-quotes.queries.ts';
import type { Tx } from '../db.ts';
import { toDecimalText, parseMoney } from '../money/money.policy.ts';
import { addTaskQuotes } from '../tasks/task-quotes.queries.ts';
import {
  addSuggestionQuotes,
  type Equal,
  findEqual,
  insertSuggestions,
  listDecidedKeys,
  listUnconfirmed,
  type NewSuggestion,
  type Quote,
  replaceOpenSuggestions,
  type TaskContent,
} from './suggestion.queries.ts';

export type ReadMessage = {
  emailId: string;
  text: string;
  fromAddress: string | null;
  /** Written by somebody of ours, by the address. */
  internal: boolean;
  authentication: 'pass' | 'fail' | 'unknown';
  /** A signed-in person brought it in. */
  broughtIn: boolean;
  bankDetails: boolean;
  kind: 'normal' | 'auto' | 'bounce';
};

/** Letters and digits of a title, folded: "Return the GA drawings!" equals "return the ga drawings". */
export function taskKey(title: string): string {
  return `task:${title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()}`;
}

function decimal(value: string | number, currency: string): string {
  const parsed = parseMoney(typeof value === 'number' ? value.toFixed(2) : value, currency);
  return parsed.ok ? toDecimalText(parsed.amountMinor, currency) : String(value);
}

/** A value as the API writes it: amounts as decimal text. */
function shownValue(field: string, value: string | number | null, currency: string): string | null {
  if (value === null) return null;
  return field === 'budgetAmount' || field === 'contractAmount' ? decimal(value, currency) : String(value);
}

/**
 * Whether a message may suggest anything at all (PRODUCT.md, Who wrote it): nothing from automatic mail, from a sender
 * who does not match, from a mail with orders to the assistant or about bank details; from our own domain unverified
 * only what a signed-in person brought in.
 */
export function maySuggest(message: ReadMessage, understanding: Pick<Understanding, 'flags'>): boolean {
  if (message.kind !== 'normal' || message.bankDetails || message.authentication === 'fail') return false;
  if (understanding.flags.includes('sender_mismatch')) return false;
  return !(message.internal && message.authentication === 'unknown' && !message.broughtIn);
}

type Known = { id: string; currency: string };
type Candidate = NewSuggestion & { field: string | null; value: string };

function candidates(
  message: ReadMessage,
  understanding: Understanding,
  known: ReadonlyMap<string, Known>,
): Candidate[] {
  const quote = ({ evidence, start, end }: ReadTask | ReadPatch): Quote[] => [
    { type: 'email', id: message.emailId, quote: evidence, start, end },
  ];
  const tasks = understanding.tasks.map((task): Candidate => ({
    packageId: known.get(task.package ?? '')?.id ?? null,
    kind: 'task',
    aboutTaskId: null,
    content: { title: task.title, due: task.due, assignee: task.assignee },
    contentKey: taskKey(task.title),
    evidence: quote(task),
    senderUnknown: false,
    field: null,
    value: '',
  }));
  const patches = understanding.patches.flatMap((patch): Candidate[] => {
    const pkg = known.get(patch.package);
    if (!pkg || understanding.flags.includes('injection')) return [];
    const value = shownValue(patch.field, patch.value, pkg.currency)!;
    const before = shownValue(patch.field, patch.before, pkg.currency);
    if (value === before) return [];
    const content = { field: patch.field, value, before };
    return [
      {
        packageId: pkg.id,
        kind: 'patch',
        aboutTaskId: null,
        content,
        contentKey: `${patch.field}=${value}`,
        evidence: quote(patch),
        senderUnknown: false,
        field: patch.field,
        value,
      },
    ];
  });
  return [...tasks, ...patches];
}

const NOTHING_EQUAL = { suggestionId: null, approvalId: null, taskId: null };

/** A task that is open already with another date: the message moves it. */
function movedTask(one: Candidate, equal: Equal | undefined): Candidate {
  if (one.kind !== 'task' || !equal?.taskId || equal.suggestionId) return one;
  const content = one.content as TaskContent;
  if (content.due === null || equal.taskDue === null || content.due === equal.taskDue) return one;
  const contentKey = `move:${equal.taskId}=${content.due}`;
  return { ...one, aboutTaskId: equal.taskId, content: { ...content, before: equal.taskDue }, contentKey };
}

/**
 * Stores what a message suggests. What says the same as an open suggestion, an open task, a pending proposal or the
 * present value adds its quote there instead; a task that is open with another date is suggested to be moved. `again`: the message was read before, and this reading replaces what is
 * still open of that one; what a person decided stays decided. Returns how many new ones there are.
 */
export async function makeSuggestions(
  tx: Tx,
  message: ReadMessage,
  understanding: Understanding,
  known: ReadonlyMap<string, Known>,
  { again = false }: { again?: boolean } = {},
): Promise<number> {
  if (!maySuggest(message, understanding)) return 0;
  const keyOf = ({ kind, packageId, contentKey }: Candidate) =>
    [kind, ...(packageId ? [packageId] : []), contentKey].join(' ');
  const read = candidates(message, understanding, known);
  if (again) await replaceOpenSuggestions(tx, message.emailId, read.map(keyOf), understanding);
  const decided = again ? await listDecidedKeys(tx, message.emailId) : new Set<string>();
  const all = read.filter((one) => !decided.has(keyOf(one)));
  if (all.length === 0) return 0;
  const found = new Map((await findEqual(tx, all)).map((row) => [row.n, row]));
  const moved = all.map((one, n) => movedTask(one, found.get(n)));
  const moves = moved.filter((one) => one.aboutTaskId !== null);
  const equalMoves = moves.length > 0 ? await findEqual(tx, moves) : [];
  const fresh: Candidate[] = [];
  for (const [n, candidate] of moved.entries()) {
    const at = moves.indexOf(candidate);
    const { suggestionId, approvalId, taskId } =
      (at < 0 ? found.get(n) : equalMoves.find((row) => row.n === at)) ?? NOTHING_EQUAL;
    if (suggestionId) await addSuggestionQuotes(tx, suggestionId, candidate.evidence);
    else if (approvalId) await addApprovalQuotes(tx, approvalId, candidate.evidence);
    else if (taskId) await addTaskQuotes(tx, taskId, candidate.evidence);
    else if (!decided.has(keyOf(candidate))) fresh.push(candidate);
  }
  const patched = [
    ...new Set(fresh.flatMap(({ kind, packageId }) => (kind === 'patch' && packageId ? [packageId] : []))),
  ];
  const unconfirmed =
    message.internal || patched.length === 0 ? [] : await listUnconfirmed(tx, patched, message.fromAddress ?? '');
  await insertSuggestions(
    tx,
    {
      emailId: message.emailId,
      textHash: createHash('sha256').update(message.text).digest('hex'),
      source: understanding.source,
      version: understanding.version,
      notVerified: message.authentication === 'unknown',
    },
    fresh.map((one) => ({ ...one, senderUnknown: one.kind === 'patch' && unconfirmed.includes(one.packageId ?? '') })),
  );
  return fresh.length;
}
