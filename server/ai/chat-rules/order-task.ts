import { foldText } from '../rules/fold-text.ts';
import type { PackageIndex } from '../rules/title-words.ts';
import type { ChatContext, Intent } from './intent.ts';
import type { NamedPackages } from './name-packages.ts';
import { onePackage } from './one-package.ts';
import { readTask } from './read-task.ts';

/** The task that a sentence orders, or what has to be asked first; refused to who may not write tasks. */
export function orderTask(text: string, named: NamedPackages, context: ChatContext, index: PackageIndex): Intent {
  if (!context.user.mayWriteTasks)
    return {
      kind: 'refuse',
      why: 'You do not have permission to create tasks: your role or token is read-only.',
      about: named.codes,
    };
  const read = readTask(text, context);
  if (read.level.length > 0)
    return { kind: 'clarify', ask: `Who shall do it: ${read.level.join(' or ')}?`, candidates: [] };
  if (read.unknownPerson && !named.vendors.some((vendor) => foldText(vendor).includes(foldText(read.unknownPerson!))))
    return {
      kind: 'clarify',
      ask: `I know nobody of ours called ${read.unknownPerson}. Who shall do it?`,
      candidates: [],
    };
  if (read.title.length < 3)
    return {
      kind: 'clarify',
      ask: 'What shall the task say, for which package, and by when?',
      candidates: named.codes,
    };
  const one = onePackage(
    named.codes.length > 1 && named.by !== 'code' ? { ...named, codes: [], candidates: named.codes } : named,
    context,
    index,
    'create a task',
  );
  if ('ask' in one) return one.ask;
  if (read.due === null && read.reminder)
    return {
      kind: 'clarify',
      ask: `When shall I remind you of “${read.title}” (${one.code})? Give a date.`,
      candidates: [one.code],
    };
  if (read.due !== null && read.due < context.today)
    return { kind: 'clarify', ask: `${read.due} is past. Which due date shall the task have?`, candidates: [one.code] };
  return {
    kind: 'create_task',
    args: { title: read.title, package: one.code, assignee: read.assignee, due: read.due },
  };
}
