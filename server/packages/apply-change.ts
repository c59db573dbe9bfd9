import type { Actor } from '../actor.ts';
import { type Evidence, recordEvent } from '../audit/record-event.ts';
import type { Tx } from '../db.ts';
import type { PackageState } from './package.columns.ts';
import { actualsAfter, freezingAfter, isPlanFrozen } from './package-dates.policy.ts';
import {
  MILESTONES,
  PACKAGE_FIELDS,
  type PackageField,
  type PackagePatch,
  type PatchValue,
} from './package-fields.schema.ts';
import { applyPatch, sameValue, showPatch, type ShownPatch } from './package-patch.policy.ts';
import { heldFromAfter, type StatusState, statusPathAfter, type Transition } from './package.policy.ts';
import { setPackage } from './package.queries.ts';
import { showIds } from './reference.queries.ts';

/** What the status machine looks at, of a stored package. */
export function statusStateOf(pkg: PackageState): StatusState & { contractFrozen: boolean } {
  return {
    status: pkg.status,
    type: pkg.type,
    heldFrom: pkg.heldFrom,
    cameFrom: pkg.statusPath.at(-1) ?? null,
    contractFrozen: pkg.contractFrozen,
  };
}

/** A patch with names and decimal text in place of ids and minor units, looked up in one query. */
export async function shownPatch(tx: Tx, patch: PackagePatch, currency: string): Promise<ShownPatch> {
  const ids = Object.entries(patch)
    .filter(([field]) => ['vendor', 'user', 'project'].includes(PACKAGE_FIELDS[field as PackageField].kind))
    .flatMap(([, change]) => [change.from, change.to])
    .filter((value): value is string => typeof value === 'string');
  const names = await showIds(tx, ids);
  return showPatch(patch, currency, (_kind, id) => names.get(id) ?? id);
}

export type Application = {
  patch: PackagePatch;
  transition: Transition | null;
  effectiveDate: string;
  reason: string;
  evidence: Evidence[];
  approval: { id: string; code: string };
};

/**
 * Writes a decided patch to its package, which the caller holds locked, with everything that follows from it (actual
 * dates, frozen plans, the status path), and records `package_patched`. Returns the changed fields as people read them.
 */
export async function applyChange(
  tx: Tx,
  actor: Actor,
  pkg: PackageState,
  application: Application,
): Promise<ShownPatch> {
  const { patch, transition, effectiveDate } = application;
  let after = applyPatch(pkg, patch);
  let { statusPath, heldFrom, planFrozen, contractFrozen } = pkg;
  if (transition) {
    statusPath = statusPathAfter(pkg.statusPath, transition);
    heldFrom = heldFromAfter(pkg.heldFrom, statusPath, transition);
    ({ planFrozen, contractFrozen } = freezingAfter(pkg, transition));
    const explicit = Object.keys(patch);
    const actuals = Object.entries(actualsAfter(pkg, transition, effectiveDate)).filter(
      ([field]) => !explicit.includes(field),
    );
    after = { ...after, ...Object.fromEntries(actuals) };
    // A plan that was never set freezes as the forecast of the day.
    for (const milestone of MILESTONES) {
      const freezes = isPlanFrozen({ planFrozen, contractFrozen }, milestone) && !isPlanFrozen(pkg, milestone);
      if (freezes) after = { ...after, [`${milestone}Plan`]: after[`${milestone}Plan`] ?? after[milestone] ?? null };
    }
  }
  const changed: PackagePatch = {};
  const values: Partial<Record<PackageField, PatchValue>> = {};
  for (const field of Object.keys(PACKAGE_FIELDS) as PackageField[]) {
    const [from, to] = [(pkg[field] ?? null) as PatchValue, (after[field] ?? null) as PatchValue];
    if (sameValue(from, to)) continue;
    changed[field] = { from, to };
    values[field] = to;
  }
  await setPackage(tx, pkg.id, values as Parameters<typeof setPackage>[2], {
    statusPath,
    heldFrom,
    planFrozen,
    contractFrozen,
  });
  const shown = await shownPatch(tx, changed, pkg.currency);
  await recordEvent(tx, actor, {
    entityType: 'package',
    entityId: pkg.id,
    packageId: pkg.id,
    eventType: 'package_patched',
    before: Object.fromEntries(Object.entries(shown).map(([field, change]) => [field, change.from])),
    after: Object.fromEntries(Object.entries(shown).map(([field, change]) => [field, change.to])),
    reason: application.reason || null,
    evidence: [
      { type: 'approval', id: application.approval.id, code: application.approval.code },
      ...application.evidence,
    ],
  });
  return shown;
}
