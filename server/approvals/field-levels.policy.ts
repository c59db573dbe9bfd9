import { allowedTransitions } from '../packages/package.policy.ts';
import {
  PACKAGE_FIELD_NAMES,
  PACKAGE_FIELDS,
  type PackageField,
  type PackageStatus,
  type PackageValues,
  type PatchValue,
} from '../packages/package-fields.schema.ts';
import { type LevelInput, levelOf } from './approval-level.policy.ts';
import type { ApprovalLevel } from './approval.policy.ts';

type Context = Omit<LevelInput, 'patch' | 'impact' | 'uncertainty'>;

/** A value that differs from the present one and moves a date further than is free. */
function otherValue(current: PackageValues, field: PackageField): PatchValue {
  const { kind } = PACKAGE_FIELDS[field];
  const value = current[field];
  if (kind === 'money') return typeof value === 'number' ? value + 1 : 1;
  if (kind === 'date') return value ? null : '2000-01-01';
  return kind === 'json' ? { other: 'other' } : 'other';
}

/**
 * The level that a change of each field alone has at least, asked of levelOf itself: what a form says beside its
 * fields. A forecast moved by few working days may be lower; a large amount or rise may be higher.
 */
export function levelsOfFields(context: Context): Partial<Record<PackageField, ApprovalLevel>> {
  const fields = PACKAGE_FIELD_NAMES.filter((field) => field !== 'status');
  return Object.fromEntries(
    fields.map((field) => {
      const patch = { [field]: { from: context.before[field] ?? null, to: otherValue(context.before, field) } };
      return [field, levelOf({ ...context, patch }).level];
    }),
  );
}

/** The level that each allowed step has at least, in the order of allowedTransitions. */
export function levelsOfSteps(context: Context): { to: PackageStatus; level: ApprovalLevel }[] {
  const { before } = context;
  return allowedTransitions(before).map(({ to }) => ({
    to,
    level: levelOf({ ...context, patch: { status: { from: before.status, to } } }).level,
  }));
}
