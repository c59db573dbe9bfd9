import type { PackagePatch, PackageValues } from '../packages/package-fields.schema.ts';
import { sameValue } from '../packages/package-patch.policy.ts';

/** The values outside the patch that must still hold when a status or money patch is decided. */
export type ApprovalBase = Pick<PackageValues, 'status' | 'vendor' | 'contractAmount' | 'currency'>;

/** The base to keep with a status or money patch (needsBase). */
export function baseOf(pkg: ApprovalBase): ApprovalBase {
  return { status: pkg.status, vendor: pkg.vendor, contractAmount: pkg.contractAmount, currency: pkg.currency };
}

export interface StaleField {
  field: string;
  expected: unknown;
  actual: unknown;
}

/**
 * The fields whose value is no longer the one that the patch was proposed on, and those of the base that changed. Of
 * customFields only the keys that the patch touches count. Empty: the patch may be applied.
 */
export function staleFields(
  patch: PackagePatch,
  base: Partial<ApprovalBase> | null,
  current: PackageValues,
): StaleField[] {
  const expected = new Map<string, unknown>(Object.entries(base ?? {}));
  for (const [field, change] of Object.entries(patch)) {
    if (field !== 'customFields') expected.set(field, change.from);
  }
  const values = new Map<string, unknown>(Object.entries(current));
  const stale = [...expected]
    .filter(([field, value]) => !sameValue(value, values.get(field)))
    .map(([field, value]) => ({ field, expected: value ?? null, actual: values.get(field) ?? null }));
  const custom = Object.entries(patch.customFields?.from ?? {})
    .filter(([key, value]) => !sameValue(value, current.customFields[key]))
    .map(([key, value]) => ({
      field: `customFields.${key}`,
      expected: value,
      actual: current.customFields[key] ?? null,
    }));
  return [...stale, ...custom];
}
