import type { Db } from '~server/db.ts';
import { countPackagesByStatus } from '~server/packages/package.queries.ts';
import { listProjectsToChoose } from '~server/projects/project-choice.queries.ts';
import { listPeopleToChoose } from '~server/users/user.queries.ts';
import { listVendorsToChoose } from '~server/vendors/vendor.queries.ts';

type Choice = { value: string; label: string };

/** What the filters of the packages table offer; null: too many to choose from, so that it is typed. */
export type PackageFilterChoices = {
  statusCounts: Record<string, number>;
  buyers: Choice[] | null;
  vendors: Choice[] | null;
  projects: Choice[] | null;
};

/** More choices than this would only make every page heavier. */
const MOST_CHOICES = 100;
const KEEP_MS = 5_000;

let known: { choices: Promise<PackageFilterChoices>; until: number } | undefined;

/** The choices, the same for everybody, up to 5 s old: none of them is worth a query on each page. */
export function packageFilterChoices(db: Db): Promise<PackageFilterChoices> {
  if (known && Date.now() < known.until) return known.choices;
  const choices = load(db);
  known = { choices, until: Date.now() + KEEP_MS };
  choices.catch(forgetPackageFilterChoices);
  return choices;
}

/** After an action of a page: the next page asks again. */
export function forgetPackageFilterChoices(): void {
  known = undefined;
}

const few = (choices: Choice[]) => (choices.length > MOST_CHOICES ? null : choices);

async function load(db: Db): Promise<PackageFilterChoices> {
  const [statusCounts, people, vendors, projects] = await Promise.all([
    countPackagesByStatus(db),
    listPeopleToChoose(db),
    listVendorsToChoose(db),
    listProjectsToChoose(db),
  ]);
  return {
    statusCounts,
    buyers: few(people.map(({ email, name }) => ({ value: email, label: name }))),
    vendors: few(vendors.map(({ name }) => ({ value: name, label: name }))),
    projects: few(projects.map(({ code, name }) => ({ value: code, label: name }))),
  };
}
