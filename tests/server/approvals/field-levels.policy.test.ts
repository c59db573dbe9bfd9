import { describe, expect, it } from 'vitest';
import { levelsOfFields, levelsOfSteps } from '../../../server/approvals/field-levels.policy.ts';
import { DEFAULT_CALENDAR } from '../../../server/dates/calendar.policy.ts';
import { allowedTransitions } from '../../../server/packages/package.policy.ts';

const before = {
  title: 'Pumps',
  description: '',
  project: 'project',
  type: 'goods',
  vendor: 'vendor',
  poNumber: null,
  buyer: 'buyer',
  status: 'po_issued',
  currency: 'EUR',
  budgetAmount: 100_00,
  contractAmount: 90_00,
  wbsCode: null,
  deliveryTerms: null,
  requiredOnSite: null,
  customFields: {},
  deliveryDate: '2026-06-15',
  deliveryDatePlan: '2026-06-15',
  heldFrom: null,
  cameFrom: 'awarded',
  planFrozen: true,
  contractFrozen: true,
} as const;

const context = {
  before,
  isCreatorOrBuyer: false,
  origin: 'ui',
  project: { thresholds: { EUR: 500_000_000 }, calendar: DEFAULT_CALENDAR },
  lastTwoPersonContractAmount: null,
  firstDecidedContractAmount: null,
} as const;

describe('levelsOfFields', () => {
  it('says of each field what levelOf would', () => {
    const levels = levelsOfFields(context);
    expect(levels).toMatchObject({
      title: 'low',
      poNumber: 'low',
      deliveryDate: 'medium',
      deliveryDateActual: 'medium',
      deliveryDatePlan: 'high',
      vendor: 'high',
      budgetAmount: 'high',
    });
    expect(levels).not.toHaveProperty('status');
  });

  it('is high enough for a currency without a threshold, and low for the creator of a draft', () => {
    expect(levelsOfFields(context).currency).toBe('critical');
    const draft = { ...before, status: 'draft', planFrozen: false, contractFrozen: false, cameFrom: null } as const;
    const levels = levelsOfFields({ ...context, before: draft, isCreatorOrBuyer: true });
    expect([levels.budgetAmount, levels.buyer, levels.vendor]).toEqual(['low', 'low', 'high']);
  });
});

describe('levelsOfSteps', () => {
  it('gives every allowed step its level: facts medium, corrections high, termination critical', () => {
    const steps = levelsOfSteps(context);
    expect(steps.map(({ to }) => to)).toEqual(allowedTransitions(before).map(({ to }) => to));
    const levels = Object.fromEntries(steps.map(({ to, level }) => [to, level]));
    expect(levels).toMatchObject({ in_fabrication: 'medium', on_hold: 'high', cancelled: 'critical', awarded: 'high' });
  });
});
