import { describe, expect, it } from 'vitest';
import {
  DEFAULT_THRESHOLDS,
  GRADES,
  ORIGINS,
  levelOf,
  milestonesOf,
  needsBase,
  originOf,
  packageAmount,
} from '../../../server/approvals/approval-level.policy.ts';
import type { LevelInput, LevelPackage } from '../../../server/approvals/approval-level.policy.ts';
import { APPROVAL_LEVELS } from '../../../server/approvals/approval.policy.ts';
import type { ApprovalLevel } from '../../../server/approvals/approval.policy.ts';
import { DEFAULT_CALENDAR } from '../../../server/dates/calendar.policy.ts';
import {
  PACKAGE_FIELDS,
  PACKAGE_FIELD_NAMES,
  PACKAGE_STATUSES,
  PACKAGE_TYPES,
} from '../../../server/packages/package-fields.schema.ts';
import type { PackageField, PackagePatch } from '../../../server/packages/package-fields.schema.ts';
import { findTransition } from '../../../server/packages/package.policy.ts';
import { samplePackage } from '../packages/package-sample.ts';

function input(before: LevelPackage, patch: PackagePatch, over: Partial<LevelInput> = {}): LevelInput {
  return {
    before,
    patch,
    isCreatorOrBuyer: false,
    origin: 'ui',
    project: { thresholds: DEFAULT_THRESHOLDS, calendar: DEFAULT_CALENDAR },
    lastTwoPersonContractAmount: null,
    firstDecidedContractAmount: null,
    ...over,
  };
}

const level = (before: LevelPackage, patch: PackagePatch, over: Partial<LevelInput> = {}) =>
  levelOf(input(before, patch, over)).level;
const max = (...levels: ApprovalLevel[]) =>
  APPROVAL_LEVELS[Math.max(...levels.map((one) => APPROVAL_LEVELS.indexOf(one)))]!;

/** A value other than the sample's for each kind of field. Dates: 2027-06-01, far from every forecast. */
const OTHER: Record<string, string | number | Record<string, string>> = {
  text: 'other',
  date: '2027-06-01',
  money: 100,
  json: { hall: 'B' },
};

function change(before: LevelPackage, field: PackageField): PackagePatch {
  const special: Partial<Record<PackageField, string>> = {
    type: 'works',
    currency: 'USD',
    vendor: 'v2',
    buyer: 'u2',
    project: 'p2',
  };
  const to = special[field] ?? OTHER[PACKAGE_FIELDS[field].kind] ?? 'x';
  return { [field]: { from: field === 'customFields' ? {} : (before[field] ?? null), to } };
}

/** Level of a field's change by PRODUCT.md: outside draft (or by another); frozen plans and status are looked at below. */
const BY_FIELD: Record<string, ApprovalLevel> = {
  title: 'low',
  description: 'low',
  wbsCode: 'low',
  customFields: 'low',
  poNumber: 'low',
  project: 'high',
  vendor: 'high',
  buyer: 'high',
  currency: 'high',
  budgetAmount: 'high',
  contractAmount: 'high',
  type: 'medium',
  deliveryTerms: 'medium',
  requiredOnSite: 'medium',
};

describe('levels of every field', () => {
  const fields = PACKAGE_FIELD_NAMES.filter((field) => field !== 'status');
  it.each(fields.flatMap((field) => PACKAGE_STATUSES.map((status) => [field, status] as const)))(
    '%s in %s',
    (field, status) => {
      const wrong: unknown[] = [];
      for (const [planFrozen, contractFrozen] of [
        [false, false],
        [true, false],
        [true, true],
      ] as const) {
        const before = samplePackage({ status, planFrozen, contractFrozen });
        const patch = change(before, field);
        const byOrder = field.startsWith('fatDate') || field.startsWith('deliveryDate');
        const isFrozen = field.endsWith('Plan') && (byOrder ? contractFrozen : planFrozen);
        const outside = BY_FIELD[field] ?? (isFrozen ? 'high' : 'medium');
        for (const own of [false, true]) {
          const free = own && status === 'draft' && !['vendor', 'contractAmount'].includes(field);
          const base: ApprovalLevel = free ? 'low' : outside;
          for (const origin of ORIGINS) {
            const started = origin === 'chat' || origin === 'email' ? max('medium', base) : base;
            for (const impact of [null, ...GRADES]) {
              for (const uncertainty of [null, ...GRADES]) {
                const expected = max(started, impact ?? 'low', uncertainty ?? 'low');
                const result = levelOf(input(before, patch, { isCreatorOrBuyer: own, origin, impact, uncertainty }));
                const decisions = { low: 0, medium: 1, high: 1, critical: 2 }[expected];
                if (
                  result.level !== expected ||
                  result.requiredDecisions !== decisions ||
                  result.reasons.length === 0
                ) {
                  wrong.push({ own, origin, impact, uncertainty, planFrozen, contractFrozen, expected, result });
                }
              }
            }
            // Over the threshold, what is high becomes critical and nothing else changes.
            const large = { ...before, contractAmount: 500_000_001 };
            const amountPatch =
              field === 'contractAmount' ? { contractAmount: { from: large.contractAmount, to: 500_000_002 } } : patch;
            const raised = base === 'high' ? 'critical' : started;
            expect(level(large, amountPatch, { isCreatorOrBuyer: own, origin })).toBe(raised);
            expect(level({ ...large, contractAmount: 500_000_000 }, patch, { isCreatorOrBuyer: own, origin })).toBe(
              started,
            );
          }
        }
      }
      expect(wrong).toEqual([]);
    },
  );
});

describe('levels of every step', () => {
  const FACTS = 'bids_received in_fabrication in_execution shipped partially_delivered delivered completed'.split(' ');
  const ORDERED = [...FACTS.slice(1), 'po_issued', 'closed'];
  const cases = PACKAGE_TYPES.flatMap((type) =>
    PACKAGE_STATUSES.flatMap((from) => PACKAGE_STATUSES.map((to) => [type, from, to] as const)),
  );
  it.each(cases)('%s: %s to %s', (type, from, to) => {
    for (const memory of [null, ...PACKAGE_STATUSES]) {
      const before = samplePackage({
        type,
        status: from,
        heldFrom: from === 'on_hold' ? memory : null,
        cameFrom: memory,
      });
      const kind = findTransition(before, to)?.kind;
      if (!kind) continue;
      const ordered = ORDERED.includes(from) || (from === 'on_hold' && memory !== null && ORDERED.includes(memory));
      let expected: ApprovalLevel = kind === 'forward' && FACTS.includes(to) ? 'medium' : 'high';
      if (kind === 'direct_award' || (kind === 'cancel' && ordered)) expected = 'critical';
      const patch: PackagePatch = { status: { from, to } };
      for (const own of [true, false]) {
        for (const origin of ORIGINS) expect(level(before, patch, { isCreatorOrBuyer: own, origin })).toBe(expected);
      }
      const large = { ...before, budgetAmount: 500_000_001 };
      expect(level(large, patch)).toBe(expected === 'medium' ? 'medium' : 'critical');
    }
  });
});

describe('amounts', () => {
  const award = (contract: number, budget = 420_000_000): [LevelPackage, PackagePatch] => [
    samplePackage({ budgetAmount: budget }),
    { status: { from: 'evaluation', to: 'awarded' }, contractAmount: { from: null, to: contract } },
  ];

  it('award over budget is critical, at budget it is not', () => {
    expect(level(...award(420_000_000))).toBe('high');
    expect(levelOf(input(...award(420_000_001)))).toMatchObject({
      level: 'critical',
      requiredDecisions: 2,
      reasons: ['award over budget'],
    });
    const raisedBudget = { ...award(420_000_001)[1], budgetAmount: { from: 420_000_000, to: 420_000_001 } };
    expect(level(award(1)[0], raisedBudget)).toBe('high');
  });

  it('the contract amount counts before the budget, after the change', () => {
    expect(level(...award(400_000_000, 900_000_000))).toBe('high');
    const large = samplePackage({ contractAmount: 600_000_000, status: 'awarded' });
    expect(level(large, { contractAmount: { from: 600_000_000, to: 400_000_000 } })).toBe('high');
    expect(level(large, { contractAmount: { from: 600_000_000, to: null } })).toBe('high');
    expect(packageAmount(large)).toEqual({ amountMinor: 600_000_000, currency: 'EUR' });
    expect(packageAmount({ contractAmount: null, budgetAmount: null, currency: 'EUR' })).toBeNull();
  });

  it('thresholds are by currency, never converted, and a currency without one is critical', () => {
    const patch: PackagePatch = { budgetAmount: { from: 1, to: 3_900_000_000 } };
    expect(level(samplePackage({ currency: 'CNY' }), patch)).toBe('high');
    expect(level(samplePackage({ currency: 'CNY' }), { budgetAmount: { from: 1, to: 4_000_000_001 } })).toBe(
      'critical',
    );
    expect(level(samplePackage({ currency: 'USD' }), patch)).toBe('critical');
    expect(level(samplePackage({ currency: 'CHF' }), { budgetAmount: { from: 1, to: 2 } })).toBe('critical');
    expect(level(samplePackage({ currency: 'CHF', budgetAmount: null }), { buyer: { from: null, to: 'u' } })).toBe(
      'high',
    );
    expect(level(samplePackage({ currency: 'CHF' }), { title: { from: 'a', to: 'b' } })).toBe('low');
    expect(level(samplePackage(), { currency: { from: 'EUR', to: 'constructor' } })).toBe('critical');
  });

  it('a contract amount more than 5 % above the last by two, else the first decided, is critical', () => {
    const pkg = samplePackage({ status: 'awarded', contractAmount: 100_000_00, budgetAmount: 900_000_00 });
    const to = (amount: number): PackagePatch => ({ contractAmount: { from: 100_000_00, to: amount } });
    const eur = (amountMinor: number) => ({ amountMinor, currency: 'EUR' });
    expect(level(pkg, to(999_000_00))).toBe('high');
    expect(level(pkg, to(105_000_00), { firstDecidedContractAmount: eur(100_000_00) })).toBe('high');
    expect(level(pkg, to(105_000_01), { firstDecidedContractAmount: eur(100_000_00) })).toBe('critical');
    const both = { firstDecidedContractAmount: eur(100_000_00), lastTwoPersonContractAmount: eur(110_000_00) };
    expect(level(pkg, to(115_500_00), both)).toBe('high');
    expect(level(pkg, to(115_500_01), both)).toBe('critical');
    expect(level(pkg, { title: { from: 'a', to: 'b' } }, { firstDecidedContractAmount: eur(1) })).toBe('low');
    expect(level(pkg, to(8_999_999_999_999_999), { firstDecidedContractAmount: eur(8_999_999_999_999_999) })).toBe(
      'critical',
    );
    const usd: PackagePatch = { currency: { from: 'EUR', to: 'USD' } };
    expect(level(pkg, usd)).toBe('high');
    expect(level(pkg, usd, { firstDecidedContractAmount: eur(100_000_00) })).toBe('critical');
  });
});

describe('forecasts', () => {
  const forecast = (
    from: string | null,
    to: string | null,
    over: Partial<LevelPackage> = {},
    more: PackagePatch = {},
  ) =>
    level(samplePackage({ deliveryDate: from, contractFrozen: true, ...over }), {
      deliveryDate: { from, to },
      ...more,
    });

  it('move freely by five working days of the calendar, either way', () => {
    expect(forecast('2026-11-30', '2026-12-07')).toBe('low');
    expect(forecast('2026-11-30', '2026-12-08')).toBe('medium');
    expect(forecast('2026-11-30', '2026-11-23')).toBe('low');
    expect(forecast('2026-11-30', '2026-11-20')).toBe('medium');
    const project = { thresholds: {}, calendar: { workingDays: [1, 2, 3, 4, 5], holidays: ['2026-12-02'] } };
    const patch: PackagePatch = { deliveryDate: { from: '2026-11-30', to: '2026-12-08' } };
    expect(level(samplePackage(), patch, { project })).toBe('low');
  });

  it('do not pass contract or requiredOnSite, and are not set or emptied', () => {
    expect(forecast('2026-12-08', '2026-12-10')).toBe('low');
    expect(forecast('2026-12-08', '2026-12-11')).toBe('medium');
    expect(forecast('2026-12-08', '2026-12-11', { contractFrozen: false })).toBe('low');
    expect(forecast('2026-12-16', '2026-12-14')).toBe('medium');
    expect(forecast('2026-12-30', '2026-12-31', { deliveryDatePlan: null })).toBe('low');
    expect(forecast('2026-12-30', '2027-01-01', { deliveryDatePlan: null })).toBe('medium');
    expect(forecast('2026-12-30', '2027-01-01', { deliveryDatePlan: null, requiredOnSite: null })).toBe('low');
    expect(forecast(null, '2026-11-30')).toBe('medium');
    expect(forecast('2026-11-30', null)).toBe('medium');
  });
});

describe('the highest of several fields counts', () => {
  it('and says why', () => {
    const patch: PackagePatch = {
      title: { from: 'a', to: 'b' },
      vendor: { from: 'a', to: 'b' },
      deliveryTerms: { from: null, to: 'EXW' },
    };
    expect(levelOf(input(samplePackage(), patch))).toEqual({
      level: 'high',
      reasons: ['Vendor takes a decider'],
      requiredDecisions: 1,
    });
  });

  it('origins, bases and milestones', () => {
    expect([originOf('ui', false), originOf('api', false), originOf('cli', false)]).toEqual(['ui', 'api', 'api']);
    expect([originOf('chat', false), originOf('api', true), originOf('email', true)]).toEqual([
      'chat',
      'chat',
      'email',
    ]);
    for (const field of PACKAGE_FIELD_NAMES) {
      expect(needsBase({ [field]: {} })).toBe(['status', 'currency', 'budgetAmount', 'contractAmount'].includes(field));
    }
    expect(milestonesOf({ fatDatePlan: { from: null, to: '2026-01-01' }, title: { from: 'a', to: 'b' } })).toEqual([
      'fatDate',
    ]);
  });
});
