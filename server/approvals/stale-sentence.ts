import type { Tx } from '../db.ts';
import { shownPatch } from '../packages/apply-change.ts';
import { fieldLabel, isPackageField, type PackagePatch, type PatchValue } from '../packages/package-fields.schema.ts';
import type { PackageState } from '../packages/package.columns.ts';
import type { StaleField } from './approval-base.policy.ts';

function textOf(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'empty';
  if (typeof value === 'object') return String((value as { name?: unknown }).name ?? JSON.stringify(value));
  return String(value);
}

/** What changed since a proposal, as people read it: "Budget was 4100000.00 and is 4300000.00; …". */
export async function staleSentence(tx: Tx, pkg: PackageState, stale: readonly StaleField[]): Promise<string> {
  const own = stale.filter(({ field }) => isPackageField(field));
  const patch = Object.fromEntries(
    own.map(({ field, expected, actual }) => [field, { from: expected as PatchValue, to: actual as PatchValue }]),
  ) as PackagePatch;
  const shown = await shownPatch(tx, patch, pkg.currency);
  return stale
    .map(({ field, expected, actual }) => {
      const known = isPackageField(field) ? shown[field] : undefined;
      const label = isPackageField(field) ? fieldLabel(field, pkg.type) : field.replace('customFields.', '');
      return `${label} was ${textOf(known ? known.from : expected)} and is ${textOf(known ? known.to : actual)}`;
    })
    .join('; ');
}
