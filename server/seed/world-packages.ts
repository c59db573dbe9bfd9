import { parseMoney } from '../money/money.policy.ts';
import { COLUMN_OF } from '../packages/package.columns.ts';
import { MILESTONES, type Milestone, type PackageStatus, type PackageType } from '../packages/package-fields.schema.ts';
import type { WorldPackage } from './world.schema.ts';

type Row = Record<string, unknown>;

/** PRODUCT.md, Demo: type by status, else by code. */
export function typeOfPackage({ code, status }: Pick<WorldPackage, 'code' | 'status'>): PackageType {
  if (status === 'in_fabrication' || status === 'shipped' || status === 'delivered' || status === 'partially_delivered')
    return 'goods';
  if (code === 'WP-214') return 'services';
  if (status === 'in_execution' || status === 'completed') return 'works';
  return code.startsWith('WP-') ? 'works' : 'goods';
}

const TO_ORDER: PackageStatus[] = [
  'draft',
  'planned',
  'rfq_issued',
  'bids_received',
  'evaluation',
  'awarded',
  'po_issued',
];

const AFTER_ORDER: Record<PackageType, PackageStatus[]> = {
  goods: ['in_fabrication', 'shipped', 'delivered', 'closed'],
  works: ['in_execution', 'completed', 'closed'],
  services: ['in_execution', 'completed', 'closed'],
};

/** The statuses that a package of the status came through, without it. On hold and cancelled: planned before. */
function pathTo(status: PackageStatus, type: PackageType): PackageStatus[] {
  const line = [...TO_ORDER, ...AFTER_ORDER[type]];
  if (status === 'on_hold' || status === 'cancelled') return ['draft', 'planned'];
  if (status === 'partially_delivered') return [...TO_ORDER, 'in_fabrication', 'shipped'];
  return line.slice(0, line.indexOf(status));
}

/** The statuses from which on a milestone has happened; of FAT, that the goods have left. */
const HAPPENED: Record<Milestone, PackageStatus[]> = {
  rfqIssueDate: ['rfq_issued'],
  bidDueDate: ['bids_received'],
  awardDate: ['awarded'],
  poIssueDate: ['po_issued'],
  fatDate: ['shipped', 'partially_delivered', 'delivered'],
  deliveryDate: ['delivered', 'completed'],
};

/** A package of the world as a row of `packages`. References are looked up in `ids`. */
export function packageRow(
  pkg: WorldPackage,
  ids: {
    project: string;
    user: (ref: string | null | undefined) => string | null;
    vendor: (name: string | null | undefined) => string | null;
  },
): Row {
  const type = typeOfPackage(pkg);
  const statusPath = pathTo(pkg.status, type);
  const been = [...statusPath, pkg.status];
  const minor = (text: string | null | undefined) => {
    if (text === null || text === undefined) return null;
    const amount = parseMoney(text, pkg.currency);
    if (!amount.ok) throw new Error(`${pkg.code}: ${amount.message}`);
    return amount.amountMinor;
  };
  const dates = MILESTONES.flatMap((milestone) => {
    const date = pkg[milestone] ?? null;
    const happened = HAPPENED[milestone].some((status) => been.includes(status));
    return [
      [COLUMN_OF[milestone], date],
      [COLUMN_OF[`${milestone}Plan`], date],
      [COLUMN_OF[`${milestone}Actual`], happened ? date : null],
    ] as const;
  });
  return {
    project_id: ids.project,
    code: pkg.code,
    title: pkg.name,
    type,
    vendor_id: ids.vendor(pkg.vendor),
    buyer_id: ids.user(pkg.buyer),
    status: pkg.status,
    status_path: statusPath,
    held_from: pkg.status === 'on_hold' ? 'planned' : null,
    plan_frozen: been.includes('rfq_issued'),
    contract_frozen: been.includes('po_issued'),
    currency: pkg.currency,
    budget_amount: minor(pkg.budgetAmount),
    contract_amount: minor(pkg.contractAmount),
    created_by: ids.user(pkg.buyer),
    ...Object.fromEntries(dates),
  };
}
