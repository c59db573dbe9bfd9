import { levelOf, packageAmount, type LevelPackage } from '../approvals/approval-level.policy.ts';
import { needsBase } from '../approvals/approval-level.policy.ts';
import { baseOf } from '../approvals/approval-base.policy.ts';
import { barredFrom } from '../approvals/approval.policy.ts';
import { DEFAULT_CALENDAR } from '../dates/calendar.policy.ts';
import type { PackageState } from '../packages/package.columns.ts';
import {
  isPackageField,
  PACKAGE_FIELDS,
  type PackagePatch,
  type PatchValue,
} from '../packages/package-fields.schema.ts';
import { parseMoney } from '../money/money.policy.ts';
import { showPatch } from '../packages/package-patch.policy.ts';
import type { WorldApproval } from './world.schema.ts';

type Row = Record<string, unknown>;

export type ApprovalContext = {
  pkg: PackageState;
  thresholds: Record<string, number>;
  user: (ref: string | null | undefined) => string | null;
  vendor: (name: string) => string | null;
  /** What people read for an id. */
  shown: (id: string) => string | { email: string; name: string };
};

function stored(field: string, value: unknown, context: ApprovalContext): PatchValue {
  if (value === null || value === undefined || !isPackageField(field)) return null;
  const { kind } = PACKAGE_FIELDS[field];
  if (kind === 'money') {
    const amount = parseMoney(String(value), context.pkg.currency);
    if (!amount.ok) throw new Error(`${context.pkg.code}: ${amount.message}`);
    return amount.amountMinor;
  }
  if (kind === 'user') return context.user(String(value));
  if (kind === 'vendor') return context.vendor(String(value));
  return String(value);
}

/**
 * An approval of the world as a row of `approvals`: the level is what the policy gives today, the turn the world's
 * approver's; one that was approved is applied, its package already as it says.
 */
export function approvalRow(approval: WorldApproval, context: ApprovalContext): Row {
  const { pkg } = context;
  const { field, frm, to } = approval.change;
  if (!isPackageField(field)) throw new Error(`${approval.id}: "${field}" is not a field of a package.`);
  const patch: PackagePatch = { [field]: { from: stored(field, frm, context), to: stored(field, to, context) } };
  const requestedBy = context.user(approval.requestedBy);
  if (!requestedBy) throw new Error(`${approval.id}: requestedBy names nobody of this world.`);
  const before = { ...pkg, cameFrom: pkg.statusPath.at(-1) ?? null, [field]: patch[field]!.from } as LevelPackage;
  const level = levelOf({
    before,
    patch,
    isCreatorOrBuyer: requestedBy === pkg.buyer,
    origin: 'ui',
    project: { thresholds: context.thresholds, calendar: DEFAULT_CALENDAR },
    lastTwoPersonContractAmount: null,
    firstDecidedContractAmount: null,
  });
  const amount = packageAmount(pkg);
  const at = `${approval.created}T12:00:00Z`;
  const pending = approval.status === 'pending';
  const applied = approval.status === 'approved' || approval.status === 'applied';
  return {
    code: approval.id,
    subject_type: 'package',
    subject_id: pkg.id,
    package_id: pkg.id,
    project_id: pkg.project,
    status: applied ? 'applied' : approval.status,
    patch,
    patch_shown: showPatch(patch, pkg.currency, (_kind, id) => context.shown(id)),
    base: needsBase(patch) ? baseOf(pkg) : {},
    origin: 'ui',
    level: level.level,
    level_reasons: level.reasons,
    required_decisions: Math.max(1, level.requiredDecisions),
    amount: amount?.amountMinor ?? null,
    currency: amount?.currency ?? null,
    requested_by: requestedBy,
    barred: barredFrom({ requesterId: requestedBy }),
    turn_user_id: pending ? context.user(approval.approver) : null,
    turn_since: pending ? at : null,
    created_at: at,
    decided_at: pending ? null : at,
    applied_at: applied ? at : null,
  };
}
