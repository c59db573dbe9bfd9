import { touchedCustom, touchedValues } from '../../components/package/propose-values.ts';
import type { FormValues } from '../../http/page.server.ts';
import { orNull } from '../../http/typed-values.server.ts';
import { isPackageField, PACKAGE_FIELDS, type PackageField } from '~server/packages/package-fields.schema.ts';

/**
 * The edit form as the body of `PATCH /api/approvals/:idOrCode`: the fields of the patch that are no longer ticked,
 * the values that were changed, and the reason and effective date.
 */
export function editBody(values: FormValues, fields: readonly string[]): Record<string, unknown> {
  const kept = new Set([values.keep ?? []].flat());
  const { reason, ...touched } = touchedValues(values);
  const own = Object.entries(touched).flatMap(([field, text]): [PackageField, string | null][] => {
    if (!isPackageField(field) || !kept.has(field)) return [];
    return [[field, PACKAGE_FIELDS[field].nullable ? orNull(text) : text]];
  });
  const custom = kept.has('customFields') ? touchedCustom(touched).map(([name, text]) => [name, orNull(text)]) : [];
  const patch = {
    ...Object.fromEntries(own),
    ...(custom.length > 0 ? { customFields: Object.fromEntries(custom) } : {}),
  };
  const remove = fields.filter((field) => !kept.has(field));
  const effectiveDate =
    kept.has('status') && typeof values.effectiveDate === 'string' ? values.effectiveDate.trim() : '';
  return {
    ...(Object.keys(patch).length > 0 ? { patch } : {}),
    ...(remove.length > 0 ? { remove } : {}),
    ...(reason !== undefined ? { reason } : {}),
    ...(effectiveDate ? { effectiveDate } : {}),
    expectedVersion: Number(values.version),
  };
}
