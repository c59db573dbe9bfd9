import { displayMoney } from '../money/money.policy.ts';
import type { Money } from '../money/money.policy.ts';
import { isAtLeast } from '../users/role.policy.ts';
import type { Role } from '../users/role.policy.ts';

/** From least to most. */
export const APPROVAL_LEVELS = ['low', 'medium', 'high', 'critical'] as const;
export type ApprovalLevel = (typeof APPROVAL_LEVELS)[number];

/** The higher of two levels. */
export function higherLevel(left: ApprovalLevel, right: ApprovalLevel): ApprovalLevel {
  return APPROVAL_LEVELS.indexOf(left) >= APPROVAL_LEVELS.indexOf(right) ? left : right;
}

/** How many different people must approve at a level. */
export function decisionsFor(level: ApprovalLevel): 0 | 1 | 2 {
  if (level === 'low') return 0;
  return level === 'critical' ? 2 : 1;
}

export const APPROVAL_STATUSES = [
  'pending',
  'approved',
  'applied',
  'rejected',
  'withdrawn',
  'expired',
  'superseded',
  'apply_failed',
] as const;
export type ApprovalStatus = (typeof APPROVAL_STATUSES)[number];

const STEPS: Partial<Record<ApprovalStatus, readonly ApprovalStatus[]>> = {
  pending: ['approved', 'rejected', 'withdrawn', 'expired', 'superseded', 'apply_failed'],
  approved: ['applied', 'superseded', 'apply_failed'],
};

/** Whether an approval may go from one status to another. Only pending is open to people; the rest is final. */
export function approvalMayBecome(from: ApprovalStatus, to: ApprovalStatus): boolean {
  return STEPS[from]?.includes(to) ?? false;
}

/** A person's decision limit; `default` is the role's own: admins unlimited, all others none. */
export type DecisionLimit =
  | { kind: 'default' }
  | { kind: 'none' }
  | { kind: 'unlimited' }
  | { kind: 'amount'; amountMinor: number; currency: string };

export interface Decider {
  id: string;
  name: string;
  role: Role;
  active: boolean;
  decisionLimit: DecisionLimit;
}

/** What of an approval decides who may decide it. `amount`: amountAtStake; `barred`: see barredFrom. */
export interface DecidableApproval {
  status: ApprovalStatus;
  level: ApprovalLevel;
  amount: Money | null;
  buyerId: string | null;
  barred: readonly string[];
  decidedBy: readonly string[];
}

export type DecisionAnswer = { ok: true } | { ok: false; code: DecisionRefusal; message: string };

export type DecisionRefusal =
  | 'not_pending'
  | 'assistant'
  | 'inactive'
  | 'role'
  | 'barred'
  | 'already_decided'
  | 'not_a_decider'
  | 'limit_too_small'
  | 'limit_in_other_currency';

/** The limit that counts: only analysts and admins are deciders, and only admins without being given a limit. */
export function effectiveLimit(
  person: Pick<Decider, 'role' | 'decisionLimit'>,
): Exclude<DecisionLimit, { kind: 'default' }> {
  if (!isAtLeast(person.role, 'analyst')) return { kind: 'none' };
  if (person.decisionLimit.kind !== 'default') return person.decisionLimit;
  return person.role === 'admin' ? { kind: 'unlimited' } : { kind: 'none' };
}

/** Whether the person decides at all: active, analyst or admin, with a limit. */
export function isDecider(person: Decider): boolean {
  return person.active && effectiveLimit(person).kind !== 'none';
}

/**
 * Whether one person may set another's limit: an admin, never one's own; only an analyst or admin can be given one
 * (anybody's may be taken away). Null when it may be, else why not.
 */
export function limitRefusal(
  giver: { id: string; role: Role },
  person: { id: string; role: Role },
  limit: DecisionLimit,
): string | null {
  if (giver.role !== 'admin') return 'Only an admin gives decision limits.';
  if (giver.id === person.id) return 'A decision limit is given by another person.';
  const given = limit.kind === 'amount' || limit.kind === 'unlimited';
  return given && !isAtLeast(person.role, 'analyst')
    ? `A ${person.role} cannot be a decider; make them an analyst first.`
    : null;
}

/** Everybody who had a hand in the request and so cannot decide it: requester, acceptor, token owner, editors. */
export function barredFrom(hands: {
  requesterId: string;
  acceptedById?: string | null;
  tokenOwnerId?: string | null;
  editorIds?: readonly string[];
}): string[] {
  const all = [hands.requesterId, hands.acceptedById, hands.tokenOwnerId, ...(hands.editorIds ?? [])];
  return [...new Set(all.filter((id): id is string => typeof id === 'string'))];
}

/**
 * The amount that a decider's limit must cover: the larger of the package's amounts before and after, so that lowering
 * an amount needs the limit that the package needed; the one after where the currency changes.
 */
export function amountAtStake(before: Money | null, after: Money | null): Money | null {
  if (before === null || after === null) return after ?? before;
  if (before.currency !== after.currency) return after;
  return before.amountMinor > after.amountMinor ? before : after;
}

/** Whether the person's limit covers the amount. Currencies are never converted; without an amount any limit does. */
function limitRefusalFor(person: Decider, amount: Money | null): Exclude<DecisionAnswer, { ok: true }> | null {
  const limit = effectiveLimit(person);
  if (limit.kind === 'none') {
    return { ok: false, code: 'not_a_decider', message: 'You have no decision limit.' };
  }
  if (limit.kind === 'unlimited' || amount === null) return null;
  const needed = displayMoney(amount.amountMinor, amount.currency);
  const own = displayMoney(limit.amountMinor, limit.currency);
  if (limit.currency !== amount.currency) {
    const message = `Your decision limit is ${own}; it does not cover ${needed}, amounts are not converted.`;
    return { ok: false, code: 'limit_in_other_currency', message };
  }
  if (limit.amountMinor >= amount.amountMinor) return null;
  return { ok: false, code: 'limit_too_small', message: `Your decision limit of ${own} does not cover ${needed}.` };
}

/**
 * Whether a person may decide an approval now. Nobody who had a hand in it, admins included; nobody twice; no viewer,
 * no assistant. Medium: the package's buyer, or any decider whatever his limit. High and critical: a decider whose
 * limit covers the amount.
 */
export function canDecide(approval: DecidableApproval, person: Decider & { ai?: boolean }): DecisionAnswer {
  const refuse = (code: DecisionRefusal, message: string): DecisionAnswer => ({ ok: false, code, message });
  if (approval.status !== 'pending') return refuse('not_pending', `This approval is ${approval.status} already.`);
  if (person.ai === true) return refuse('assistant', 'An assistant never decides.');
  if (!person.active) return refuse('inactive', 'A disabled person decides nothing.');
  if (!isAtLeast(person.role, 'operator')) return refuse('role', 'A viewer decides nothing.');
  if (approval.barred.includes(person.id)) {
    return refuse(
      'barred',
      'You requested, accepted or edited this change (or your token did); somebody else decides.',
    );
  }
  if (approval.decidedBy.includes(person.id)) {
    return refuse('already_decided', 'You have decided this already; the second decision is another person’s.');
  }
  if (approval.level === 'medium') {
    if (approval.buyerId === person.id || isDecider(person)) return { ok: true };
    return refuse('not_a_decider', 'The package’s buyer or a decider decides this.');
  }
  return limitRefusalFor(person, approval.amount) ?? { ok: true };
}

/** The ids of everybody who may decide the approval now, in the order given. */
export function entitledDeciders(approval: DecidableApproval, people: readonly Decider[]): string[] {
  return people.filter((person) => canDecide(approval, person).ok).map((person) => person.id);
}

/** Limits by size for choosing the smallest sufficient one; deciders of other currencies come after. */
function limitSize(person: Decider, amount: Money | null): number {
  const limit = effectiveLimit(person);
  if (limit.kind === 'none') return -1;
  if (limit.kind === 'unlimited') return Number.POSITIVE_INFINITY;
  return amount === null || limit.currency === amount.currency ? limit.amountMinor : Number.MAX_SAFE_INTEGER;
}

/**
 * Whose turn it is: for medium the package's buyer when entitled; else the entitled one with the fewest pending turns,
 * then the smallest sufficient limit, then by name and id. Null when nobody is entitled. The same input gives the same
 * answer on every machine.
 */
export function chooseTurn(
  approval: DecidableApproval,
  people: readonly (Decider & { pendingTurns: number })[],
): string | null {
  const entitled = people.filter((person) => canDecide(approval, person).ok);
  if (approval.level === 'medium' && entitled.some((person) => person.id === approval.buyerId)) return approval.buyerId;
  const byOrder = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);
  const bySize = (left: Decider, right: Decider): number => {
    const [a, b] = [limitSize(left, approval.amount), limitSize(right, approval.amount)];
    return a === b ? 0 : a < b ? -1 : 1;
  };
  const sorted = [...entitled].sort(
    (left, right) =>
      left.pendingTurns - right.pendingTurns ||
      bySize(left, right) ||
      byOrder(left.name, right.name) ||
      byOrder(left.id, right.id),
  );
  return sorted[0]?.id ?? null;
}

/**
 * How many decisions an approval takes in its project. A project with fewer than three deciders may have turned the
 * second decision off: a critical change then takes one, with a reason, and is marked "decided by one".
 */
export function decisionsNeeded(
  level: ApprovalLevel,
  project: { deciders: number; secondDecision: boolean },
): { required: 0 | 1 | 2; decidedByOne: boolean } {
  const decidedByOne = level === 'critical' && !project.secondDecision && project.deciders < 3;
  return { required: decidedByOne ? 1 : decisionsFor(level), decidedByOne };
}

/**
 * Why an approval cannot be completed by the people there are, as a sentence for its page; null when enough of them
 * are entitled. `required` is from decisionsNeeded.
 */
export function explainNobody(
  approval: DecidableApproval,
  required: number,
  people: readonly Decider[],
): string | null {
  const missing = required - approval.decidedBy.length - entitledDeciders(approval, people).length;
  if (approval.status !== 'pending' || missing <= 0) return null;
  const who = missing === 1 ? 'one more decider' : `${missing} more deciders`;
  if (approval.level === 'medium') return `needs ${who}, or a buyer who did not request it`;
  if (approval.amount === null) return `needs ${who}`;
  return `needs ${who} with a limit of at least ${displayMoney(approval.amount.amountMinor, approval.amount.currency)}`;
}

/** Whether a decision lacks its reason: rejecting always takes one, approving what is critical too. */
export function decisionReasonMissing(
  decision: 'approve' | 'reject',
  level: ApprovalLevel,
  reason: string | null,
): boolean {
  return (decision === 'reject' || level === 'critical') && (reason ?? '').trim() === '';
}
