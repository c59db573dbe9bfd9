import type { PackageValues } from '../../../server/packages/package-fields.schema.ts';
import type { LevelPackage } from '../../../server/approvals/approval-level.policy.ts';

/** A filled package in evaluation, EUR 4,200,000.00 of budget; override what a test is about. */
export function samplePackage(over: Partial<LevelPackage> = {}): LevelPackage {
  const values: PackageValues = {
    title: 'Transformers',
    description: '',
    project: 'project-1',
    type: 'goods',
    vendor: 'vendor-1',
    poNumber: null,
    buyer: 'user-buyer',
    status: 'evaluation',
    currency: 'EUR',
    budgetAmount: 420_000_000,
    contractAmount: null,
    wbsCode: null,
    deliveryTerms: 'DAP Hull',
    requiredOnSite: '2026-12-31',
    customFields: { crane: 'yes' },
    rfqIssueDate: '2026-01-12',
    bidDueDate: '2026-02-20',
    awardDate: '2026-04-10',
    poIssueDate: '2026-04-24',
    fatDate: '2026-10-01',
    deliveryDate: '2026-11-30',
    rfqIssueDatePlan: '2026-01-12',
    bidDueDatePlan: '2026-02-20',
    awardDatePlan: '2026-04-10',
    poIssueDatePlan: '2026-04-24',
    fatDatePlan: '2026-10-15',
    deliveryDatePlan: '2026-12-10',
  };
  return { ...values, heldFrom: null, cameFrom: 'bids_received', planFrozen: true, contractFrozen: false, ...over };
}
