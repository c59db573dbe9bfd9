import { plainAmount } from '~server/money/money.policy.ts';
import { isPackageField, PACKAGE_FIELD_NAMES, PACKAGE_FIELDS } from '~server/packages/package-fields.schema.ts';
import type { PackageView } from './package-view.ts';

/** The texts of a form by control: own fields by name, custom fields as `custom.NAME`. */
export type ProposeValues = Record<string, string>;

const CUSTOM = 'custom.';

/** The fields that the form shows with their present value. A status is chosen by itself. */
const PREFILLED = PACKAGE_FIELD_NAMES.filter((field) => field !== 'status' && field !== 'customFields');

/** The package as the form shows it: what has this text still on submission was not touched. */
export function proposeValuesOf(pkg: PackageView): ProposeValues {
  const own = PREFILLED.map((field) => [field, textOf(pkg[field])]);
  const custom = Object.entries(pkg.customFields).map(([name, value]) => [CUSTOM + name, String(value ?? '')]);
  return Object.fromEntries([...own, ...custom]) as ProposeValues;
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'object') return String((value as { email?: unknown }).email ?? '');
  return String(value);
}

/**
 * What was typed and differs from what the form was filled with (`was`, its JSON, comes back with the form); amounts
 * without the commas that their controls show.
 */
export function touchedValues(form: Record<string, string | string[]>): ProposeValues {
  const was = readTexts(form.was);
  const touched: ProposeValues = {};
  for (const [name, before] of Object.entries(was)) {
    const typed = form[name];
    if (typeof typed !== 'string') continue;
    const money = isPackageField(name) && PACKAGE_FIELDS[name].kind === 'money';
    const text = money ? plainAmount(typed) : normal(typed);
    if (text !== normal(before)) touched[name] = text;
  }
  return touched;
}

const normal = (text: string) => text.replace(/\r\n/g, '\n').trim();

function readTexts(json: unknown): ProposeValues {
  try {
    const value: unknown = JSON.parse(String(json ?? '{}'));
    const entries = Object.entries(Object(value)).filter((entry) => typeof entry[1] === 'string');
    return Object.fromEntries(entries) as ProposeValues;
  } catch {
    return {};
  }
}

/** The custom fields among the touched values, by name. */
export function touchedCustom(touched: ProposeValues): [name: string, text: string][] {
  return Object.entries(touched).flatMap(([name, text]) =>
    name.startsWith(CUSTOM) ? [[name.slice(CUSTOM.length), text]] : [],
  );
}

/** An earlier patch, as people read it, as values that the form opens with. */
export function valuesOfPatch(patch: Record<string, { to?: unknown }>): ProposeValues {
  const values: ProposeValues = {};
  for (const [field, { to }] of Object.entries(patch)) {
    if (field === 'customFields') {
      for (const [name, value] of Object.entries(Object(to))) values[CUSTOM + name] = String(value ?? '');
    } else if (isPackageField(field)) values[field] = textOf(to);
  }
  return values;
}
