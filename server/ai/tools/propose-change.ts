import { z } from 'zod';
import type { UserActor } from '../../actor.ts';
import { getApprovalJson } from '../../approvals/approval.queries.ts';
import { callOnce, type CallOfTurn } from '../../chat/call-once.ts';
import type { Db, Tx } from '../../db.ts';
import { PACKAGE_FIELD_NAMES, PACKAGE_FIELDS } from '../../packages/package-fields.schema.ts';
import { proposeChangeIn } from '../../packages/propose-change.ts';
import { plainDate } from '../../dates/date.schema.ts';
import { decimalsOf } from '../../money/currency.policy.ts';
import { manyLines, oneLine } from '../../text/text.schema.ts';
import type { ApprovalRow } from './list-approvals.ts';

export const proposeChangeInput = z.strictObject({
  package: oneLine(100),
  changes: z
    .array(
      z.strictObject({
        field: z.enum(PACKAGE_FIELD_NAMES),
        value: z.union([z.string().max(20_000), z.number(), z.null()]),
      }),
    )
    .min(1)
    .max(20),
  reason: manyLines(4000),
  effectiveDate: plainDate.nullable(),
});

type Grades = { impact_level?: unknown; uncertainty_level?: unknown };

/**
 * Proposes a change for the person, as PATCH /api/packages/:id does: another person decides. `quote` is the request
 * that it rests on. The same call again gives the approval that it made. Throws what proposeChange throws.
 */
export async function proposeChange(
  db: Db,
  actor: UserActor,
  input: unknown,
  about: { quote: string; currency: string } & Grades,
  call: CallOfTurn,
): Promise<ApprovalRow> {
  const { package: code, changes, reason, effectiveDate } = proposeChangeInput.parse(input);
  const text = (value: number) => value.toFixed(Math.min(decimalsOf(about.currency), 2));
  const fields = changes.map(({ field, value }) => [
    field,
    PACKAGE_FIELDS[field].kind === 'money' && typeof value === 'number' ? text(value) : value,
  ]);
  const { impact_level, uncertainty_level } = about;
  const body = {
    ...Object.fromEntries(fields),
    reason,
    impact_level,
    uncertainty_level,
    evidence: [{ type: 'note', quote: about.quote.slice(0, 4000) }],
    ...(effectiveDate ? { effectiveDate } : {}),
  };
  const make = async (tx: Tx) => {
    const { json, id, code: approval } = await proposeChangeIn(tx, actor, { package: code, body });
    return { made: JSON.parse(json) as ApprovalRow, resource: { type: 'approval' as const, id, code: approval } };
  };
  return callOnce(db, call, make, async (tx, id) => JSON.parse((await getApprovalJson(tx, id))!) as ApprovalRow);
}
