import { parseMoney, toDecimalText } from '../money/money.policy.ts';
import { PACKAGE_FIELDS, isPackageField } from './package-fields.schema.ts';
import type {
  CustomValue,
  PackageField,
  PackagePatch,
  PackageValues,
  PatchChange,
  PatchValue,
} from './package-fields.schema.ts';
import type { GateProblem } from './package-gates.policy.ts';

/** Proposed values by field: vendor, buyer and project as ids, money still as decimal text, the rest as it is stored. */
export type ProposedValues = Partial<Record<PackageField, PatchValue>>;

export type BuildPatchResult = { ok: true; patch: PackagePatch } | { ok: false; problems: GateProblem[] };

/** Whether two stored values are the same; objects by their keys, whatever the order. */
export function sameValue(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if ((left ?? null) === null || (right ?? null) === null) return (left ?? null) === (right ?? null);
  if (typeof left !== 'object' || typeof right !== 'object') return false;
  const [first, second] = [Object.entries(left as object), new Map(Object.entries(right as object))];
  return (
    first.length === second.size && first.every(([key, value]) => second.has(key) && sameValue(value, second.get(key)))
  );
}

/**
 * The patch that turns proposed values into before/after pairs on today's package. Amounts become minor units of the
 * currency after the change; fields that would not change are left out, except a final amount given with
 * `status: cancelled` and amounts given with a new currency (they are statements, equal or not). Of customFields only the named keys are
 * touched; null removes a key. An amount that the currency cannot hold is a problem of its field.
 */
export function buildPatch(current: PackageValues, proposed: ProposedValues): BuildPatchResult {
  const currency = typeof proposed.currency === 'string' ? proposed.currency : current.currency;
  const restated = proposed.status === 'cancelled' || currency !== current.currency;
  const patch: PackagePatch = {};
  const problems: GateProblem[] = [];
  for (const [field, value] of Object.entries(proposed)) {
    if (!isPackageField(field) || value === undefined) continue;
    let to: PatchValue = value;
    if (PACKAGE_FIELDS[field].kind === 'money' && (typeof value === 'string' || typeof value === 'number')) {
      const amount = parseMoney(value, currency);
      if (!amount.ok) {
        problems.push({ field, code: 'invalid_amount', message: amount.message });
        continue;
      }
      to = amount.amountMinor;
    }
    const change =
      field === 'customFields' ? customChange(current.customFields, to) : { from: current[field] ?? null, to };
    const keep = restated && PACKAGE_FIELDS[field].kind === 'money';
    if (keep || !sameValue(change.from, change.to)) patch[field] = change;
  }
  return problems.length > 0 ? { ok: false, problems } : { ok: true, patch };
}

function customChange(current: Record<string, CustomValue>, to: PatchValue): { from: PatchValue; to: PatchValue } {
  const given = isCustomFields(to) ? Object.entries(to) : [];
  const changed = given.filter(([key, value]) => !sameValue(current[key], value));
  return {
    from: Object.fromEntries(changed.map(([key]) => [key, current[key] ?? null])),
    to: Object.fromEntries(changed),
  };
}

function isCustomFields(value: PatchValue): value is Record<string, CustomValue> {
  return typeof value === 'object' && value !== null;
}

/** The custom fields after a patch on them: keys set, or removed where the new value is null. */
export function mergeCustomFields(current: Record<string, CustomValue>, to: PatchValue): Record<string, CustomValue> {
  const merged = { ...current, ...(isCustomFields(to) ? to : {}) };
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
}

/** The package with the patch applied; freezing, actual dates of a step and the path are the caller's (package-dates). */
export function applyPatch<P extends PackageValues>(current: P, patch: PackagePatch): P {
  const entries = Object.entries(patch).filter(([field]) => isPackageField(field));
  const values = entries.map(([field, change]) => [
    field,
    field === 'customFields' ? mergeCustomFields(current.customFields, change.to) : change.to,
  ]);
  return { ...current, ...Object.fromEntries(values) };
}

/** A value of a patch as the API shows and the database keeps it: decimal text, and whatever stands for an id. */
export type ShownValue = PatchValue | Record<string, unknown>;
export type ShownPatch = Partial<Record<PackageField, { from: ShownValue; to: ShownValue }>>;

/**
 * A patch as the API shows it: amounts as decimal text of the currency before (`from`) and after (`to`), ids of
 * projects, vendors and users replaced by what `show` gives for them.
 */
export function showPatch(
  patch: PackagePatch,
  currencyBefore: string,
  show: (kind: 'project' | 'vendor' | 'user', id: string) => ShownValue,
): ShownPatch {
  const currencyAfter = typeof patch.currency?.to === 'string' ? patch.currency.to : currencyBefore;
  const shown = (field: PackageField, value: PatchValue, currency: string): ShownValue => {
    const { kind } = PACKAGE_FIELDS[field];
    if (kind === 'money' && typeof value === 'number') return toDecimalText(value, currency);
    const named = kind === 'project' || kind === 'vendor' || kind === 'user';
    return named && typeof value === 'string' ? show(kind, value) : value;
  };
  const result: ShownPatch = {};
  for (const [field, { from, to }] of Object.entries(patch) as [PackageField, PatchChange][]) {
    result[field] = { from: shown(field, from, currencyBefore), to: shown(field, to, currencyAfter) };
  }
  return result;
}
