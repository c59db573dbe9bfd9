import type { Facet, AmountField } from '../ai/chat-rules/intent.ts';
import type { PackageRow } from '../ai/tools/get-package.ts';
import { sayDays } from '../dates/date.policy.ts';
import { lateDays } from '../packages/package-dates.policy.ts';
import { fieldLabel, PACKAGE_FIELDS, type PackageField } from '../packages/package-fields.schema.ts';
import { labelOfStatus } from '../packages/package.policy.ts';
import { sayAmount, sayDate, sayList } from './say.ts';

/** One value of a package as an answer says it; null where there is none. */
export function sayValue(field: PackageField, value: unknown, currency: string): string | null {
  if (value === null || value === undefined || value === '') return null;
  const { kind } = PACKAGE_FIELDS[field];
  if (kind === 'date') return sayDate(String(value));
  if (kind === 'money') return sayAmount(String(value), currency);
  if (field === 'status') return labelOfStatus(value as PackageRow['status']);
  if (typeof value === 'object') return (value as { name?: string }).name ?? JSON.stringify(value);
  return String(value);
}

function sayFacet(pkg: PackageRow, facet: PackageField): string {
  const name = fieldLabel(facet, pkg.type).toLowerCase();
  const said = sayValue(facet, pkg[facet], pkg.currency);
  const words = PACKAGE_FIELDS[facet].milestone ? `${name} date`.replace('due date', 'due date') : name;
  return said === null ? `no ${words} is recorded` : `${words}: ${said}`;
}

function sayLate(pkg: PackageRow): string {
  const days = lateDays(pkg, 'deliveryDate');
  if (days === null) return 'lateness cannot be told without a contract date';
  if (days === 0) return 'on time against the contract date';
  return days > 0
    ? `${sayDays(days)} late against the contract date`
    : `${sayDays(-days)} early against the contract date`;
}

/** What the budget leaves over the contract; null where either is missing. */
function sayMargin({ budgetAmount, contractAmount, currency }: PackageRow): string | null {
  if (budgetAmount === null || contractAmount === null) return null;
  const left = (Math.round(Number(budgetAmount) * 100) - Math.round(Number(contractAmount) * 100)) / 100;
  if (left === 0) return 'exactly on budget';
  return `${sayAmount(Math.abs(left), currency)} ${left > 0 ? 'under' : 'over'} budget`;
}

const CARD: PackageField[] = [
  'status',
  'vendor',
  'buyer',
  'contractAmount',
  'budgetAmount',
  'bidDueDate',
  'awardDate',
  'fatDate',
  'deliveryDate',
];

/** What is asked of each package, in a sentence each. */
export function sayPackages(items: readonly PackageRow[], facets: readonly Facet[]): string {
  return items
    .map((pkg) => {
      const all = facets.includes('all') || facets.length === 0;
      const fields = all
        ? CARD.filter((field) => pkg[field] !== null)
        : facets.filter((one): one is PackageField => one in PACKAGE_FIELDS);
      const parts = fields.map((field) => sayFacet(pkg, field));
      if (facets.includes('late')) parts.push(sayLate(pkg));
      if (facets.includes('float') && pkg.requiredOnSite) parts.push(`required on site ${sayDate(pkg.requiredOnSite)}`);
      const margin = facets.includes('margin') ? sayMargin(pkg) : null;
      if (margin) parts.push(margin);
      return `${pkg.code} ${pkg.title}: ${parts.join('; ')}.`;
    })
    .join('\n');
}

function sums(items: readonly PackageRow[], field: AmountField): string {
  const totals = new Map<string, { sum: number; of: number }>();
  for (const pkg of items) {
    const amount = pkg[field];
    if (amount === null) continue;
    const { sum, of } = totals.get(pkg.currency) ?? { sum: 0, of: 0 };
    totals.set(pkg.currency, { sum: sum + Math.round(Number(amount) * 100), of: of + 1 });
  }
  if (totals.size === 0) return `None of them has a ${fieldLabel(field).toLowerCase()}.`;
  const parts = [...totals].map(
    ([currency, { sum, of }]) => `${sayAmount(sum / 100, currency)} (${of} ${of === 1 ? 'package' : 'packages'})`,
  );
  return `Total ${fieldLabel(field).toLowerCase()}: ${sayList(parts)}.`;
}

/** A list of packages with what tells them apart; sums by currency, never converted, when a total is asked for. */
export function sayPackageList(items: readonly PackageRow[], more: boolean, total: AmountField | undefined): string {
  if (items.length === 0) return 'No package fits that; I found no evidence.';
  const shown = items.slice(0, 20).map((pkg) => {
    const parts = [
      labelOfStatus(pkg.status),
      pkg.vendor,
      pkg.buyer?.name,
      total ? sayValue(total, pkg[total], pkg.currency) : pkg.deliveryDate && `delivery ${sayDate(pkg.deliveryDate)}`,
    ];
    return `${pkg.code} ${pkg.title} — ${parts.filter(Boolean).join(', ')}`;
  });
  const rest = items.length > shown.length ? [`and ${items.length - shown.length} more`] : [];
  const head = total
    ? `${more ? `Of the first ${items.length}: ` : ''}${sums(items, total)}`
    : `${items.length}${more ? ' or more' : ''} ${items.length === 1 ? 'package' : 'packages'}:`;
  return [head, ...shown, ...rest].join('\n');
}
