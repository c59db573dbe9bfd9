import type { PackageStatus } from '~server/packages/package-fields.schema.ts';
import { Field } from '../ui/field.tsx';
import { FilterBar } from '../ui/filter-bar.tsx';
import { Input, SearchInput } from '../ui/input.tsx';
import { Select, type SelectOption } from '../ui/select.tsx';
import { StatusFilter } from './status-filter.tsx';

interface PackageFiltersProps {
  chosen: { q?: string; status?: PackageStatus[]; buyer?: string; vendor?: string; project?: string };
  statusCounts: Readonly<Record<string, number>>;
  /** Null: too many to choose from; such a filter is typed. */
  buyers: SelectOption[] | null;
  vendors: SelectOption[] | null;
  projects: SelectOption[] | null;
  /** "24 packages". */
  count: string;
}

/** The filters of the packages table, in the address. */
export function PackageFilters({ chosen, statusCounts, buyers, vendors, projects, count }: PackageFiltersProps) {
  return (
    <FilterBar keep={['sort', 'limit']} end={<span className="num">{count}</span>}>
      <Field label="Search packages" name="q" hideLabel className="min-w-0 sm:w-60">
        <SearchInput defaultValue={chosen.q} placeholder="Code, title, PO, WBS or vendor" maxLength={200} />
      </Field>
      <StatusFilter chosen={chosen.status ?? []} counts={statusCounts} />
      <ChoiceFilter label="Buyer" name="buyer" any="Any buyer" options={buyers} chosen={chosen.buyer} />
      <ChoiceFilter label="Vendor" name="vendor" any="Any vendor" options={vendors} chosen={chosen.vendor} />
      {!projects || projects.length > 1 ? (
        <ChoiceFilter label="Project" name="project" any="Any project" options={projects} chosen={chosen.project} />
      ) : null}
    </FilterBar>
  );
}

interface ChoiceFilterProps {
  label: string;
  name: string;
  any: string;
  options: SelectOption[] | null;
  chosen?: string;
}

function ChoiceFilter({ label, name, any, options, chosen = '' }: ChoiceFilterProps) {
  if (!options) {
    return (
      <Field label={label} name={name} hideLabel className="min-w-0 sm:w-40">
        <Input defaultValue={chosen} placeholder={any} />
      </Field>
    );
  }
  const known = !chosen || options.some((option) => option.value === chosen);
  return (
    <Field label={label} name={name} hideLabel className="min-w-0 sm:w-40">
      <Select
        placeholder={any}
        options={known ? options : [...options, { value: chosen, label: chosen }]}
        defaultValue={chosen}
      />
    </Field>
  );
}
