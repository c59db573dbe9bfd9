import { describe, expect, it } from 'vitest';
import { applyPatch, buildPatch, sameValue, showPatch } from '../../../server/packages/package-patch.policy.ts';
import { samplePackage } from './package-sample.ts';

describe('patches', () => {
  const pkg = samplePackage({ contractAmount: 100 });

  it('carry before and after, in minor units, without what stays', () => {
    const built = buildPatch(pkg, {
      title: 'Transformers',
      vendor: 'vendor-2',
      budgetAmount: '4200000.5',
      fatDatePlan: null,
    });
    expect(built).toEqual({
      ok: true,
      patch: {
        vendor: { from: 'vendor-1', to: 'vendor-2' },
        budgetAmount: { from: 420_000_000, to: 420_000_050 },
        fatDatePlan: { from: '2026-10-15', to: null },
      },
    });
    expect(buildPatch(pkg, { budgetAmount: '4200000.00', awardDateActual: null, poNumber: null })).toEqual({
      ok: true,
      patch: {},
    });
  });

  it('keep amounts stated with a cancellation or a new currency, though equal', () => {
    expect(buildPatch(pkg, { status: 'cancelled', contractAmount: '1.00' })).toMatchObject({
      patch: { contractAmount: { from: 100, to: 100 } },
    });
    expect(buildPatch(pkg, { currency: 'JPY', contractAmount: '100', budgetAmount: '1.5' })).toMatchObject({
      ok: false,
      problems: [{ field: 'budgetAmount', code: 'invalid_amount' }],
    });
    expect(buildPatch(pkg, { currency: 'JPY', contractAmount: '100' })).toMatchObject({
      patch: { contractAmount: { from: 100, to: 100 } },
    });
  });

  it('touch only the named custom fields', () => {
    const built = buildPatch(pkg, { customFields: { crane: null, hall: 'B', missing: null } });
    if (!built.ok) throw new Error('refused');
    expect(built.patch).toEqual({
      customFields: { from: { crane: 'yes', hall: null }, to: { crane: null, hall: 'B' } },
    });
    expect(applyPatch({ ...pkg, customFields: { crane: 'yes', other: 1 } }, built.patch).customFields).toEqual({
      hall: 'B',
      other: 1,
    });
    expect(buildPatch(pkg, { customFields: { crane: 'yes' } })).toEqual({ ok: true, patch: {} });
  });

  it('apply and leave the package given alone', () => {
    const after = applyPatch(pkg, {
      status: { from: 'evaluation', to: 'awarded' },
      vendor: { from: 'vendor-1', to: 'v' },
    });
    expect(after).toEqual({ ...pkg, status: 'awarded', vendor: 'v' });
    expect(pkg.status).toBe('evaluation');
  });

  it('are shown with decimal text and names', () => {
    const shown = showPatch(
      {
        vendor: { from: null, to: 'v1' },
        currency: { from: 'EUR', to: 'JPY' },
        budgetAmount: { from: 420_000_000, to: 500 },
      },
      'EUR',
      (kind, id) => `${kind} ${id}`,
    );
    expect(shown).toEqual({
      vendor: { from: null, to: 'vendor v1' },
      currency: { from: 'EUR', to: 'JPY' },
      budgetAmount: { from: '4200000.00', to: '500' },
    });
  });

  it('compare values whatever the order of keys', () => {
    expect(sameValue({ a: 1, b: { c: null } }, { b: { c: undefined }, a: 1 })).toBe(true);
    expect(sameValue(null, undefined)).toBe(true);
    for (const [left, right] of [
      ['a', 'b'],
      [null, ''],
      [0, null],
      [{ a: 1 }, { a: 1, b: 2 }],
      [{ a: 1 }, { b: 1 }],
      ['1', 1],
    ]) {
      expect(sameValue(left, right)).toBe(false);
    }
  });
});
