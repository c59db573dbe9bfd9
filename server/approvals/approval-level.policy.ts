import { workingDaysBetween } from '../dates/calendar.policy.ts';
import type { WorkingCalendar } from '../dates/calendar.policy.ts';
import { displayMoney, isMoreThanPercentAbove } from '../money/money.policy.ts';
import type { Money } from '../money/money.policy.ts';
import { isPlanFrozen } from '../packages/package-dates.policy.ts';
import { MILESTONES, PACKAGE_FIELDS, fieldLabel, isPackageField } from '../packages/package-fields.schema.ts';
import type {
  PackageField,
  PackagePatch,
  PackageStatus,
  PackageValues,
  PatchChange,
} from '../packages/package-fields.schema.ts';
import { applyPatch, sameValue } from '../packages/package-patch.policy.ts';
import { decisionsFor, higherLevel } from './approval.policy.ts';
import type { ApprovalLevel } from './approval.policy.ts';
import { findTransition, isTermination, labelOfStatus } from '../packages/package.policy.ts';
import type { StatusState } from '../packages/package.policy.ts';

export const ORIGINS = ['ui', 'api', 'chat', 'email'] as const;
export type Origin = (typeof ORIGINS)[number];

/** A given or guessed grade of uncertainty or impact. */
export const GRADES = ['low', 'medium', 'high'] as const;
export type Grade = (typeof GRADES)[number];

/** Forecasts move freely by this many working days of the project's calendar. */
export const FREE_FORECAST_DAYS = 5;

/** A contract amount may rise by this many percent over the last one that two people decided. */
export const FREE_RISE_PERCENT = 5;

/** Thresholds of a new project, in minor units (demo values of PRODUCT.md). */
export const DEFAULT_THRESHOLDS: Readonly<Record<string, number>> = {
  EUR: 500_000_000,
  USD: 500_000_000,
  GBP: 500_000_000,
  CNY: 4_000_000_000,
};

/** The present package as the levels see it. */
export type LevelPackage = PackageValues & StatusState & { planFrozen: boolean; contractFrozen: boolean };

/**
 * `isCreatorOrBuyer`: the requester created the package or is its present buyer. `thresholds`: minor units by currency.
 * `lastTwoPersonContractAmount` and `firstDecidedContractAmount`: from the package's applied approvals, null if none.
 */
export interface LevelInput {
  before: LevelPackage;
  patch: PackagePatch;
  isCreatorOrBuyer: boolean;
  origin: Origin;
  project: { thresholds: Readonly<Record<string, number>>; calendar: WorkingCalendar };
  lastTwoPersonContractAmount: Money | null;
  firstDecidedContractAmount: Money | null;
  impact?: Grade | null;
  uncertainty?: Grade | null;
}

export interface LevelResult {
  level: ApprovalLevel;
  reasons: string[];
  requiredDecisions: 0 | 1 | 2;
}

const LOW_FIELDS: readonly PackageField[] = ['title', 'description', 'wbsCode', 'customFields', 'poNumber'];
const NEVER_FREE_IN_DRAFT: readonly PackageField[] = ['status', 'vendor', 'contractAmount'];
const HIGH_FIELDS: readonly PackageField[] = [
  'project',
  'vendor',
  'buyer',
  'currency',
  'budgetAmount',
  'contractAmount',
];

/** Statuses that record a fact: medium when the step is a forward one. */
const FACT_STATUSES: readonly PackageStatus[] = [
  'bids_received',
  'in_fabrication',
  'in_execution',
  'shipped',
  'partially_delivered',
  'delivered',
  'completed',
];

interface Finding {
  level: ApprovalLevel;
  reason: string;
}

/** The amount that thresholds and limits look at: contractAmount, else budgetAmount; null when there is neither. */
export function packageAmount(pkg: Pick<PackageValues, 'contractAmount' | 'budgetAmount' | 'currency'>): Money | null {
  const amountMinor = pkg.contractAmount ?? pkg.budgetAmount;
  return amountMinor === null ? null : { amountMinor, currency: pkg.currency };
}

/**
 * The level of a change and why (PRODUCT.md, Approval; docs/decisions/003-levels.md). The highest level of any field
 * counts. The amount rules (threshold, currency without one) raise what is high by its fields; they leave low and
 * medium fields alone, so that a title or a delivery note of a large package needs no second person more than that of
 * a small one. Origin, impact and uncertainty raise and never lower.
 */
export function levelOf(input: LevelInput): LevelResult {
  const findings = (Object.entries(input.patch) as [string, PatchChange][]).flatMap(([field, change]) =>
    isPackageField(field) ? [levelOfField(field, change, input)] : [],
  );
  if (findings.some((finding) => finding.level === 'high' || finding.level === 'critical')) {
    findings.push(...amountFindings(input));
  }
  findings.push(...riseFindings(input));
  if (input.origin === 'chat' || input.origin === 'email') {
    findings.push({ level: 'medium', reason: `proposals from ${input.origin} are always decided by a person` });
  }
  for (const [name, grade] of [
    ['impact', input.impact],
    ['uncertainty', input.uncertainty],
  ] as const) {
    if (grade === 'medium' || grade === 'high') findings.push({ level: grade, reason: `${name} is ${grade}` });
  }
  const level = findings.reduce<ApprovalLevel>((highest, finding) => higherLevel(highest, finding.level), 'low');
  const reasons = findings.filter((finding) => finding.level === level).map((finding) => finding.reason);
  return { level, reasons: [...new Set(reasons)], requiredDecisions: decisionsFor(level) };
}

function levelOfField(field: PackageField, change: PatchChange, input: LevelInput): Finding {
  const { before } = input;
  const label = fieldLabel(field, before.type);
  if (field === 'status') return levelOfStatus(change, input);
  if (sameValue(change.from, change.to) && field !== 'contractAmount') {
    return { level: 'low', reason: `${label} stays as it is` };
  }
  if (before.status === 'draft' && input.isCreatorOrBuyer && !NEVER_FREE_IN_DRAFT.includes(field)) {
    return { level: 'low', reason: `${label} of a draft, changed by its creator or buyer` };
  }
  if (LOW_FIELDS.includes(field)) return { level: 'low', reason: `${label} is a free field` };
  if (HIGH_FIELDS.includes(field)) return { level: 'high', reason: `${label} takes a decider` };
  const { milestone, role } = PACKAGE_FIELDS[field];
  if (!milestone) return { level: 'medium', reason: `${label} takes the buyer or a decider` };
  if (role === 'plan') {
    return isPlanFrozen(before, milestone)
      ? { level: 'high', reason: `${fieldLabel(field, before.type, true)} is a contract date` }
      : { level: 'medium', reason: `${label} takes the buyer or a decider` };
  }
  if (role === 'actual') return { level: 'medium', reason: `${label} records a fact` };
  return levelOfForecast(field, change, input);
}

function levelOfForecast(field: PackageField, change: PatchChange, input: LevelInput): Finding {
  const { before, patch, project } = input;
  const { milestone } = PACKAGE_FIELDS[field];
  const label = fieldLabel(field, before.type);
  const { from, to } = change;
  if (typeof from !== 'string' || typeof to !== 'string' || !milestone) {
    return { level: 'medium', reason: `${label} is set or emptied` };
  }
  const days = Math.abs(workingDaysBetween(from, to, project.calendar));
  if (days > FREE_FORECAST_DAYS) return { level: 'medium', reason: `${label} moves by ${days} working days` };
  const after = applyPatch(before, patch);
  const contract = isPlanFrozen(before, milestone) ? (after[`${milestone}Plan`] ?? null) : null;
  if (contract !== null && to > contract)
    return { level: 'medium', reason: `${label} passes the contract date ${contract}` };
  if (after.requiredOnSite !== null && to > after.requiredOnSite) {
    return { level: 'medium', reason: `${label} passes the required-on-site date ${after.requiredOnSite}` };
  }
  return { level: 'low', reason: `${label} moves by ${days} working day(s), at most ${FREE_FORECAST_DAYS}` };
}

function levelOfStatus(change: PatchChange, input: LevelInput): Finding {
  const { before } = input;
  const to = change.to as PackageStatus;
  const transition = findTransition(before, to);
  if (transition && isTermination(before, transition))
    return { level: 'critical', reason: 'termination after the order' };
  if (transition?.kind === 'direct_award') return { level: 'critical', reason: 'direct award' };
  const after = applyPatch(before, input.patch);
  const overBudget = (after.contractAmount ?? 0) > (after.budgetAmount ?? Number.POSITIVE_INFINITY);
  if (transition?.kind === 'forward' && to === 'awarded' && overBudget) {
    return { level: 'critical', reason: 'award over budget' };
  }
  if (transition?.kind === 'correction') return { level: 'high', reason: 'a correction takes a decider' };
  if (transition?.kind === 'forward' && FACT_STATUSES.includes(to)) {
    return { level: 'medium', reason: `status ${labelOfStatus(to)} records a fact` };
  }
  return { level: 'high', reason: `status ${labelOfStatus(to)} takes a decider` };
}

/** The amount after the change against the project's threshold of its currency; "over" is more than. */
function amountFindings({ before, patch, project }: LevelInput): Finding[] {
  const amount = packageAmount(applyPatch(before, patch));
  if (amount === null) return [];
  const { currency, amountMinor } = amount;
  const threshold = Object.hasOwn(project.thresholds, currency) ? project.thresholds[currency] : undefined;
  if (threshold === undefined) {
    return [{ level: 'critical', reason: `the project has no threshold for ${currency}` }];
  }
  if (amountMinor <= threshold) return [];
  const shown = `${displayMoney(amountMinor, currency)} is over the threshold of ${displayMoney(threshold, currency)}`;
  return [{ level: 'critical', reason: shown }];
}

/**
 * A contract amount more than 5 % above the last one that two people decided, else above the first decided one. A base
 * in another currency cannot be compared and counts as a rise.
 */
function riseFindings(input: LevelInput): Finding[] {
  const { patch, before } = input;
  const base = input.lastTwoPersonContractAmount ?? input.firstDecidedContractAmount;
  const after = applyPatch(before, patch);
  if (!base || after.contractAmount === null || !(patch.contractAmount || patch.currency)) return [];
  if (base.currency !== after.currency) {
    return [
      { level: 'critical', reason: `the contract amount was decided in ${base.currency} and is never converted` },
    ];
  }
  if (!isMoreThanPercentAbove(after.contractAmount, base.amountMinor, FREE_RISE_PERCENT)) return [];
  const decided = displayMoney(base.amountMinor, base.currency);
  return [{ level: 'critical', reason: `the contract amount is more than ${FREE_RISE_PERCENT} % above ${decided}` }];
}

/** The level of adding or removing a vendor's mail domains: mail from them is believed, so one decider. */
export const VENDOR_DOMAINS_LEVEL: LevelResult = {
  level: 'high',
  reasons: ['mail from a vendor’s domain is believed'],
  requiredDecisions: 1,
};

/** The origin of a proposal by how it came in; whatever an assistant sends counts as chat. */
export function originOf(via: 'ui' | 'api' | 'chat' | 'email' | 'cli', ai: boolean): Origin {
  if (via === 'email') return 'email';
  if (ai || via === 'chat') return 'chat';
  return via === 'ui' ? 'ui' : 'api';
}

/** Whether a patch touches status or money, so that the base (baseOf) must still hold on decision. */
export function needsBase(patch: Partial<Record<string, unknown>>): boolean {
  return ['status', 'currency', 'budgetAmount', 'contractAmount'].some((field) => patch[field] !== undefined);
}

/** The milestones a patch touches, for showing lateness "if approved". */
export function milestonesOf(patch: PackagePatch): (typeof MILESTONES)[number][] {
  return MILESTONES.filter((name) => patch[name] ?? patch[`${name}Plan`] ?? patch[`${name}Actual`]);
}
