export const PACKAGE_STATUSES = [
  'draft',
  'planned',
  'rfq_issued',
  'bids_received',
  'evaluation',
  'awarded',
  'po_issued',
  'in_fabrication',
  'in_execution',
  'shipped',
  'partially_delivered',
  'delivered',
  'completed',
  'closed',
  'on_hold',
  'cancelled',
] as const;
export type PackageStatus = (typeof PACKAGE_STATUSES)[number];

export const PACKAGE_TYPES = ['goods', 'works', 'services'] as const;
export type PackageType = (typeof PACKAGE_TYPES)[number];

/** The milestones in their order; the plain name is the forecast, `…Plan` and `…Actual` stand beside it. */
export const MILESTONES = [
  'rfqIssueDate',
  'bidDueDate',
  'awardDate',
  'poIssueDate',
  'fatDate',
  'deliveryDate',
] as const;
export type Milestone = (typeof MILESTONES)[number];
export type MilestonePlan = `${Milestone}Plan`;
export type MilestoneActual = `${Milestone}Actual`;

export type FieldKind = 'text' | 'date' | 'money' | 'user' | 'vendor' | 'project' | 'enum' | 'json';

/** `nullable`: may be emptied. `maxLength`: of text. `milestone` and `role`: which of a milestone's three dates it is. */
export interface FieldDefinition {
  label: string;
  kind: FieldKind;
  nullable: boolean;
  maxLength?: number;
  milestone?: Milestone;
  role?: 'forecast' | 'plan' | 'actual';
}

const MILESTONE_LABELS: Record<Milestone, string> = {
  rfqIssueDate: 'RFQ issue',
  bidDueDate: 'Bid due',
  awardDate: 'Award',
  poIssueDate: 'PO issue',
  fatDate: 'FAT',
  deliveryDate: 'Delivery',
};

type PlainField =
  | 'title'
  | 'description'
  | 'project'
  | 'type'
  | 'vendor'
  | 'poNumber'
  | 'buyer'
  | 'status'
  | 'currency'
  | 'budgetAmount'
  | 'contractAmount'
  | 'wbsCode'
  | 'deliveryTerms'
  | 'requiredOnSite'
  | 'customFields';

/** A field of a package that a patch may name. `code` and `version` are not among them: they are never proposed. */
export type PackageField = PlainField | Milestone | MilestonePlan | MilestoneActual;

const PLAIN_FIELDS: Record<PlainField, FieldDefinition> = {
  title: { label: 'Title', kind: 'text', nullable: false, maxLength: 200 },
  description: { label: 'Description', kind: 'text', nullable: false, maxLength: 20000 },
  project: { label: 'Project', kind: 'project', nullable: false },
  type: { label: 'Type', kind: 'enum', nullable: false },
  vendor: { label: 'Vendor', kind: 'vendor', nullable: true },
  poNumber: { label: 'PO number', kind: 'text', nullable: true, maxLength: 100 },
  buyer: { label: 'Buyer', kind: 'user', nullable: true },
  status: { label: 'Status', kind: 'enum', nullable: false },
  currency: { label: 'Currency', kind: 'enum', nullable: false },
  budgetAmount: { label: 'Budget', kind: 'money', nullable: true },
  contractAmount: { label: 'Contract amount', kind: 'money', nullable: true },
  wbsCode: { label: 'WBS code', kind: 'text', nullable: true, maxLength: 100 },
  deliveryTerms: { label: 'Delivery terms', kind: 'text', nullable: true, maxLength: 200 },
  requiredOnSite: { label: 'Required on site', kind: 'date', nullable: true },
  customFields: { label: 'Custom fields', kind: 'json', nullable: false },
};

function milestoneFields(): Record<Milestone | MilestonePlan | MilestoneActual, FieldDefinition> {
  const entries = MILESTONES.flatMap((milestone): [string, FieldDefinition][] => {
    const label = MILESTONE_LABELS[milestone];
    const base = { kind: 'date', nullable: true, milestone } as const;
    return [
      [milestone, { ...base, label, role: 'forecast' }],
      [`${milestone}Plan`, { ...base, label: `${label}, plan`, role: 'plan' }],
      [`${milestone}Actual`, { ...base, label: `${label}, actual`, role: 'actual' }],
    ];
  });
  return Object.fromEntries(entries) as Record<Milestone | MilestonePlan | MilestoneActual, FieldDefinition>;
}

/** Every field that a patch may name, with its label and kind. */
export const PACKAGE_FIELDS: Record<PackageField, FieldDefinition> = { ...PLAIN_FIELDS, ...milestoneFields() };

export const PACKAGE_FIELD_NAMES = Object.keys(PACKAGE_FIELDS) as PackageField[];

/** Whether the name is a field that a patch may carry. */
export function isPackageField(name: string): name is PackageField {
  return Object.hasOwn(PACKAGE_FIELDS, name);
}

/** The label of a field; deliveryDate reads "Completion" for works and services, a frozen plan reads "contract". */
export function fieldLabel(field: PackageField, type: PackageType = 'goods', frozen = false): string {
  let label = PACKAGE_FIELDS[field].label;
  if (PACKAGE_FIELDS[field].milestone === 'deliveryDate' && type !== 'goods') {
    label = label.replace('Delivery', 'Completion');
  }
  return frozen && PACKAGE_FIELDS[field].role === 'plan' ? label.replace(', plan', ', contract') : label;
}

/** A custom field's value. */
export type CustomValue = string | number | boolean | null;

/**
 * A package's proposable values as the policies see them: money in minor units, project, vendor and buyer as ids.
 * Milestones absent from the object are empty.
 */
export interface PackageValues extends Partial<Record<Milestone | MilestonePlan | MilestoneActual, string | null>> {
  title: string;
  description: string;
  project: string;
  type: PackageType;
  vendor: string | null;
  poNumber: string | null;
  buyer: string | null;
  status: PackageStatus;
  currency: string;
  budgetAmount: number | null;
  contractAmount: number | null;
  wbsCode: string | null;
  deliveryTerms: string | null;
  requiredOnSite: string | null;
  customFields: Record<string, CustomValue>;
}

export type PatchValue = string | number | null | Record<string, CustomValue>;

/** One field of a patch: the value it was proposed on and the value it shall have. Of customFields only touched keys. */
export interface PatchChange {
  from: PatchValue;
  to: PatchValue;
}

export type PackagePatch = Partial<Record<PackageField, PatchChange>>;
