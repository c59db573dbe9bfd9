import { z } from 'zod';
import type { UserActor } from '../../actor.ts';
import { businessNow } from '../../clock.ts';
import type { Db } from '../../db.ts';
import { dateIn } from '../../dates/date.policy.ts';
import { plainDate } from '../../dates/date.schema.ts';
import { MAX_LIMIT } from '../../lists/list.schema.ts';
import { lateDays } from '../../packages/package-dates.policy.ts';
import {
  MILESTONES,
  PACKAGE_FIELD_NAMES,
  PACKAGE_STATUSES,
  PACKAGE_TYPES,
} from '../../packages/package-fields.schema.ts';
import { listPackagesJson } from '../../packages/package.queries.ts';
import { packageListInput } from '../../packages/package.schema.ts';
import { oneLine } from '../../text/text.schema.ts';
import { requireCan } from '../../users/require-can.ts';
import { packageEvidence, type PackageRow } from './get-package.ts';
import { MOST_ROWS, type ToolResult } from './tool-result.ts';

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

const done = new Set(['delivered', 'completed', 'closed', 'cancelled']);

/** Whether delivery is late against the contract, or was due and is not here. */
function isLate(pkg: PackageRow, today: string): boolean {
  if (done.has(pkg.status)) return false;
  return (lateDays(pkg, 'deliveryDate') ?? 0) > 0 || (pkg.deliveryDate !== null && pkg.deliveryDate < today);
}

/** Packages by their fields, at most 50 of the first 1000 that the filters of the list fit. Throws `forbidden`. */
export async function searchPackages(db: Db, actor: UserActor, input: unknown): Promise<ToolResult<PackageRow>> {
  requireCan(actor, 'package.read');
  const { status, type, buyer, vendor, text, ...rest } = searchPackagesInput.parse(input);
  const query = { status, type, buyer, vendor, q: text, limit: MAX_LIMIT };
  const list = JSON.parse(await listPackagesJson(db, actor.userId, packageListInput.parse(query))) as {
    items: PackageRow[];
    nextCursor: string | null;
  };
  const bounds = rest as Record<string, string | undefined>;
  const today = dateIn(actor.timeZone, businessNow());
  const amount = ({ contractAmount, budgetAmount }: PackageRow) => Number(contractAmount ?? budgetAmount ?? 0);
  const fits = (pkg: PackageRow) =>
    (rest.currency === undefined || pkg.currency === rest.currency.toUpperCase()) &&
    (rest.late === undefined || isLate(pkg, today) === rest.late) &&
    (!rest.overBudget ||
      (pkg.contractAmount !== null && pkg.budgetAmount !== null && Number(pkg.contractAmount) > Number(pkg.budgetAmount))) &&
    (rest.amountAbove === undefined || amount(pkg) > rest.amountAbove) &&
    (rest.amountBelow === undefined || amount(pkg) < rest.amountBelow) &&
    (rest.without === undefined || (pkg[rest.without] ?? null) === null) &&
    MILESTONES.every((milestone, i) => {
      const [before, after] = [bounds[`${names[i]}Before`], bounds[`${names[i]}After`]];
      if (before === undefined && after === undefined) return true;
      const date = pkg[milestone];
      return date !== null && (before === undefined || date <= before) && (after === undefined || date >= after);
    });
  const items = list.items.filter(fits);
  const shown = items.slice(0, MOST_ROWS);
  return { items, evidence: shown.map(packageEvidence), more: items.length > MOST_ROWS || list.nextCursor !== null };
} // prettier-ignore
