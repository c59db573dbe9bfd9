import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>;

/** The packages of a chapter's table, with their reasons. */
function named(chapter: string): Map<string, string> {
  const [, text = ''] = new RegExp(`\n## ${chapter}\n([\\s\\S]*?)(?=\n## |$(?![\\s\\S]))`).exec(
    read('docs/dependencies.md'),
  )!;
  const rows = [...text.matchAll(/^\| (`[^|]+?) +\| ([^|]+?) +\|/gm)];
  return new Map(rows.flatMap(([, names, why]) => [...names!.matchAll(/`([^`]+)`/g)].map(([, one]) => [one!, why!])));
}

it.each([
  ['What is shipped', dependencies!],
  ['What builds and tests', devDependencies!],
])('docs/dependencies.md, %s: every package of package.json with a reason, and no other', (chapter, wanted) => {
  const reasons = named(chapter);
  expect([...reasons.keys()].sort()).toEqual(Object.keys(wanted).sort());
  for (const [name, why] of reasons) expect(why.length, name).toBeGreaterThan(20);
});
