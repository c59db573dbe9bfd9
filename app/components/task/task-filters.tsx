import { Field } from '~/components/ui/field.tsx';
import { FilterBar } from '~/components/ui/filter-bar.tsx';
import { SearchInput } from '~/components/ui/input.tsx';
import { PackageInput } from '~/components/package/package-input.tsx';
import { Select } from '~/components/ui/select.tsx';
import type { PackageChoice } from '~server/packages/package-choice-page.queries.ts';
import { STATUS_OPTIONS } from './task-words.ts';

interface TaskFiltersProps {
  tab: string;
  given: Record<string, string>;
  people: { email: string; name: string }[];
  packages: PackageChoice[];
}

/** Filters of the task table, in the address. */
export function TaskFilters({ tab, given, people, packages }: TaskFiltersProps) {
  return (
    <FilterBar keep={['tab', 'sort']}>
      <Field label="Search" name="q" hideLabel>
        <SearchInput placeholder="Title or code" defaultValue={given.q ?? ''} />
      </Field>
      <Field label="Package" name="package" hideLabel className="w-36">
        <PackageInput choices={packages} placeholder="Any package" defaultValue={given.package ?? ''} />
      </Field>
      {tab === 'mine' ? null : (
        <Field label="Assignee" name="assignee" hideLabel>
          <Select
            placeholder="Anybody"
            options={people.map(({ email, name }) => ({ value: email, label: name }))}
            defaultValue={given.assignee ?? ''}
          />
        </Field>
      )}
      {tab === 'overdue' ? null : (
        <Field label="Status" name="status" hideLabel>
          <Select placeholder="All open" options={STATUS_OPTIONS} defaultValue={given.status ?? ''} />
        </Field>
      )}
    </FilterBar>
  );
}
