import type { ReadPatch, ReadTask, Understanding } from '../rules/understanding.ts';
import type { ReplayDifference } from './replay.schema.ts';

type Reading = Pick<Understanding, 'packages' | 'tasks' | 'patches'>;

const taskText = ({ title, due, assignee, package: pkg }: ReadTask) =>
  [title, due ? `due ${due}` : 'no date', assignee ?? 'nobody', ...(pkg ? [pkg] : [])].join(' · ');
const patchText = ({ package: pkg, field, value }: ReadPatch) => `${pkg} ${field} → ${value}`;

/** Two tasks are the same request when their quotes overlap. */
const overlaps = (a: ReadTask, b: ReadTask) => a.start < b.end && b.start < a.end;

function pair<T>(before: readonly T[], after: readonly T[], same: (a: T, b: T) => boolean, text: (one: T) => string) {
  const left = [...after];
  const removed: string[] = [];
  const changed: { from: string; to: string }[] = [];
  for (const one of before) {
    const exact = left.findIndex((other) => text(other) === text(one));
    const at = exact >= 0 ? exact : left.findIndex((other) => same(one, other));
    const [other] = at < 0 ? [] : left.splice(at, 1);
    if (!other) removed.push(text(one));
    else if (text(other) !== text(one)) changed.push({ from: text(one), to: text(other) });
  }
  return { added: left.map(text), removed, changed };
}

/** What another reader links, asks and changes otherwise in one message. Pure. */
export function compareReadings(before: Reading, after: Reading): ReplayDifference {
  const own = (text: string) => text;
  return {
    packages: pair(before.packages, after.packages, (a, b) => a === b, own),
    tasks: pair(before.tasks, after.tasks, overlaps, taskText),
    patches: pair(before.patches, after.patches, (a, b) => a.package === b.package && a.field === b.field, patchText),
  };
}

/** Whether anything differs. */
export function differs(difference: ReplayDifference): boolean {
  return Object.values(difference).some(
    ({ added, removed, changed }) => added.length + removed.length + changed.length > 0,
  );
}
