import { DateInput, Input, MoneyInput } from '~/components/ui/input.tsx';
import { Select } from '~/components/ui/select.tsx';
import { CURRENCIES } from '~server/money/currency.policy.ts';
import { isPackageField, PACKAGE_FIELDS, PACKAGE_STATUSES } from '~server/packages/package-fields.schema.ts';
import { labelOfStatus } from '~server/packages/package.policy.ts';

interface SuggestedValueInputProps {
  field: string;
  value: string;
  people: { email: string; name: string }[];
  currency: string | undefined;
}

/** The control that edits a suggested value, by the kind of its field. Inside a Field. */
export function SuggestedValueInput({ field, value, people, currency }: SuggestedValueInputProps) {
  const kind = isPackageField(field) ? PACKAGE_FIELDS[field].kind : 'text';
  if (kind === 'date') return <DateInput defaultValue={value} />;
  if (kind === 'money') return <MoneyInput currency={currency} defaultValue={value} />;
  const options =
    field === 'status'
      ? PACKAGE_STATUSES.map((status) => ({ value: status, label: labelOfStatus(status) }))
      : kind === 'user'
        ? people.map(({ email, name }) => ({ value: email, label: name }))
        : field === 'currency'
          ? CURRENCIES.map((code) => ({ value: code, label: code }))
          : null;
  if (!options) return <Input defaultValue={value} maxLength={400} autoComplete="off" />;
  const known = options.some((option) => option.value === value);
  return <Select options={known ? options : [...options, { value, label: value }]} defaultValue={value} />;
}
