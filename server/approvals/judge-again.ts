import type { Tx } from '../db.ts';
import type { PackageState } from '../packages/package.columns.ts';
import { staleFields } from './approval-base.policy.ts';
import { decisionsFor, higherLevel } from './approval.policy.ts';
import type { ApprovalState } from './approval.queries.ts';
import { type Judgement, judgeChange } from './judge-change.ts';
import { staleSentence } from './stale-sentence.ts';

/** Why an approval ends without being applied, as a sentence, and the fields that moved. */
export type Failed = { failed: 'superseded' | 'apply_failed'; problem: string; details: Record<string, unknown> };

/**
 * What is checked again when a change is decided, on a package that the caller holds locked: before-values, transition
 * and gates. The judgement of today, or how the approval ends.
 */
export async function judgeAgain(tx: Tx, pkg: PackageState, approval: ApprovalState): Promise<Judgement | Failed> {
  const stale = staleFields(approval.patch, approval.base, pkg);
  if (stale.length > 0) {
    const what = await staleSentence(tx, pkg, stale);
    const problem = `The package changed since this was proposed: ${what}. Propose again on today’s values.`;
    return { failed: 'superseded', problem, details: { changed: stale.map(({ field }) => field) } };
  }
  const judged = await judgeChange(tx, {
    pkg,
    patch: approval.patch,
    reason: approval.reason,
    effectiveDate: approval.effectiveDate,
    origin: approval.origin,
    requesterId: approval.requestedBy,
    approvalId: approval.id,
  });
  const why = judged.refusal?.message ?? judged.problems.map(({ message }) => message).join(' ');
  if (why === '') return judged;
  const problem = `${why} Nothing was changed; propose again when this is mended.`;
  return { failed: 'apply_failed', problem, details: {} };
}

/** What it takes today: a threshold lowered or an amount raised meanwhile can only raise it. */
export function neededNow(
  approval: ApprovalState,
  judged: Judgement,
): { level: ApprovalState['level']; required: number } {
  const level = higherLevel(approval.level, judged.level.level);
  if (approval.singleDecision && judged.decidedByOne) return { level, required: 1 };
  return { level, required: Math.max(approval.requiredDecisions, decisionsFor(level)) };
}
