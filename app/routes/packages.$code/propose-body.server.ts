import { DomainError } from '~server/errors.ts';
import { isPackageField, PACKAGE_FIELDS, type CustomValue } from '~server/packages/package-fields.schema.ts';
import { type ProposeValues, touchedCustom, touchedValues } from '../../components/package/propose-values.ts';
import type { FormValues } from '../../http/page.server.ts';
import { orNull } from '../../http/typed-values.server.ts';
import { plainAmount } from '~server/money/money.policy.ts';

const textOf = (value: FormValues[string] | undefined) => (typeof value === 'string' ? value.trim() : '');

/**
 * The propose form as the body of `PATCH /api/packages/:idOrCode`: only what was touched, so that nothing is proposed
 * by having been shown. Throws `invalid` when nothing was.
 */
export function proposeBody(values: FormValues): Record<string, unknown> {
  const touched = touchedValues(values);
  const status = textOf(values.status);
  const body: Record<string, unknown> = { ...ownFields(touched), ...customFields(values, touched) };
  if (status) body.status = status;
  if (status && textOf(values.effectiveDate)) body.effectiveDate = textOf(values.effectiveDate);
  if (status === 'cancelled' && textOf(values.finalAmount))
    body.contractAmount = plainAmount(textOf(values.finalAmount));
  // Amounts are never converted: with another currency they are stated anew, changed or not.
  if (body.currency) {
    for (const field of ['budgetAmount', 'contractAmount']) {
      if (textOf(values[field])) body[field] ??= plainAmount(textOf(values[field]));
    }
  }
  if (Object.keys(body).length === 0)
    throw new DomainError('invalid', 'Nothing was changed yet: choose a new status or change a field.');
  const version = Number(values.version);
  return {
    ...body,
    ...(textOf(values.reason) ? { reason: textOf(values.reason) } : {}),
    ...(textOf(values.quote) ? { evidence: [textOf(values.quote)] } : {}),
    ...(Number.isInteger(version) && version > 0 ? { expectedVersion: version } : {}),
  };
}

function ownFields(touched: ProposeValues): Record<string, string | null> {
  const own: Record<string, string | null> = {};
  for (const [field, text] of Object.entries(touched)) {
    if (!isPackageField(field)) continue;
    own[field] = PACKAGE_FIELDS[field].nullable ? orNull(text) : text;
  }
  return own;
}

function customFields(values: FormValues, touched: ProposeValues): { customFields?: Record<string, CustomValue> } {
  const custom: [string, CustomValue][] = touchedCustom(touched).map(([name, text]) => [name, orNull(text)]);
  const added = textOf(values.newCustomName);
  if (added) custom.push([added, textOf(values.newCustomValue)]);
  return custom.length > 0 ? { customFields: Object.fromEntries(custom) } : {};
}
