import { z } from 'zod';
import { plainDate } from '../dates/date.schema.ts';
import { cursorInput, filterText, limitInput, manyOf, sortInput, strictInput } from '../lists/list.schema.ts';
import { currencyInput, moneyInput, moneyOutput } from '../money/money.schema.ts';
import { manyLines, oneLine, optionalLine } from '../text/text.schema.ts';
import { MILESTONES, PACKAGE_FIELD_NAMES, PACKAGE_STATUSES, PACKAGE_TYPES } from './package-fields.schema.ts';
import type { PackageField } from './package-fields.schema.ts';
import type { ProposedValues } from './package-patch.policy.ts';

/** A package code: `P-001`, `WP-210`, `P-00001`. */
export const CODE_PATTERN = /^[A-Z][A-Z0-9]{0,7}-\d{1,8}$/;

export const packageCode = z
  .string()
  .max(20)
  .regex(CODE_PATTERN, { error: 'A code is capitals, a hyphen and digits, such as P-001 or WP-210.' });

const CUSTOM_KEY = /^[A-Za-z][A-Za-z0-9 _.-]{0,59}$/;

/** Custom fields by name: text, numbers, booleans; null removes the field. At most 50 in one body. */
export const customFieldsInput = z
  .record(
    z.string().regex(CUSTOM_KEY, { error: 'A custom field is named with letters, digits, spaces, "_", "-" and ".".' }),
    z.union([manyLines(2000), z.number(), z.boolean(), z.null()], {
      error: 'A custom field holds text up to 2000 characters, a number, true or false, or null.',
    }),
  )
  .refine((fields) => Object.keys(fields).length <= 50, { error: 'At most 50 custom fields.' });

const optionalDate = plainDate.nullable();
const optionalMoney = moneyInput.nullable();

type DateShape = Record<`${(typeof MILESTONES)[number]}${'' | 'Plan' | 'Actual'}`, z.ZodOptional<typeof optionalDate>>;

const milestoneShape = Object.fromEntries(
  MILESTONES.flatMap((name) => [name, `${name}Plan`, `${name}Actual`]).map((name) => [name, optionalDate.optional()]),
) as DateShape;

/** The fields that creating and proposing have in common. References: project by code or id, vendor by id or exact
 * name, buyer by email, id or `me`. */
const ownFields = {
  description: manyLines(20000).optional(),
  project: oneLine(100).optional(),
  type: z.enum(PACKAGE_TYPES, { error: `type is one of ${PACKAGE_TYPES.join(', ')}.` }).optional(),
  vendor: optionalLine(200).optional(),
  poNumber: optionalLine(100).optional(),
  buyer: optionalLine(320).optional(),
  currency: currencyInput.optional(),
  budgetAmount: optionalMoney.optional(),
  wbsCode: optionalLine(100).optional(),
  deliveryTerms: optionalLine(200).optional(),
  requiredOnSite: optionalDate.optional(),
  customFields: customFieldsInput.optional(),
  ...milestoneShape,
};

/** Body of `POST /api/packages`: a draft. `code` is given out when left out; status and contractAmount are refused. */
export const createPackageInput = strictInput({
  code: packageCode.optional(),
  title: oneLine(200),
  ...ownFields,
  status: z.never({ error: 'A package starts as a draft: create it, then propose the status with PATCH.' }).optional(),
  contractAmount: z
    .never({ error: 'A contract amount is decided by another person: create the draft, then propose it with PATCH.' })
    .optional(),
});

const GRADE_WORDS = ['low', 'medium', 'high'] as const;

/** `low|medium|high` in any case, or a number from 0 to 1 (from 1/3 medium, from 2/3 high). */
export const gradeInput = z
  .union(
    [
      z.number().min(0).max(1),
      z
        .string()
        .max(20)
        .transform((text) => text.trim().toLowerCase())
        .pipe(z.enum(GRADE_WORDS)),
    ],
    {
      error: 'Give low, medium or high, or a number from 0 to 1.',
    },
  )
  .transform((grade) =>
    typeof grade === 'string'
      ? grade
      : grade >= 2 / 3
        ? ('high' as const)
        : grade >= 1 / 3
          ? ('medium' as const)
          : ('low' as const),
  );

/** A quote that a proposal stands on: verbatim text, from an email or an event when `id` says which. */
export const evidenceItem = z.union(
  [
    manyLines(4000).transform((quote) => ({ type: 'note' as const, quote })),
    z.strictObject({
      type: z.enum(['package', 'task', 'approval', 'email', 'event', 'note']).default('note'),
      id: oneLine(100).optional(),
      code: oneLine(100).optional(),
      package: oneLine(100).optional(),
      quote: manyLines(4000).optional(),
    }),
  ],
  { error: 'Evidence is text, or {type, id, quote}.' },
);

const evidenceInput = z.union([z.array(evidenceItem).max(20), evidenceItem.transform((item) => [item])], {
  error: 'Evidence is a list of at most 20 quotes: text, or {type, id, quote}.',
});

const besides = {
  reason: manyLines(4000).optional(),
  effectiveDate: plainDate.optional(),
  uncertainty: gradeInput.optional(),
  uncertainty_level: gradeInput.optional(),
  impact: gradeInput.optional(),
  impact_level: gradeInput.optional(),
  evidence: evidenceInput.optional(),
  expectedVersion: z.int({ error: 'expectedVersion is the version you saw, a whole number.' }).min(1).optional(),
};

/** Every own field that a patch may carry, and the refusal of a code. */
export const packagePatchShape = {
  title: oneLine(200).optional(),
  ...ownFields,
  status: z.enum(PACKAGE_STATUSES, { error: `status is one of ${PACKAGE_STATUSES.join(', ')}.` }).optional(),
  contractAmount: optionalMoney.optional(),
  code: z.never({ error: 'A code is never changed.' }).optional(),
};

/**
 * Body of `PATCH /api/packages/:idOrCode`: own fields of the package, which make the patch, beside those of `besides`,
 * which do not (see patchParts). At least one own field; effectiveDate goes with a status only.
 */
export const packagePatchInput = strictInput({ ...packagePatchShape, ...besides }).superRefine((body, context) => {
  if (!PACKAGE_FIELD_NAMES.some((field) => body[field] !== undefined)) {
    context.addIssue({ code: 'custom', message: `Nothing to change. Name one of ${PACKAGE_FIELD_NAMES.join(', ')}.` });
  }
  if (body.effectiveDate !== undefined && body.status === undefined) {
    const message = 'An effective date belongs to a status change: give status too, or leave it out.';
    context.addIssue({ code: 'custom', path: ['effectiveDate'], message });
  }
});
export type PackagePatchInput = z.output<typeof packagePatchInput>;

type Besides = Pick<PackagePatchInput, 'reason' | 'effectiveDate' | 'expectedVersion' | 'evidence'> & {
  impact: (typeof GRADE_WORDS)[number] | null;
  uncertainty: (typeof GRADE_WORDS)[number] | null;
};

/** Splits a parsed PATCH body into the proposed values (references as given, money as text) and what stands beside. */
export function patchParts(body: PackagePatchInput): { proposed: ProposedValues; besides: Besides } {
  const proposed: ProposedValues = {};
  for (const field of PACKAGE_FIELD_NAMES) {
    const value = body[field];
    if (value !== undefined) proposed[field satisfies PackageField] = value;
  }
  const { reason, effectiveDate, expectedVersion, evidence } = body;
  const impact = body.impact ?? body.impact_level ?? null;
  const uncertainty = body.uncertainty ?? body.uncertainty_level ?? null;
  return { proposed, besides: { reason, effectiveDate, expectedVersion, evidence, impact, uncertainty } };
}

/** What a list of packages may be sorted by. */
export const PACKAGE_SORTS = [
  'code',
  'title',
  'status',
  'deliveryDate',
  'budgetAmount',
  'contractAmount',
  'updatedAt',
] as const;

/** Query of `GET /api/packages`. `status` may be repeated or separated by commas; `q` looks in code, title, PO, WBS. */
export const packageListInput = strictInput({
  status: manyOf(PACKAGE_STATUSES),
  type: z.enum(PACKAGE_TYPES, { error: `type is one of ${PACKAGE_TYPES.join(', ')}.` }).optional(),
  buyer: filterText(320),
  vendor: filterText(200),
  project: filterText(100),
  q: filterText(200),
  sort: sortInput(PACKAGE_SORTS, 'code'),
  limit: limitInput,
  cursor: cursorInput,
});
export type PackageListInput = z.output<typeof packageListInput>;

const dateOutput = plainDate.nullable();
const milestoneOutput = Object.fromEntries(
  MILESTONES.flatMap((name) => [name, `${name}Plan`, `${name}Actual`]).map((name) => [name, dateOutput]),
) as Record<keyof DateShape, typeof dateOutput>;

/** A package as the API answers it. */
export const packageOutput = z
  .object({
    id: z.string(),
    code: packageCode,
    title: z.string(),
    description: z.string(),
    project: z.string(),
    projectId: z.string(),
    type: z.enum(PACKAGE_TYPES),
    vendor: z.string().nullable(),
    vendorId: z.string().nullable(),
    poNumber: z.string().nullable(),
    buyer: z.object({ email: z.string(), name: z.string() }).nullable(),
    status: z.enum(PACKAGE_STATUSES),
    heldFrom: z.enum(PACKAGE_STATUSES).nullable(),
    cameFrom: z.enum(PACKAGE_STATUSES).nullable(),
    currency: z.string(),
    budgetAmount: moneyOutput.nullable(),
    contractAmount: moneyOutput.nullable(),
    wbsCode: z.string().nullable(),
    deliveryTerms: z.string().nullable(),
    requiredOnSite: dateOutput,
    customFields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    ...milestoneOutput,
    planFrozen: z.boolean(),
    contractFrozen: z.boolean(),
    createdAt: z.string(),
    updatedAt: z.string(),
    version: z.int(),
  })
  .meta({ id: 'Package' });

export const packageListOutput = z.object({ items: z.array(packageOutput), nextCursor: z.string().nullable() });
