import { describe, expect, it } from 'vitest';
import { PACKAGE_STATUSES, PACKAGE_TYPES } from '../../../server/packages/package-fields.schema.ts';
import type { PackagePatch, PackageStatus } from '../../../server/packages/package-fields.schema.ts';
import { checkGates } from '../../../server/packages/package-gates.policy.ts';
import type { GateContext } from '../../../server/packages/package-gates.policy.ts';
import { applyPatch } from '../../../server/packages/package-patch.policy.ts';
import { allowedTransitions, findTransition } from '../../../server/packages/package.policy.ts';
import type { LevelPackage } from '../../../server/approvals/approval-level.policy.ts';
import { samplePackage } from './package-sample.ts';

const TODAY = '2026-03-05';

function codes(before: LevelPackage, patch: PackagePatch, over: Partial<GateContext> = {}): string[] {
  const to = patch.status?.to as PackageStatus | undefined;
  const transition = to ? findTransition(before, to) : null;
  if (to) expect(transition, `${before.status} to ${to}`).not.toBeNull();
  const problems = checkGates(applyPatch(before, patch), transition, {
    before,
    patch,
    today: TODAY,
    effectiveDate: null,
    reason: null,
    openTasks: 0,
    otherPending: 0,
    ...over,
  });
  expect(problems.every((problem) => /\w.*\.$/.test(problem.message))).toBe(true);
  return problems.map((problem) => `${problem.field}:${problem.code}`);
}

const to = (status: PackageStatus, before: LevelPackage): PackagePatch => ({
  status: { from: before.status, to: status },
});

describe('gates', () => {
  it.each(PACKAGE_STATUSES.flatMap((from) => PACKAGE_TYPES.map((type) => [from, type] as const)))(
    'of every step out of %s (%s), on an empty and on a full package',
    (from, type) => {
      for (const memory of [null, ...PACKAGE_STATUSES]) {
        const remembered = { status: from, type, heldFrom: from === 'on_hold' ? memory : null, cameFrom: memory };
        const full = samplePackage({ ...remembered, contractAmount: 1, contractFrozen: false });
        const empty = {
          ...full,
          buyer: null,
          budgetAmount: null,
          bidDueDate: null,
          vendor: null,
          contractAmount: null,
        };
        for (const step of allowedTransitions(full)) {
          const ordered = `po_issued in_fabrication in_execution shipped partially_delivered delivered completed`.split(
            ' ',
          );
          const termination =
            step.kind === 'cancel' &&
            (ordered.includes(from) || (from === 'on_hold' && [...ordered, 'closed'].includes(memory!)));
          const reason = ['direct_award', 'hold', 'cancel'].includes(step.kind) ? ['reason:reason_required'] : [];
          const final = termination ? ['contractAmount:final_amount_required'] : [];
          const required: Partial<Record<PackageStatus, string[]>> = {
            planned: ['buyer', 'budgetAmount'],
            rfq_issued: ['bidDueDate'],
            awarded: ['vendor', 'contractAmount'],
          };
          const missing = (required[step.to] ?? []).map((field) => `${field}:required_for_status`);
          expect(codes(full, to(step.to, full))).toEqual([...reason, ...final]);
          expect(codes(empty, to(step.to, empty))).toEqual([...missing, ...reason, ...final]);
          expect(codes(full, to(step.to, full), { reason: ' \n' })).toEqual([...reason, ...final]);
          expect(codes(full, to(step.to, full), { reason: 'because' })).toEqual(final);
          const closing = step.to === 'closed' ? ['status:open_tasks', 'status:pending_approvals'] : [];
          expect(codes(full, to(step.to, full), { reason: 'because', openTasks: 1, otherPending: 2 })).toEqual([
            ...final,
            ...closing,
          ]);
          const future = { reason: 'because', effectiveDate: '2026-03-06' };
          expect(codes(full, to(step.to, full), future)).toEqual(['effectiveDate:effective_date_in_future', ...final]);
          expect(codes(full, to(step.to, full), { ...future, effectiveDate: TODAY })).toEqual(final);
        }
      }
    },
  );

  it('are fillable in the same patch', () => {
    const draft = samplePackage({ status: 'draft', buyer: null, budgetAmount: null, cameFrom: null });
    const patch: PackagePatch = {
      ...to('planned', draft),
      buyer: { from: null, to: 'u' },
      budgetAmount: { from: null, to: 0 },
    };
    expect(codes(draft, patch)).toEqual([]);
    const ordered = samplePackage({ status: 'po_issued', contractAmount: 5 });
    const end: PackagePatch = { ...to('cancelled', ordered), contractAmount: { from: 5, to: 5 } };
    expect(codes(ordered, end, { reason: 'bankrupt' })).toEqual([]);
  });

  it('want a reason for evaluating before the bid due date, by the effective date', () => {
    const bids = samplePackage({ status: 'bids_received', cameFrom: 'rfq_issued', bidDueDate: '2026-03-05' });
    expect(codes(bids, to('evaluation', bids))).toEqual([]);
    expect(codes(bids, to('evaluation', bids), { effectiveDate: '2026-03-04' })).toEqual(['reason:reason_required']);
    expect(codes(bids, to('evaluation', bids), { effectiveDate: '2026-03-04', reason: 'one bidder' })).toEqual([]);
    const later: PackagePatch = { ...to('evaluation', bids), bidDueDate: { from: '2026-03-05', to: '2026-03-20' } };
    expect(codes(bids, later)).toEqual(['reason:reason_required']);
  });

  it.each(PACKAGE_STATUSES)('keep filled what %s needs', (status) => {
    const pkg = samplePackage({
      status,
      type: status === 'in_execution' || status === 'completed' ? 'works' : 'goods',
      contractAmount: 1,
    });
    const bidding = ['rfq_issued', 'bids_received', 'evaluation'].includes(status);
    const free = ['draft', 'on_hold', 'cancelled'].includes(status);
    const kept: Record<string, boolean> = {
      buyer: !free,
      budgetAmount: !free,
      bidDueDate: bidding,
      vendor: !free && !bidding && status !== 'planned',
      contractAmount: !free && !bidding && status !== 'planned',
      poNumber: false,
    };
    for (const [field, needed] of Object.entries(kept)) {
      const patch = { [field]: { from: 'x', to: null } } as PackagePatch;
      expect(codes(pkg, patch)).toEqual(needed ? [`${field}:required_for_status`] : []);
    }
  });

  it('refuse a future actual date, a project change after draft and a type that lacks the status', () => {
    const shipped = samplePackage({ status: 'shipped' });
    expect(codes(shipped, { deliveryDateActual: { from: null, to: '2026-03-06' } })).toEqual([
      'deliveryDateActual:actual_in_future',
    ]);
    expect(codes(shipped, { deliveryDateActual: { from: null, to: TODAY } })).toEqual([]);
    expect(codes(shipped, { project: { from: 'a', to: 'b' } })).toEqual(['project:only_in_draft']);
    expect(codes(shipped, { type: { from: 'goods', to: 'works' } })).toEqual(['type:status_unknown_to_type']);
    const held = samplePackage({ status: 'on_hold', heldFrom: 'shipped' });
    expect(codes(held, { type: { from: 'goods', to: 'services' } })).toEqual(['type:status_unknown_to_type']);
    const draft = samplePackage({ status: 'draft' });
    expect(codes(draft, { project: { from: 'a', to: 'b' }, type: { from: 'goods', to: 'works' } })).toEqual([]);
    expect(codes(draft, { project: { from: 'a', to: 'b' }, ...to('planned', draft) })).toEqual([
      'project:only_in_draft',
    ]);
  });

  it('never convert amounts', () => {
    const pkg = samplePackage({ contractAmount: 100 });
    const yen: PackagePatch = { currency: { from: 'EUR', to: 'JPY' } };
    expect(codes(pkg, yen)).toEqual(['budgetAmount:restate_amount', 'contractAmount:restate_amount']);
    expect(codes(pkg, { ...yen, budgetAmount: { from: 1, to: 2 }, contractAmount: { from: 1, to: 1 } })).toEqual([]);
    expect(codes(pkg, { currency: { from: 'EUR', to: 'USD' } })).toEqual([]);
    expect(codes(samplePackage({ status: 'draft', budgetAmount: null }), yen)).toEqual([]);
  });
});
