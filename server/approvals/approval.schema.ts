import { z } from 'zod';
import { plainDate } from '../dates/date.schema.ts';
import { cursorInput, filterText, limitInput, manyOf, sortInput, strictInput } from '../lists/list.schema.ts';
import { PACKAGE_FIELD_NAMES } from '../packages/package-fields.schema.ts';
import { evidenceItem, packagePatchShape } from '../packages/package.schema.ts';
import { manyLines } from '../text/text.schema.ts';
import { ORIGINS } from './approval-level.policy.ts';
import { APPROVAL_LEVELS, APPROVAL_STATUSES } from './approval.policy.ts';

/** Query of `GET /api/approvals`: newest first unless `sort=createdAt`; `turn=me` and `requestedBy=me` are one's own. */
export const approvalListInput = strictInput({
  status: manyOf(APPROVAL_STATUSES),
  level: manyOf(APPROVAL_LEVELS),
  package: filterText(100),
  turn: z.literal('me').optional(),
  requestedBy: z.literal('me').optional(),
  q: filterText(200),
  sort: sortInput(['createdAt'], 'createdAt', true),
  limit: limitInput,
  cursor: cursorInput,
});
export type ApprovalListInput = z.output<typeof approvalListInput>;

const expectedVersion = z.int({ error: 'expectedVersion is the version you saw, a whole number.' }).min(1).optional();

/** Body of `…/approve`, `…/reject` and `…/withdraw`. decisionReasonMissing says when the reason must be given. */
export const decisionInput = strictInput({ reason: manyLines(4000).default(''), expectedVersion });

/**
 * Body of `PATCH /api/approvals/:idOrCode`: `patch` sets new values of fields, `remove` unticks fields; the rest of the
 * proposal stays. Editing resets the decisions taken and bars the editor from deciding.
 */
export const editApprovalInput = strictInput({
  patch: strictInput(packagePatchShape).optional(),
  remove: z
    .array(z.enum(PACKAGE_FIELD_NAMES, { error: 'Not a field of a package.' }))
    .max(PACKAGE_FIELD_NAMES.length)
    .optional(),
  reason: manyLines(4000).optional(),
  effectiveDate: plainDate.optional(),
  expectedVersion,
}).refine((body) => [body.patch, body.remove, body.reason, body.effectiveDate].some((part) => part !== undefined), {
  error: 'Nothing to change. Name patch, remove, reason or effectiveDate.',
});

const personOutput = z.object({ email: z.string(), name: z.string() });

/** An approval as the API answers it: people as email and name, amounts of the patch as decimal text. */
export const approvalOutput = z
  .object({
    id: z.string(),
    code: z.string(),
    subjectType: z.enum(['package', 'vendor']),
    subjectId: z.string(),
    packageId: z.string().nullable(),
    packageCode: z.string().nullable(),
    package: z.string().nullable(),
    packageTitle: z.string().nullable(),
    patch: z.record(z.string(), z.object({ from: z.unknown(), to: z.unknown() })),
    status: z.enum(APPROVAL_STATUSES),
    level: z.enum(APPROVAL_LEVELS),
    levelReasons: z.array(z.string()),
    requiredDecisions: z.int().min(0).max(2),
    decisions: z.array(
      z.object({
        by: personOutput,
        decision: z.enum(['approve', 'reject']),
        reason: z.string(),
        at: z.string(),
        tookOverFrom: personOutput.nullable(),
      }),
    ),
    turn: personOutput.nullable(),
    turnSince: z.string().nullable(),
    turnNote: z.string().nullable(),
    reason: z.string(),
    evidence: z.array(evidenceItem),
    origin: z.enum(ORIGINS),
    effectiveDate: plainDate.nullable(),
    correction: z.boolean(),
    requestedBy: personOutput,
    createdAt: z.string(),
    expiresAt: z.string().nullable(),
    decidedAt: z.string().nullable(),
    appliedAt: z.string().nullable(),
    outcome: z.string().nullable(),
    decidedByOne: z.boolean(),
    version: z.int(),
  })
  .meta({ id: 'Approval' });

export const approvalListOutput = z.object({ items: z.array(approvalOutput), nextCursor: z.string().nullable() });
