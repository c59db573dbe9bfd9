// The licences of all packages in package-lock.json: which are allowed, and docs/licences.md, written by `npm run generate`.

type LockEntry = { license?: string; dev?: boolean; optionalDependencies?: Record<string, string> };
export type Lock = { packages: Record<string, LockEntry> };
export type Licensed = { name: string; licence: string; dev: boolean };

/** Ask for no more than their text beside the copy: fit to be shipped. */
const SHIPPED = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'MIT-0', 'OFL-1.1', 'Unlicense'];
/** Besides, for what only builds and tests: nothing of it leaves this machine. */
const DEVELOPMENT = ['BlueOak-1.0.0', 'CC-BY-3.0', 'CC-BY-4.0', 'CC0-1.0', 'MPL-2.0', 'Python-2.0', 'Zlib'];
/** Allowed by name alone, with why. */
export const BY_NAME: { name: RegExp; licence: string; why: string }[] = [
  {
    name: /^@sentry\/cli(-.+)?$/,
    licence: 'FSL-1.1-MIT',
    why: 'a program that `npm run sourcemaps` calls; removed from the image, and only competing with Sentry is forbidden',
  },
  {
    name: /^(eval|format|require-like)$/,
    licence: 'unknown',
    why: 'packages of the build whose package.json names none; MIT by their own licence or readme',
  },
];

const nameOf = (place: string) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Every package of the lock file, once for each licence. A platform's build without one has that of its parent. */
export function licencesOf({ packages }: Lock): Licensed[] {
  const ofParent = new Map<string, string | undefined>();
  for (const { license, optionalDependencies } of Object.values(packages))
    for (const name of Object.keys(optionalDependencies ?? {})) ofParent.set(name, license);
  const found = new Map<string, Licensed>();
  for (const [place, { license, dev = false }] of Object.entries(packages)) {
    if (place === '') continue;
    const name = nameOf(place);
    const licence = license ?? ofParent.get(name) ?? 'unknown';
    const key = `${name} ${licence}`;
    found.set(key, { name, licence, dev: dev && (found.get(key)?.dev ?? true) });
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'en'));
}

/** Whether an SPDX expression without nested parentheses is met by these licences: any of OR, all of AND. */
function isMet(expression: string, allowed: readonly string[]): boolean {
  const text = expression.replaceAll(/^\(|\)$/g, '');
  return text.split(' OR ').some((all) => all.split(' AND ').every((one) => allowed.includes(one.trim())));
}

/** Null when a package may be used, else why not. */
export function licenceProblem({ name, licence, dev }: Licensed): string | null {
  if (BY_NAME.some((one) => one.name.test(name) && one.licence === licence)) return null;
  if (isMet(licence, dev ? [...SHIPPED, ...DEVELOPMENT] : SHIPPED)) return null;
  return `${name} is under ${licence}, which is not allowed ${dev ? 'at all' : 'in what is shipped'}.`;
}

function table(rows: Licensed[]): string {
  const lines = [...new Set(rows.map(({ licence }) => licence))]
    .sort((a, b) => a.localeCompare(b, 'en'))
    .map((licence) => {
      const all = rows.filter((row) => row.licence === licence).map(({ name }) => name);
      return `| ${licence} | ${all.length} | ${all.map((name) => `\`${name}\``).join(', ')} |`;
    });
  return ['| licence | packages | which |', '| --- | --- | --- |', ...lines].join('\n');
}

/** docs/licences.md. */
export function licencesMarkdown(lock: Lock): string {
  const all = licencesOf(lock);
  const exceptions = BY_NAME.map(({ name, licence, why }) => `- ${licence}, \`${name.source}\`: ${why}.`);
  return `# Licences of the packages

Generated from \`package-lock.json\` by \`npm run generate\`; do not edit. Which licences are allowed stands in
\`scripts/licences.mts\`, and a test refuses any other. What the image holds, with versions: \`npm run sbom\`.

Allowed in what is shipped: ${SHIPPED.join(', ')}. Only for building and testing: ${DEVELOPMENT.join(', ')}. By name:

${exceptions.join('\n')}

## Shipped

${table(all.filter(({ dev }) => !dev))}

## For building and testing

${table(all.filter(({ dev }) => dev))}
`;
}
