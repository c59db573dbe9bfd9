import { z } from 'zod';
import type { UserActor } from '../../actor.ts';
import type { Db } from '../../db.ts';
import { packageOutput } from '../../packages/package.schema.ts';
import { getPackageJson } from '../../packages/package.queries.ts';
import { oneLine } from '../../text/text.schema.ts';
import { requireCan } from '../../users/require-can.ts';
import type { ToolResult } from './tool-result.ts';

export type PackageRow = z.output<typeof packageOutput>;

/** `packages`: several at once, when they are compared. */
export const getPackageInput = z.strictObject({
  package: oneLine(100),
  packages: z.array(oneLine(100)).max(8).optional(),
});

export const packageEvidence = ({ id, code }: PackageRow) => ({ type: 'package' as const, id, code, package: code });

/** One package or a few with all their fields. Throws `forbidden`; unknown codes are left out. */
export async function getPackage(db: Db, actor: UserActor, input: unknown): Promise<ToolResult<PackageRow>> {
  requireCan(actor, 'package.read');
  const { package: one, packages } = getPackageInput.parse(input);
  const texts = await Promise.all([...new Set(packages ?? [one])].map((ref) => getPackageJson(db, ref)));
  const items = texts.flatMap((text) => (text ? [JSON.parse(text) as PackageRow] : []));
  return { items, evidence: items.map(packageEvidence), more: false };
}
