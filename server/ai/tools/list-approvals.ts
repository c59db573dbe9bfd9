import { z } from 'zod';
import type { UserActor } from '../../actor.ts';
import { getApprovalJson, listApprovalsJson } from '../../approvals/approval.queries.ts';
import { approvalListInput, type approvalOutput } from '../../approvals/approval.schema.ts';
import { APPROVAL_STATUSES } from '../../approvals/approval.policy.ts';
import type { Db } from '../../db.ts';
import { MAX_LIMIT } from '../../lists/list.schema.ts';
import { oneLine } from '../../text/text.schema.ts';
import { requireCan } from '../../users/require-can.ts';
import { MOST_ROWS, type ToolResult } from './tool-result.ts';

export type ApprovalRow = z.output<typeof approvalOutput>;

/** `approver`: whose turn it is, or who decided; `code` is one approval. */
export const listApprovalsInput = z.strictObject({
  code: oneLine(40).optional(),
  status: z.enum(APPROVAL_STATUSES).optional(),
  package: oneLine(100).optional(),
  approver: oneLine(320).optional(),
  requestedBy: oneLine(320).optional(),
});

/** Approvals, newest first, at most 50. Throws `forbidden`. */
export async function listApprovals(db: Db, actor: UserActor, input: unknown): Promise<ToolResult<ApprovalRow>> {
  requireCan(actor, 'approval.read');
  const { code, approver, requestedBy, ...given } = listApprovalsInput.parse(input);
  const list = code
    ? { items: [JSON.parse((await getApprovalJson(db, code)) ?? 'null') as ApprovalRow | null], nextCursor: null }
    : (JSON.parse(
        await listApprovalsJson(
          db,
          actor.userId,
          approvalListInput.parse({ ...given, limit: approver || requestedBy ? MAX_LIMIT : MOST_ROWS }),
        ),
      ) as { items: ApprovalRow[]; nextCursor: string | null });
  const requester = requestedBy === 'me' ? actor.email : requestedBy;
  const items = list.items
    .flatMap((one) => (one === null ? [] : [one]))
    .filter((one) => !requester || one.requestedBy.email === requester)
    .filter(
      (one) => !approver || one.turn?.email === approver || one.decisions.some(({ by }) => by.email === approver),
    );
  const shown = items.slice(0, MOST_ROWS);
  const evidence = shown.map((one) => ({
    type: 'approval' as const,
    id: one.id,
    code: one.code,
    package: one.packageCode,
  }));
  return { items: shown, evidence, more: list.nextCursor !== null || items.length > shown.length };
}
