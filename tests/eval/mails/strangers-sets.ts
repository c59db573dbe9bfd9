import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Expected } from './own-mail.ts';

const day = z.string().nullable();
const task = z.looseObject({
  title: z.string(),
  due: day,
  dueAlt: z.array(day),
  assignee: z.string().nullable(),
  evidence: z.string(),
  optional: z.boolean(),
});
const patch = z.looseObject({
  package: z.string(),
  field: z.string(),
  value: z.union([z.string(), z.number()]),
  optional: z.boolean(),
});
const label = z.looseObject({
  id: z.string(),
  file: z.string(),
  packages: z.array(z.string()),
  packagesOptional: z.array(z.string()),
  tasks: z.array(task),
  patches: z.array(patch),
  flags: z.array(z.string()),
  forbid: z.object({ tasks: z.array(z.string()).optional(), anyPatch: z.boolean().optional() }),
});

/** Sets in the form of the developer set, written by somebody who had not seen the rules. */
export const STRANGERS_SETS = ['nine', 'ten'] as const;
export type StrangersSet = (typeof STRANGERS_SETS)[number];

/** The folder of a set: emails/, labels.json, texts.json, queries.json. */
export const folderOfSet = (set: StrangersSet) => new URL(`../sets/${set}/`, import.meta.url);

function expectedOf({ packages, packagesOptional, tasks, patches, flags, forbid }: z.infer<typeof label>): Expected {
  const tasksOf = (optional: boolean) =>
    tasks
      .filter((one) => one.optional === optional)
      .map((one): NonNullable<Expected['tasks']>[number] => [
        one.evidence,
        [one.due, ...one.dueAlt],
        one.assignee,
        one.title,
      ]);
  const patchesOf = (optional: boolean) =>
    patches
      .filter((one) => one.optional === optional)
      .map((one): NonNullable<Expected['patches']>[number] => [one.package, one.field, one.value]);
  const said = <T>(list: T[]) => (list.length > 0 ? list : undefined);
  return Object.fromEntries(
    Object.entries({
      packages,
      packagesOptional,
      tasks: said(tasksOf(false)),
      optionalTasks: said(tasksOf(true)),
      patches: said(patchesOf(false)),
      optionalPatches: said(patchesOf(true)),
      flags,
      never: forbid.tasks,
      anyPatchForbidden: forbid.anyPatch,
    }).filter(([, value]) => value !== undefined),
  );
}

/** The mails of a set with their bytes, what they should be read as, and the label as the scorer takes it. */
export function mailsOfSet(set: StrangersSet) {
  const folder = folderOfSet(set);
  const { labels } = z
    .object({ labels: z.array(label) })
    .parse(JSON.parse(readFileSync(new URL('labels.json', folder), 'utf8')));
  return labels.map((one) => ({
    id: one.id,
    raw: readFileSync(new URL(one.file, folder)),
    expected: expectedOf(one),
    label: one,
  }));
}
