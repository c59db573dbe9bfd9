import { diffDays } from '../dates/date.policy.ts';
import type { PlainDate } from '../dates/date.policy.ts';
import type {
  Milestone,
  MilestoneActual,
  PackagePatch,
  PackageStatus,
  PackageValues,
} from './package-fields.schema.ts';
import type { Transition } from './package.policy.ts';

/** `planFrozen`: the RFQ was issued. `contractFrozen`: the order was placed. */
export interface Freezing {
  planFrozen: boolean;
  contractFrozen: boolean;
}

/** The milestone whose actual date a step to the status records. */
const MILESTONE_OF_STATUS: Partial<Record<PackageStatus, Milestone>> = {
  rfq_issued: 'rfqIssueDate',
  bids_received: 'bidDueDate',
  awarded: 'awardDate',
  po_issued: 'poIssueDate',
  delivered: 'deliveryDate',
  completed: 'deliveryDate',
};

/** How far along a status is; a milestone's actual date stands only from its own rank on. */
const RANK: Partial<Record<PackageStatus, number>> = {
  draft: 0,
  planned: 1,
  rfq_issued: 2,
  bids_received: 3,
  evaluation: 4,
  awarded: 5,
  po_issued: 6,
  in_fabrication: 7,
  in_execution: 8,
  shipped: 8,
  partially_delivered: 9,
  delivered: 10,
  completed: 10,
  closed: 11,
};

/** The milestone that a status records, or null. */
export function milestoneOf(status: PackageStatus): Milestone | null {
  return MILESTONE_OF_STATUS[status] ?? null;
}

/** Whether the milestone's plan is frozen (and read "contract"): FAT and delivery by the order, others by the RFQ. */
export function isPlanFrozen(pkg: Freezing, milestone: Milestone): boolean {
  return milestone === 'fatDate' || milestone === 'deliveryDate' ? pkg.contractFrozen : pkg.planFrozen;
}

/**
 * What is frozen after a step. A direct award freezes the plan as the RFQ would have; the order freezes both. Going
 * back keeps what is frozen; only a correction of po_issued or of a direct award thaws what that step froze.
 */
export function freezingAfter(before: Freezing, transition: Transition): Freezing {
  const { from, to, kind } = transition;
  if (kind === 'correction') {
    return {
      planFrozen: before.planFrozen && !(from === 'awarded' && to === 'planned'),
      contractFrozen: before.contractFrozen && from !== 'po_issued',
    };
  }
  if (kind === 'resume' || kind === 'hold' || kind === 'cancel') return { ...before };
  const ordered = to === 'po_issued';
  return {
    planFrozen: before.planFrozen || ordered || to === 'rfq_issued' || kind === 'direct_award',
    contractFrozen: before.contractFrozen || ordered,
  };
}

/**
 * The actual dates that a step writes: the effective date for the status reached (forward, direct award, re-bid), and
 * null for every milestone that the package has gone back behind (back, correction, resume to an earlier status).
 * A correction and a resume do not date the status they return to. Hold and cancel write nothing.
 */
export function actualsAfter(
  state: { heldFrom: PackageStatus | null },
  transition: Transition,
  effectiveDate: PlainDate,
): Partial<Record<MilestoneActual, PlainDate | null>> {
  const { from, to, kind } = transition;
  const written: Partial<Record<MilestoneActual, PlainDate | null>> = {};
  if (kind === 'hold' || kind === 'cancel') return written;
  const leaving = RANK[from] ?? (from === 'on_hold' && state.heldFrom ? RANK[state.heldFrom] : undefined);
  const reached = RANK[to] ?? 0;
  if (leaving !== undefined && reached < leaving) {
    for (const [status, milestone] of Object.entries(MILESTONE_OF_STATUS) as [PackageStatus, Milestone][]) {
      const rank = RANK[status] ?? 0;
      if (rank > reached && rank <= leaving) written[`${milestone}Actual`] = null;
    }
  }
  const milestone = milestoneOf(to);
  if (milestone && kind !== 'correction' && kind !== 'resume') written[`${milestone}Actual`] = effectiveDate;
  return written;
}

type DatedPackage = Freezing & Pick<PackageValues, Milestone | `${Milestone}Plan` | MilestoneActual>;

/**
 * Calendar days by which a milestone is late: (actual, else forecast) − contract; negative is early. Null without a
 * frozen plan or without a date to compare.
 */
export function lateDays(pkg: DatedPackage, milestone: Milestone): number | null {
  const contract = pkg[`${milestone}Plan`] ?? null;
  const reached = pkg[`${milestone}Actual`] ?? pkg[milestone] ?? null;
  if (!isPlanFrozen(pkg, milestone) || contract === null || reached === null) return null;
  return diffDays(contract, reached);
}

/** lateDays as it would be if a pending patch were applied ("18 days late if approved"). */
export function lateDaysIfApproved(pkg: DatedPackage, patch: PackagePatch, milestone: Milestone): number | null {
  const after = { ...pkg };
  for (const field of [milestone, `${milestone}Plan`, `${milestone}Actual`] as const) {
    const change = patch[field];
    if (change) after[field] = typeof change.to === 'string' ? change.to : null;
  }
  return lateDays(after, milestone);
}

/** Whether the delivery terms are ex-works (Incoterms EXW): the goods are ours at the vendor's gate. */
export function isExWorks(deliveryTerms: string | null): boolean {
  return deliveryTerms !== null && /^\s*(EXW\b|ex[\s-]?works\b)/i.test(deliveryTerms);
}

/** Calendar days of float: requiredOnSite − (actual, else forecast) delivery; null for ex-works or a missing date. */
export function floatDays(
  pkg: Pick<PackageValues, 'requiredOnSite' | 'deliveryTerms' | 'deliveryDate' | 'deliveryDateActual'>,
): number | null {
  const arrival = pkg.deliveryDateActual ?? pkg.deliveryDate ?? null;
  if (pkg.requiredOnSite === null || arrival === null || isExWorks(pkg.deliveryTerms)) return null;
  return diffDays(arrival, pkg.requiredOnSite);
}
