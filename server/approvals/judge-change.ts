import type { Tx } from '../db.ts';
import { today } from '../clock.ts';
import { addWorkingDays } from '../dates/calendar.policy.ts';
import { applyPatch } from '../packages/package-patch.policy.ts';
import { checkGates, type GateProblem } from '../packages/package-gates.policy.ts';
import type { PackagePatch, PackageStatus } from '../packages/package-fields.schema.ts';
import { allowedTransitions, findTransition, type Transition, transitionRefusal } from '../packages/package.policy.ts';
import { statusStateOf } from '../packages/apply-change.ts';
import type { PackageState } from '../packages/package.columns.ts';
import { projectPolicy } from '../projects/project.queries.ts';
import { countOpenTasks } from '../tasks/open-task.queries.ts';
import { type DeciderFacts, listDeciderFacts } from '../users/decider.queries.ts';
import { type Grade, type LevelResult, levelOf, type Origin, packageAmount } from './approval-level.policy.ts';
import {
  amountAtStake,
  chooseTurn,
  type DecidableApproval,
  type Decider,
  decisionsNeeded,
  explainNobody,
  isDecider,
} from './approval.policy.ts';
import { getDecidedContractAmounts } from './approval-decisions.queries.ts';
import { countPending } from './approval.queries.ts';

/** Days after which a pending approval expires, working days of the project. */
const EXPIRY_DAYS = 20;

export type Judgement = {
  transition: Transition | null;
  effectiveDate: string;
  /** The step is not in the table: the sentence and the allowed ones. */
  refusal: { message: string; allowed: PackageStatus[] } | null;
  problems: GateProblem[];
  level: LevelResult;
  requiredDecisions: 0 | 1 | 2;
  decidedByOne: boolean;
  amount: { amountMinor: number; currency: string } | null;
  expiresAt: string;
};

export type ChangeToJudge = {
  pkg: PackageState;
  patch: PackagePatch;
  reason: string;
  effectiveDate: string | null;
  origin: Origin;
  requesterId: string;
  impact?: Grade | null;
  uncertainty?: Grade | null;
  /** The approval being judged again, so that it does not count as another pending one. */
  approvalId: string | null;
};

export function deciderOf(facts: DeciderFacts): Decider & { pendingTurns: number } {
  const { limitKind, limitAmount, limitCurrency } = facts;
  const amount = limitKind === 'amount' && limitAmount !== null && limitCurrency !== null;
  return {
    id: facts.id,
    name: facts.name,
    role: facts.role,
    active: facts.active,
    pendingTurns: facts.pendingTurns,
    decisionLimit: amount
      ? { kind: 'amount', amountMinor: limitAmount, currency: limitCurrency }
      : { kind: limitKind === 'amount' ? 'none' : limitKind },
  };
}

/**
 * Transition, gates, level and amount of a change on a package that the caller holds locked. The same judgement is
 * made when a change is proposed, edited and decided.
 */
export async function judgeChange(tx: Tx, change: ChangeToJudge): Promise<Judgement> {
  const { pkg, patch } = change;
  const policy = await projectPolicy(tx, pkg.project);
  const [openTasks, otherPending, decided, people] = [
    await countOpenTasks(tx, pkg.id),
    await countPending(tx, pkg.id, change.approvalId),
    await getDecidedContractAmounts(tx, pkg.id),
    await listDeciderFacts(tx),
  ];
  const todayHere = today(policy.timeZone);
  const state = statusStateOf(pkg);
  const to = patch.status?.to as PackageStatus | undefined;
  const transition = to ? findTransition(state, to) : null;
  const after = applyPatch(pkg, patch);
  const loaded = pkg.contractAmount === null ? null : { amountMinor: pkg.contractAmount, currency: pkg.currency };
  const level = levelOf({
    before: { ...pkg, ...state },
    patch,
    isCreatorOrBuyer: change.requesterId === pkg.createdBy || change.requesterId === pkg.buyer,
    origin: change.origin,
    project: { thresholds: policy.thresholds, calendar: policy.calendar },
    lastTwoPersonContractAmount: decided.lastByTwo,
    // A loaded contract amount was decided before PMIS: a later rise is a rise.
    firstDecidedContractAmount: decided.first ?? loaded,
    impact: change.impact,
    uncertainty: change.uncertainty,
  });
  const deciders = people.map(deciderOf).filter(isDecider).length;
  const { required, decidedByOne } = decisionsNeeded(level.level, { deciders, secondDecision: policy.secondDecision });
  return {
    transition,
    effectiveDate: change.effectiveDate ?? todayHere,
    refusal:
      to && !transition
        ? { message: transitionRefusal(state, to), allowed: allowedTransitions(state).map((step) => step.to) }
        : null,
    problems: checkGates(after, transition, {
      before: { ...state, currency: pkg.currency },
      patch,
      today: todayHere,
      effectiveDate: change.effectiveDate,
      reason: change.reason,
      openTasks,
      otherPending,
    }),
    level,
    requiredDecisions: required,
    decidedByOne,
    amount: amountAtStake(packageAmount(pkg), packageAmount(after)),
    expiresAt: `${addWorkingDays(todayHere, EXPIRY_DAYS, policy.calendar)}T23:59:59Z`,
  };
}

/** Whose turn it is, or what is missing for it to be somebody's. */
export async function nextTurn(
  tx: Tx,
  approval: DecidableApproval,
  required: number,
): Promise<{ turnUserId: string | null; turnNote: string | null }> {
  const facts = await listDeciderFacts(tx, approval.buyerId ? [approval.buyerId] : []);
  const people = facts.map(deciderOf);
  const note = explainNobody(approval, required, people);
  return { turnUserId: chooseTurn(approval, people), turnNote: note };
}
