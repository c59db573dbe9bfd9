import type { PlainDate } from '../dates/date.policy.ts';
import { decimalsOf } from '../money/currency.policy.ts';
import { MILESTONES, fieldLabel } from './package-fields.schema.ts';
import type { PackageField, PackagePatch, PackageStatus, PackageValues } from './package-fields.schema.ts';
import { isTermination, statusFitsType } from './package.policy.ts';
import type { StatusState, Transition } from './package.policy.ts';

/** Something that stands in the way, for one field (or `effectiveDate`, `reason`) or for the whole change. */
export interface GateProblem {
  field: string | null;
  code: string;
  message: string;
}

/**
 * What the gates look at beside the package. `before` is the present state; `openTasks` and `otherPending` count this
 * package's open tasks and its other pending approvals; `today` is business today in the project's zone.
 */
export interface GateContext {
  before: StatusState & { contractFrozen?: boolean } & Pick<PackageValues, 'currency'>;
  patch: PackagePatch;
  today: PlainDate;
  effectiveDate: PlainDate | null;
  reason: string | null;
  openTasks: number;
  otherPending: number;
}

/** PRODUCT.md, gates: what must be filled when a status is entered, whatever the kind of step. */
const REQUIRED_ON_ENTRY: Partial<Record<PackageStatus, readonly PackageField[]>> = {
  planned: ['buyer', 'budgetAmount'],
  rfq_issued: ['bidDueDate'],
  awarded: ['vendor', 'contractAmount'],
};

const AFTER_DRAFT: readonly PackageField[] = ['buyer', 'budgetAmount'];
const BIDDING: readonly PackageStatus[] = ['rfq_issued', 'bids_received', 'evaluation'];

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === '';
}

function mustStayFilled(status: PackageStatus): readonly PackageField[] {
  if (status === 'draft' || status === 'on_hold' || status === 'cancelled') return [];
  if (status === 'planned') return AFTER_DRAFT;
  return BIDDING.includes(status) ? [...AFTER_DRAFT, 'bidDueDate'] : [...AFTER_DRAFT, 'vendor', 'contractAmount'];
}

/**
 * Everything that forbids a change, checked when it is proposed and again when it is decided. `after` is the package
 * with the patch applied; `transition` the step that the patch asks for, or null. Empty means that it may go on.
 */
export function checkGates(after: PackageValues, transition: Transition | null, context: GateContext): GateProblem[] {
  const problems = checkFields(after, transition, context);
  return transition ? [...problems, ...checkStep(after, transition, context)] : problems;
}

function checkStep(after: PackageValues, transition: Transition, context: GateContext): GateProblem[] {
  const problems: GateProblem[] = [];
  const { to } = transition;
  const effective = context.effectiveDate ?? context.today;
  if (effective > context.today) {
    problems.push({
      field: 'effectiveDate',
      code: 'effective_date_in_future',
      message: `The effective date ${effective} is in the future; today is ${context.today}.`,
    });
  }
  for (const field of REQUIRED_ON_ENTRY[to] ?? []) {
    if (isEmpty(after[field])) {
      problems.push({ field, code: 'required_for_status', message: `${to} needs ${fieldLabel(field, after.type)}.` });
    }
  }
  const early = to === 'evaluation' && !isEmpty(after.bidDueDate) && effective < (after.bidDueDate ?? '');
  if ((transition.needsReason || early) && isEmpty(context.reason?.trim())) {
    const what = early ? `evaluation before the bid due date ${after.bidDueDate}` : describeStep(transition);
    problems.push({ field: 'reason', code: 'reason_required', message: `Give a reason for ${what}.` });
  }
  if (isTermination(context.before, transition) && isEmpty(context.patch.contractAmount?.to)) {
    problems.push({
      field: 'contractAmount',
      code: 'final_amount_required',
      message: 'Terminating after the order needs the final amount: give contractAmount in the same change.',
    });
  }
  if (to === 'closed' && context.openTasks > 0) {
    problems.push({
      field: 'status',
      code: 'open_tasks',
      message: `${context.openTasks} open task(s) must be done or cancelled before closing.`,
    });
  }
  if (to === 'closed' && context.otherPending > 0) {
    problems.push({
      field: 'status',
      code: 'pending_approvals',
      message: `${context.otherPending} other pending proposal(s) must be decided or withdrawn before closing.`,
    });
  }
  return problems;
}

function describeStep(transition: Transition): string {
  if (transition.kind === 'direct_award') return 'a direct award';
  return transition.kind === 'hold' ? 'putting a package on hold' : 'cancelling a package';
}

function checkFields(after: PackageValues, transition: Transition | null, context: GateContext): GateProblem[] {
  const problems: GateProblem[] = [];
  const { patch, before } = context;
  for (const field of mustStayFilled(after.status)) {
    if (patch[field] && isEmpty(after[field]) && !(transition && REQUIRED_ON_ENTRY[transition.to]?.includes(field))) {
      const message = `${fieldLabel(field, after.type)} cannot be emptied while the package is ${after.status}.`;
      problems.push({ field, code: 'required_for_status', message });
    }
  }
  if (patch.project && (before.status !== 'draft' || after.status !== 'draft')) {
    const message = 'A package changes its project only as a draft.';
    problems.push({ field: 'project', code: 'only_in_draft', message });
  }
  const hidden = before.status === 'on_hold' ? before.heldFrom : before.status === 'cancelled' ? before.cameFrom : null;
  const statuses = transition ? [after.status] : hidden ? [after.status, hidden] : [after.status];
  if (patch.type && statuses.some((status) => !statusFitsType(status, after.type))) {
    const message = `A ${after.type} package cannot be ${hidden ?? after.status}.`;
    problems.push({ field: 'type', code: 'status_unknown_to_type', message });
  }
  for (const milestone of MILESTONES) {
    const actual = patch[`${milestone}Actual`]?.to;
    if (typeof actual === 'string' && actual > context.today) {
      const message = `An actual date is never in the future; today is ${context.today}.`;
      problems.push({ field: `${milestone}Actual`, code: 'actual_in_future', message });
    }
  }
  return [...problems, ...checkCurrency(after, before.currency, patch)];
}

/** Amounts are never converted: where the minor unit differs, they must be stated anew in the same change. */
function checkCurrency(after: PackageValues, currencyBefore: string, patch: PackagePatch): GateProblem[] {
  if (!patch.currency || decimalsOf(currencyBefore) === decimalsOf(after.currency)) return [];
  return (['budgetAmount', 'contractAmount'] as const)
    .filter((field) => after[field] !== null && !patch[field])
    .map((field) => ({
      field,
      code: 'restate_amount',
      message: `Amounts are not converted: give ${fieldLabel(field)} in ${after.currency} in the same change.`,
    }));
}
