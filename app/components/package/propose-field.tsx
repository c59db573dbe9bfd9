import { CURRENCIES } from '~server/money/currency.policy.ts';
import {
  fieldLabel,
  PACKAGE_FIELDS,
  PACKAGE_TYPES,
  type PackageField,
} from '~server/packages/package-fields.schema.ts';
import { patchLabel } from '../approval/patch-rows.ts';
import { Field } from '../ui/field.tsx';
import { DateInput, Input, MoneyInput, Textarea } from '../ui/input.tsx';
import { Select, type SelectOption } from '../ui/select.tsx';
import type { PackageView } from './package-view.ts';

/** What a form's controls choose from. */
export type ProposeChoices = { buyers: SelectOption[]; vendors: string[]; projects: SelectOption[] };

interface ProposeFieldProps {
  field: PackageField;
  pkg: Pick<PackageView, 'type' | 'planFrozen' | 'contractFrozen' | 'currency'>;
  value: string;
  choices: ProposeChoices;
  hint?: string;
  error?: string[];
}

/** One field of a package in a form, by its kind. */
export function ProposeField({ field, pkg, value, choices, hint, error }: ProposeFieldProps) {
  const { role } = PACKAGE_FIELDS[field];
  const label = role === 'plan' ? patchLabel(field, pkg) : fieldLabel(field, pkg.type);
  return (
    <Field label={label} name={field} hint={hint} error={error}>
      <Control field={field} value={value} choices={choices} currency={pkg.currency} />
    </Field>
  );
}

interface ControlProps {
  field: PackageField;
  value: string;
  choices: ProposeChoices;
  currency: string;
}

function Control({ field, value, choices, currency }: ControlProps) {
  const { kind, maxLength, nullable } = PACKAGE_FIELDS[field];
  if (kind === 'date') return <DateInput defaultValue={value} />;
  if (kind === 'money') return <MoneyInput defaultValue={value} currency={currency} />;
  if (field === 'description') return <Textarea defaultValue={value} maxLength={maxLength} rows={3} />;
  if (field === 'vendor') {
    return (
      <>
        <Input defaultValue={value} list="propose-vendors" autoComplete="off" maxLength={200} />
        <datalist id="propose-vendors">
          {choices.vendors.map((name) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </datalist>
      </>
    );
  }
  const options = optionsOf(field, value, choices);
  if (options) return <Select options={options} placeholder={nullable ? 'Nobody' : undefined} defaultValue={value} />;
  return <Input defaultValue={value} maxLength={maxLength} autoComplete="off" />;
}

function optionsOf(field: PackageField, value: string, choices: ProposeChoices): SelectOption[] | null {
  if (field === 'buyer') return withPresent(choices.buyers, value);
  if (field === 'project') return withPresent(choices.projects, value);
  if (field === 'currency') return CURRENCIES.map((code) => ({ value: code, label: code }));
  if (field === 'type')
    return PACKAGE_TYPES.map((type) => ({ value: type, label: type[0]!.toUpperCase() + type.slice(1) }));
  return null;
}

/** A present value that may no longer be chosen (somebody who left) stays one of the options. */
function withPresent(options: SelectOption[], value: string): SelectOption[] {
  const known = value === '' || options.some((option) => option.value === value);
  return known ? options : [...options, { value, label: value }];
}
