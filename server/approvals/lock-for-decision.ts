import type { Tx } from '../db.ts';
import { DomainError } from '../errors.ts';
import type { ToldApproval } from '../notifications/tell-approval.ts';
import type { PackageState } from '../packages/package.columns.ts';
import { lockPackage } from '../packages/package.queries.ts';
import { lockVendor, type VendorState } from '../vendors/vendor-domain.queries.ts';
import { type ApprovalState, getApprovalJson, getApprovalSubject, lockApproval } from './approval.queries.ts';

export type Locked = { approval: ApprovalState; pkg: PackageState | null; vendor: VendorState | null };

/**
 * Locks what an approval is about and then the approval itself: the order of every writer, so that none waits in a
 * circle. Throws `not_found`.
 */
export async function lockForDecision(tx: Tx, ref: string): Promise<Locked> {
  const subject = await getApprovalSubject(tx, ref);
  if (!subject) throw new DomainError('not_found', `There is no approval ${ref}.`);
  const pkg = subject.subjectType === 'package' ? await lockPackage(tx, subject.subjectId) : null;
  const vendor = subject.subjectType === 'vendor' ? await lockVendor(tx, subject.subjectId) : null;
  const approval = await lockApproval(tx, subject.id);
  if (!approval) throw new DomainError('not_found', `There is no approval ${ref}.`);
  return { approval, pkg, vendor };
}

/** A locked approval as notifications name it. */
export function toldApproval({ approval, pkg, vendor }: Locked): ToldApproval {
  const { id, code, packageId, patchShown } = approval;
  return { id, code, packageId, patchShown, on: pkg?.code ?? vendor?.name ?? '' };
}

/**
 * `conflict` that carries the approval as it stands, so that the caller can show what happened. Without its quotes: they
 * may be of a bid that is hidden from him, and `GET /api/approvals/:id` has those that he may read.
 */
export async function approvalConflict(tx: Tx, id: string, message: string): Promise<DomainError> {
  const approval = JSON.parse((await getApprovalJson(tx, id))!) as object;
  return new DomainError('conflict', message, { approval: { ...approval, evidence: [] } });
}

/** Throws `conflict` unless the approval is pending and, where given, at the version that the person saw. */
export async function requirePending(
  tx: Tx,
  approval: ApprovalState,
  expectedVersion: number | undefined,
): Promise<void> {
  if (approval.status !== 'pending')
    throw await approvalConflict(
      tx,
      approval.id,
      `${approval.code} is ${approval.status} already; nothing is left to decide.`,
    );
  if (expectedVersion !== undefined && expectedVersion !== approval.version)
    throw await approvalConflict(
      tx,
      approval.id,
      `${approval.code} was changed since you saw it: look at it again before you decide.`,
    );
}
