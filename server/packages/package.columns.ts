import type { CustomValue, PackageField, PackageStatus, PackageType, PackageValues } from './package-fields.schema.ts';
import { MILESTONES, PACKAGE_FIELD_NAMES } from './package-fields.schema.ts';

const snake = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** The column of each proposable field. References are stored as ids, amounts in minor units. */
export const COLUMN_OF = Object.fromEntries(
  PACKAGE_FIELD_NAMES.map((field) => {
    if (field === 'project' || field === 'vendor' || field === 'buyer') return [field, `${field}_id`];
    const milestone = MILESTONES.find((name) => field === `${name}Plan` || field === `${name}Actual`);
    return [field, milestone ? `${snake(milestone)}${field.endsWith('Plan') ? '_plan' : '_actual'}` : snake(field)];
  }),
) as Record<PackageField, string>;

/** A package as the operations see it: its proposable values and the state behind them. */
export type PackageState = PackageValues & {
  id: string;
  code: string;
  statusPath: PackageStatus[];
  heldFrom: PackageStatus | null;
  planFrozen: boolean;
  contractFrozen: boolean;
  createdBy: string | null;
  version: number;
};

/**
 * The columns that a PackageState is made of. They are named, never `*`: a statement that is prepared with `*` fails on
 * every connection that knows it when a newer release adds a column.
 */
export const STATE_COLUMNS = [
  ...new Set(
    ['id', 'code', 'status_path', 'held_from', 'plan_frozen', 'contract_frozen', 'created_by', 'version'].concat(
      PACKAGE_FIELD_NAMES.map((field) => COLUMN_OF[field]),
    ),
  ),
];

/** A row of `packages` as a PackageState. */
export function packageState(row: Record<string, unknown>): PackageState {
  const values = Object.fromEntries(PACKAGE_FIELD_NAMES.map((field) => [field, row[COLUMN_OF[field]] ?? null]));
  return {
    ...(values as unknown as PackageValues),
    type: row.type as PackageType,
    customFields: row.custom_fields as Record<string, CustomValue>,
    id: String(row.id),
    code: String(row.code),
    statusPath: row.status_path as PackageStatus[],
    heldFrom: row.held_from as PackageStatus | null,
    planFrozen: row.plan_frozen === true,
    contractFrozen: row.contract_frozen === true,
    createdBy: row.created_by as string | null,
    version: Number(row.version),
  };
}
