import { isPlanFrozen } from '~server/packages/package-dates.policy.ts';
import {
  fieldLabel,
  isPackageField,
  PACKAGE_FIELDS,
  type PackageField,
  type PackageStatus,
  type PackageType,
} from '~server/packages/package-fields.schema.ts';
import { labelOfStatus } from '~server/packages/package.policy.ts';
import { formatDate, formatDecimal, formatMoney } from '../ui/format.ts';

/** What of the package colours the words of its patch; all of it may be unknown. */
export type PatchContext = {
  type?: PackageType;
  currency?: string | null;
  planFrozen?: boolean;
  contractFrozen?: boolean;
};

export type PatchRow = { field: string; label: string; from: string; to: string };
export type Patch = Record<string, { from?: unknown; to?: unknown }>;

/** A patch as people read it: a label and two texts for each field, '' where there is no value. */
export function patchRows(patch: Patch, context: PatchContext = {}): PatchRow[] {
  const currencyAfter = typeof patch.currency?.to === 'string' ? patch.currency.to : context.currency;
  return Object.entries(patch).flatMap(([field, { from, to }]) => {
    if (field === 'customFields') return customRows(from, to);
    return [
      {
        field,
        label: patchLabel(field, context),
        from: patchText(field, from, context.currency),
        to: patchText(field, to, currencyAfter),
      },
    ];
  });
}

/** The label of a patch's field: a frozen plan reads "contract", delivery of works "Completion". */
export function patchLabel(field: string, context: PatchContext = {}): string {
  if (field === 'domains') return 'Mail domains';
  if (!isPackageField(field)) return field;
  const { milestone } = PACKAGE_FIELDS[field];
  const freezing = { planFrozen: context.planFrozen === true, contractFrozen: context.contractFrozen === true };
  return fieldLabel(field, context.type, milestone ? isPlanFrozen(freezing, milestone) : false);
}

/** One value of a patch as people read it. */
export function patchText(field: string, value: unknown, currency?: string | null): string {
  if (value === null || value === undefined || value === '') return '';
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'object') {
    const { name, email } = value as { name?: unknown; email?: unknown };
    return typeof name === 'string' ? name : typeof email === 'string' ? email : JSON.stringify(value);
  }
  const text = String(value);
  if (!isPackageField(field)) return text;
  return textOfKind(field, text, currency);
}

function textOfKind(field: PackageField, text: string, currency: string | null | undefined): string {
  const { kind } = PACKAGE_FIELDS[field];
  if (kind === 'date') return formatDate(text);
  if (kind === 'money') return currency ? formatMoney(text, currency) : formatDecimal(text);
  if (field === 'status') return labelOfStatus(text as PackageStatus) ?? text;
  return text;
}

function customRows(from: unknown, to: unknown): PatchRow[] {
  const before = Object(from) as Record<string, unknown>;
  const after = Object(to) as Record<string, unknown>;
  const text = (value: unknown) => (value === null || value === undefined ? '' : String(value));
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].map((key) => ({
    field: `customFields.${key}`,
    label: key,
    from: text(before[key]),
    to: text(after[key]),
  }));
}

/** A patch in one phrase: "Status → Awarded, Vendor → Voltara Energy and 2 more". */
export function patchPhrase(patch: Patch, context: PatchContext = {}, most = 1): string {
  const rows = patchRows(patch, context);
  const shown = rows.slice(0, most).map((row) => `${row.label} → ${row.to || '—'}`);
  const rest = rows.length - shown.length;
  return shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '');
}
