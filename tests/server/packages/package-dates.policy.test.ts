import { describe, expect, it } from 'vitest';
import { MILESTONES, PACKAGE_STATUSES } from '../../../server/packages/package-fields.schema.ts';
import type { PackageStatus } from '../../../server/packages/package-fields.schema.ts';
import {
  actualsAfter,
  floatDays,
  freezingAfter,
  isExWorks,
  isPlanFrozen,
  lateDays,
  lateDaysIfApproved,
  milestoneOf,
} from '../../../server/packages/package-dates.policy.ts';
import type { Transition, TransitionKind } from '../../../server/packages/package.policy.ts';
import { samplePackage } from './package-sample.ts';

const step = (from: PackageStatus, to: PackageStatus, kind: TransitionKind): Transition => ({
  from,
  to,
  kind,
  needsReason: false,
});
const frozen = (planFrozen: boolean, contractFrozen: boolean) => ({ planFrozen, contractFrozen });

describe('milestones', () => {
  it.each(PACKAGE_STATUSES)('%s records its milestone', (status) => {
    const recorded: Partial<Record<PackageStatus, string>> = {
      rfq_issued: 'rfqIssueDate',
      bids_received: 'bidDueDate',
      awarded: 'awardDate',
      po_issued: 'poIssueDate',
      delivered: 'deliveryDate',
      completed: 'deliveryDate',
    };
    expect(milestoneOf(status)).toBe(recorded[status] ?? null);
    const actual = recorded[status] ? { [`${recorded[status]}Actual`]: '2026-03-01' } : {};
    const state = { heldFrom: null };
    expect(actualsAfter(state, step('draft', status, 'forward'), '2026-03-01')).toEqual(actual);
    expect(actualsAfter(state, step('shipped', 'on_hold', 'hold'), '2026-03-01')).toEqual({});
    expect(actualsAfter(state, step('shipped', 'cancelled', 'cancel'), '2026-03-01')).toEqual({});
  });

  it('are undone by going back, and dated anew by a re-bid', () => {
    const at = (heldFrom: PackageStatus | null, transition: Transition) =>
      actualsAfter({ heldFrom }, transition, '2026-03-01');
    expect(at(null, step('evaluation', 'rfq_issued', 'back'))).toEqual({
      rfqIssueDateActual: '2026-03-01',
      bidDueDateActual: null,
    });
    expect(at(null, step('evaluation', 'planned', 'back'))).toEqual({
      rfqIssueDateActual: null,
      bidDueDateActual: null,
    });
    expect(at(null, step('awarded', 'evaluation', 'back'))).toEqual({ awardDateActual: null });
    expect(at(null, step('po_issued', 'awarded', 'correction'))).toEqual({ poIssueDateActual: null });
    expect(at(null, step('closed', 'delivered', 'correction'))).toEqual({});
    expect(at(null, step('delivered', 'shipped', 'correction'))).toEqual({ deliveryDateActual: null });
    expect(at(null, step('planned', 'rfq_issued', 'correction'))).toEqual({});
    expect(at('evaluation', step('on_hold', 'planned', 'resume'))).toEqual({
      rfqIssueDateActual: null,
      bidDueDateActual: null,
    });
    expect(at('awarded', step('on_hold', 'awarded', 'resume'))).toEqual({});
    expect(at(null, step('planned', 'awarded', 'direct_award'))).toEqual({ awardDateActual: '2026-03-01' });
    expect(at('po_issued', step('cancelled', 'on_hold', 'correction'))).toEqual({});
  });

  it('freeze when the RFQ is issued, FAT and delivery with the order', () => {
    for (const milestone of MILESTONES) {
      const byOrder = milestone === 'fatDate' || milestone === 'deliveryDate';
      expect(isPlanFrozen(frozen(true, false), milestone)).toBe(!byOrder);
      expect(isPlanFrozen(frozen(false, true), milestone)).toBe(byOrder);
    }
    const none = frozen(false, false);
    expect(freezingAfter(none, step('draft', 'planned', 'forward'))).toEqual(none);
    expect(freezingAfter(none, step('planned', 'rfq_issued', 'forward'))).toEqual(frozen(true, false));
    expect(freezingAfter(none, step('planned', 'awarded', 'direct_award'))).toEqual(frozen(true, false));
    expect(freezingAfter(none, step('awarded', 'po_issued', 'forward'))).toEqual(frozen(true, true));
    expect(freezingAfter(frozen(true, false), step('rfq_issued', 'planned', 'back'))).toEqual(frozen(true, false));
    expect(freezingAfter(frozen(true, true), step('po_issued', 'awarded', 'correction'))).toEqual(frozen(true, false));
    expect(freezingAfter(frozen(true, false), step('awarded', 'planned', 'correction'))).toEqual(none);
    expect(freezingAfter(frozen(true, true), step('shipped', 'po_issued', 'correction'))).toEqual(frozen(true, true));
    expect(freezingAfter(none, step('on_hold', 'rfq_issued', 'resume'))).toEqual(none);
    expect(freezingAfter(none, step('po_issued', 'cancelled', 'cancel'))).toEqual(none);
  });

  it('are late by (actual, else forecast) − contract, proposals aside', () => {
    const pkg = samplePackage({ status: 'shipped', contractFrozen: true });
    expect(lateDays(pkg, 'deliveryDate')).toBe(-10);
    expect(lateDays({ ...pkg, deliveryDateActual: '2026-12-28' }, 'deliveryDate')).toBe(18);
    expect(lateDays({ ...pkg, contractFrozen: false }, 'deliveryDate')).toBeNull();
    expect(lateDays({ ...pkg, deliveryDatePlan: null }, 'deliveryDate')).toBeNull();
    expect(lateDays({ ...pkg, deliveryDate: null }, 'deliveryDate')).toBeNull();
    const patch = { deliveryDate: { from: '2026-11-30', to: '2026-12-28' } };
    expect(lateDaysIfApproved(pkg, patch, 'deliveryDate')).toBe(18);
    expect(lateDaysIfApproved(pkg, patch, 'fatDate')).toBe(-14);
    expect(lateDays(pkg, 'deliveryDate')).toBe(-10);
  });

  it('have float against requiredOnSite, but not ex-works', () => {
    const pkg = samplePackage();
    expect(floatDays(pkg)).toBe(31);
    expect(floatDays({ ...pkg, deliveryDateActual: '2027-01-02' })).toBe(-2);
    expect(floatDays({ ...pkg, requiredOnSite: null })).toBeNull();
    expect(floatDays({ ...pkg, deliveryDate: null })).toBeNull();
    for (const terms of ['EXW', 'EXW Winterthur', 'exw', 'Ex works Hull', 'ex-works', 'Exworks']) {
      expect(isExWorks(terms), terms).toBe(true);
      expect(floatDays({ ...pkg, deliveryTerms: terms })).toBeNull();
    }
    for (const terms of [null, 'DAP', 'FCA', 'EXWORTHY', 'DDP ex works price'])
      expect(isExWorks(terms), String(terms)).toBe(false);
  });
});
