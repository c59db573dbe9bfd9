import { lateDays, lateDaysIfApproved } from '~server/packages/package-dates.policy.ts';
import { MILESTONES, type PackagePatch } from '~server/packages/package-fields.schema.ts';
import type { ApprovalView } from '../approval/approval-view.ts';
import type { PackageView } from './package-view.ts';

const LAST_FIRST = [...MILESTONES].reverse();

/**
 * Calendar days by which pending proposals would make delivery late, else the last milestone that they make later than
 * it is; 0 when none.
 */
export function delayIfApproved(pkg: PackageView, approvals: readonly ApprovalView[]): number {
  for (const milestone of LAST_FIRST) {
    const late = lateDays(pkg, milestone) ?? 0;
    const after = approvals.map(({ patch }) => lateDaysIfApproved(pkg, patch as PackagePatch, milestone) ?? 0);
    const worst = Math.max(0, ...after);
    if (worst > late) return worst;
  }
  return 0;
}
