import { PACKAGE_STATUSES } from './package-fields.schema.ts';
import type { PackageStatus, PackageType } from './package-fields.schema.ts';

export type TransitionKind = 'forward' | 'back' | 'direct_award' | 'hold' | 'resume' | 'cancel' | 'correction';

/** One allowed step. `needsReason` is what the kind demands; checkGates knows the reasons that depend on dates. */
export interface Transition {
  from: PackageStatus;
  to: PackageStatus;
  kind: TransitionKind;
  needsReason: boolean;
}

/**
 * What the status machine looks at. `heldFrom`: the status remembered by on_hold. `cameFrom`: the status before the
 * present one, which a correction returns to (see statusPathAfter).
 */
export interface StatusState {
  status: PackageStatus;
  type: PackageType;
  heldFrom: PackageStatus | null;
  cameFrom: PackageStatus | null;
}

type StepTable = Partial<Record<PackageStatus, readonly PackageStatus[]>>;

/** PRODUCT.md, status machine: the same for every type up to the order. */
const FORWARD_TO_ORDER: StepTable = {
  draft: ['planned'],
  planned: ['rfq_issued'],
  rfq_issued: ['bids_received'],
  bids_received: ['evaluation'],
  evaluation: ['awarded'],
  awarded: ['po_issued'],
};

/** PRODUCT.md, status machine: what follows the order, by type. */
const FORWARD_FROM_ORDER: Record<PackageType, StepTable> = {
  goods: {
    po_issued: ['in_fabrication', 'shipped', 'partially_delivered', 'delivered'],
    in_fabrication: ['shipped', 'partially_delivered', 'delivered'],
    shipped: ['partially_delivered', 'delivered'],
    partially_delivered: ['delivered'],
    delivered: ['closed'],
  },
  works: {
    po_issued: ['in_fabrication', 'in_execution'],
    in_fabrication: ['in_execution'],
    in_execution: ['completed'],
    completed: ['closed'],
  },
  services: { po_issued: ['in_execution'], in_execution: ['completed'], completed: ['closed'] },
};

/** PRODUCT.md, status machine: re-bid and lapsed award. */
const BACK: StepTable = {
  rfq_issued: ['planned'],
  bids_received: ['planned', 'rfq_issued'],
  evaluation: ['planned', 'rfq_issued'],
  awarded: ['evaluation'],
};

const BEFORE_AWARD: readonly PackageStatus[] = ['draft', 'planned', 'rfq_issued', 'bids_received', 'evaluation'];

const ORDERED: readonly PackageStatus[] = [
  'po_issued',
  'in_fabrication',
  'in_execution',
  'shipped',
  'partially_delivered',
  'delivered',
  'completed',
  'closed',
];

const KINDS_THAT_NEED_A_REASON: readonly TransitionKind[] = ['direct_award', 'hold', 'cancel'];

/** Whether work goes on: anything but closed and cancelled. */
export function isOpenStatus(status: PackageStatus): boolean {
  return status !== 'closed' && status !== 'cancelled';
}

/** Whether the status comes before the award, on_hold and cancelled left aside. */
export function isBeforeAward(status: PackageStatus): boolean {
  return BEFORE_AWARD.includes(status);
}

/** Whether a package of the type can be in the status. */
export function statusFitsType(status: PackageStatus, type: PackageType): boolean {
  if (!ORDERED.includes(status) || status === 'po_issued' || status === 'closed') return true;
  return Object.hasOwn(FORWARD_FROM_ORDER[type], status);
}

/**
 * Every step allowed from the state, in the order forward, direct award, back, resume, hold, cancel, correction. A
 * status appears once: a step that the table names is not offered as a correction too.
 */
export function allowedTransitions(state: StatusState): Transition[] {
  const { status, type } = state;
  const found = new Map<PackageStatus, Transition>();
  const add = (to: PackageStatus | null, kind: TransitionKind): void => {
    if (to === null || to === status || found.has(to)) return;
    found.set(to, { from: status, to, kind, needsReason: KINDS_THAT_NEED_A_REASON.includes(kind) });
  };
  for (const to of FORWARD_TO_ORDER[status] ?? FORWARD_FROM_ORDER[type][status] ?? []) add(to, 'forward');
  if (status === 'planned') add('awarded', 'direct_award');
  for (const to of BACK[status] ?? []) add(to, 'back');
  if (status === 'on_hold') {
    add(state.heldFrom, 'resume');
    if (state.heldFrom !== null && isBeforeAward(state.heldFrom)) add('planned', 'resume');
  }
  if (isOpenStatus(status)) {
    add('on_hold', 'hold');
    add('cancelled', 'cancel');
  }
  if (status !== 'on_hold') add(state.cameFrom, 'correction');
  return [...found.values()];
}

/** The allowed step to a status, or null. */
export function findTransition(state: StatusState, to: PackageStatus): Transition | null {
  return allowedTransitions(state).find((transition) => transition.to === to) ?? null;
}

/** The sentence that refuses a step that is not in the table, with the steps that are. */
export function transitionRefusal(state: StatusState, to: PackageStatus): string {
  const allowed = allowedTransitions(state).map((transition) => transition.to);
  const list = allowed.length > 0 ? allowed.join(', ') : 'none';
  return `A ${state.type} package cannot go from ${state.status} to ${to}. Allowed: ${list}.`;
}

/** Whether an order was placed: the status, or the one that on_hold or cancelled hides, is po_issued or later. */
export function isAfterOrder(state: StatusState & { contractFrozen?: boolean }): boolean {
  if (ORDERED.includes(state.status)) return true;
  if (state.status !== 'on_hold' && state.status !== 'cancelled') return false;
  const hidden = [state.heldFrom, state.status === 'cancelled' ? state.cameFrom : null];
  return state.contractFrozen === true || hidden.some((status) => status !== null && ORDERED.includes(status));
}

/** Whether the step ends a package that was ordered already: shown as "Terminated", always critical. */
export function isTermination(state: StatusState & { contractFrozen?: boolean }, transition: Transition): boolean {
  return transition.kind === 'cancel' && isAfterOrder(state);
}

/**
 * The statuses a package came through, after a step. `path` holds the earlier ones, oldest first, without the present
 * one; its last element is `cameFrom`, and `heldFrom` while on hold. A correction takes the wrong status away again,
 * and so does resuming to the held status; every other step remembers the status it leaves (leaving on_hold for
 * planned forgets the hold).
 */
export function statusPathAfter(path: readonly PackageStatus[], transition: Transition): PackageStatus[] {
  const { from, to, kind } = transition;
  const undone = kind === 'correction' || (kind === 'resume' && path.at(-1) === to);
  if (undone) return path.slice(0, -1);
  return kind === 'resume' ? [...path] : [...path, from];
}

/**
 * The status that on_hold remembers after a step: `path` is statusPathAfter of the same step. Cancelling a held package
 * keeps the memory, so that a correction returns to the hold.
 */
export function heldFromAfter(
  heldFrom: PackageStatus | null,
  path: readonly PackageStatus[],
  transition: Transition,
): PackageStatus | null {
  if (transition.to === 'on_hold') return path.at(-1) ?? null;
  return transition.to === 'cancelled' ? heldFrom : null;
}

const STATUS_LABELS: Record<PackageStatus, string> = {
  draft: 'Draft',
  planned: 'Planned',
  rfq_issued: 'RFQ issued',
  bids_received: 'Bids received',
  evaluation: 'Evaluation',
  awarded: 'Awarded',
  po_issued: 'PO issued',
  in_fabrication: 'In fabrication',
  in_execution: 'In execution',
  shipped: 'Shipped',
  partially_delivered: 'Partially delivered',
  delivered: 'Delivered',
  completed: 'Completed',
  closed: 'Closed',
  on_hold: 'On hold',
  cancelled: 'Cancelled',
};

/** The status as people read it; cancelled after the order is "Terminated". */
export function statusLabel(state: StatusState & { contractFrozen?: boolean }): string {
  return state.status === 'cancelled' && isAfterOrder(state) ? 'Terminated' : STATUS_LABELS[state.status];
}

/** The label of a status by itself, for filters and lists of steps. */
export function labelOfStatus(status: PackageStatus): string {
  return STATUS_LABELS[status];
}

/** The main line of a type, for the status stepper. */
export function mainLine(type: PackageType): PackageStatus[] {
  const after = new Set<PackageStatus>(Object.keys(FORWARD_FROM_ORDER[type]) as PackageStatus[]);
  return PACKAGE_STATUSES.filter(
    (status) => BEFORE_AWARD.includes(status) || status === 'awarded' || after.has(status) || status === 'closed',
  );
}
