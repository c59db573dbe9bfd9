import { z } from 'zod';
import type { UserActor } from '../../actor.ts';
import { today } from '../../clock.ts';
import type { Db } from '../../db.ts';
import { plainDate } from '../../dates/date.schema.ts';
import {
  MILESTONES,
  PACKAGE_FIELD_NAMES,
  PACKAGE_STATUSES,
  PACKAGE_TYPES,
} from '../../packages/package-fields.schema.ts';
import { listPackagesJson } from '../../packages/package.queries.ts';
import type { PackageSearch } from '../../packages/package-search.queries.ts';
import { packageListInput } from '../../packages/package.schema.ts';
import { oneLine } from '../../text/text.schema.ts';
import { requireCan } from '../../users/require-can.ts';
import { packageEvidence, type PackageRow } from './get-package.ts';
import type { ToolResult } from './tool-result.ts';

/** Packages that one search gives at most. */
const MOST_FOUND = 200;

const status = z.enum(PACKAGE_STATUSES);
const names = MILESTONES.map((milestone) => milestone.replace(/Date$/, ''));
const windows = Object.fromEntries(
  names.flatMap((name) => [`${name}Before`, `${name}After`]).map((key) => [key, plainDate.optional()]),
) as Record<`${string}Before` | `${string}After`, z.ZodOptional<typeof plainDate>>;

/** `deliveryBefore`, `deliveryAfter` and so on are inclusive bounds of the milestones; amounts in major units. */
export const searchPackagesInput = z.strictObject({
  status: z.union([status, z.array(status)]).optional(),
  type: z.enum(PACKAGE_TYPES).optional(),
  buyer: oneLine(320).optional(),
  vendor: oneLine(200).optional(),
  currency: oneLine(3).optional(),
  text: oneLine(200).optional(),
  late: z.boolean().optional(),
  overBudget: z.boolean().optional(),
  amountAbove: z.number().optional(),
  amountBelow: z.number().optional(),
  without: z.enum(PACKAGE_FIELD_NAMES).optional(),
  ...windows,
});

/** Packages by their fields, at most 200: what a total is made of. Throws `forbidden`. */
export async function searchPackages(db: Db, actor: UserActor, input: unknown): Promise<ToolResult<PackageRow>> {
  requireCan(actor, 'package.read');
  const {
    status,
    type,
    buyer,
    vendor,
    text,
    currency,
    late,
    overBudget,
    amountAbove,
    amountBelow,
    without,
    ...bounds
  } = searchPackagesInput.parse(input);
  const query = { status, type, buyer, vendor, q: text, limit: MOST_FOUND };
  const bound = (edge: 'Before' | 'After') =>
    Object.fromEntries(
      MILESTONES.flatMap((milestone, i) => {
        const date = (bounds as Record<string, string | undefined>)[`${names[i]}${edge}`];
        return date === undefined ? [] : [[milestone, date]];
      }),
    );
  const search: PackageSearch = {
    currency: currency?.toUpperCase(),
    late: late === undefined ? undefined : { is: late, on: today(actor.timeZone) },
    overBudget,
    amountAbove,
    amountBelow,
    without,
    before: bound('Before'),
    after: bound('After'),
  };
  const list = JSON.parse(await listPackagesJson(db, actor.userId, packageListInput.parse(query), search)) as {
    items: PackageRow[];
    nextCursor: string | null;
  };
  return { items: list.items, evidence: list.items.map(packageEvidence), more: list.nextCursor !== null };
}
