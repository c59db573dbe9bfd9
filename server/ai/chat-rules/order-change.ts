import { PACKAGE_FIELDS, type PackageField } from '../../packages/package-fields.schema.ts';
import type { PackageIndex } from '../rules/title-words.ts';
import type { ChatContext, Intent } from './intent.ts';
import { namePackages } from './name-packages.ts';
import { onePackage } from './one-package.ts';
import { readChange } from './read-change.ts';
import { splitReason } from './strip-lead.ts';

const label = (field: PackageField) => PACKAGE_FIELDS[field].label.toLowerCase();

/** Cuts "to Voltara" off an award, so that the buyer-to-be does not name the package. */
function withoutValue(text: string): string {
  return text
    .replace(/\b(award\w*\b.*?)\s+to\s+(?=[\p{L}]).*$/iu, (whole, before: string) =>
      before.length > 6 && /[\p{L}\p{N}]{3}/u.test(before.slice(6)) ? before : whole,
    )
    .replace(/\b((?:vendor|supplier|contractor)\b.*?)\s+(?:to|with|as)\s+.*$/iu, '$1')
    .replace(/\b(rename\b.*?|(?:title|name)\b.*?)\s+(?:to|as)\s+.*$/iu, '$1');
}

/** The proposal that a sentence orders, or what has to be asked first; refused to who may not propose. */
export function orderChange(text: string, context: ChatContext, index: PackageIndex): Intent {
  const { text: order, reason } = splitReason(text);
  const cut = namePackages(withoutValue(order), index);
  const named = cut.codes.length + cut.candidates.length + cut.unknown.length > 0 ? cut : namePackages(order, index);
  if (!context.user.mayPropose)
    return {
      kind: 'refuse',
      why: 'You do not have permission to propose changes: your role or token is read-only.',
      about: named.codes,
    };
  const one = onePackage(named, context, index, 'propose changes');
  if ('ask' in one) {
    const { changes, missing } = readChange(order, null, context, index);
    const said =
      changes.length > 0 || missing.length === 0 ? '' : ` And what should its ${missing.map(label).join(' and ')} be?`;
    return one.ask.kind === 'clarify' ? { ...one.ask, ask: one.ask.ask + said } : one.ask;
  }
  const pkg = index.byCode.get(one.code)!;
  const read = readChange(order, pkg, context, index);
  if (read.ask) return { kind: 'clarify', ask: read.ask, candidates: [one.code] };
  if (read.missing.length > 0)
    return {
      kind: 'clarify',
      ask: `What should the ${read.missing.map(label).join(' and ')} of ${one.code} be?`,
      candidates: [one.code],
    };
  if (read.changes.length === 0)
    return {
      kind: 'clarify',
      ask: `What of ${one.code} ${pkg.title} shall change, and to what value?`,
      candidates: [one.code],
      unclear: true,
    };
  return {
    kind: 'propose_change',
    package: one.code,
    changes: read.changes,
    reason: reason ?? '',
    effectiveDate: read.effectiveDate,
  };
}
