import type { ChatContext, Intent } from './intent.ts';
import type { NamedPackages } from './name-packages.ts';
import { namePeople } from './name-people.ts';
import { saysMe } from './says-me.ts';
import { spanOf } from './time-spans.ts';

/** The tasks that a question is about, by person, package, state and day. */
export function askTasks(folded: string, text: string, named: NamedPackages, context: ChatContext): Intent {
  const args: Record<string, unknown> = {};
  const code = /\bt-\d+\b/u.exec(folded)?.[0].toUpperCase();
  if (code) return { kind: 'read', tool: 'list_tasks', args: { code } };
  if (/\boverdue\b|\blate\b|\bbehind\b|\bpast due\b|\bmissed\b/u.test(folded)) args.overdue = true;
  const { people, level } = namePeople(text, context.world.people);
  if (people[0]) args.assignee = people[0].email;
  else if (level.length > 0)
    return { kind: 'clarify', ask: `Whose tasks: ${level.map(({ name }) => name).join(' or ')}?`, candidates: [] };
  else if (
    saysMe(
      folded
        .replace(/\b(?:show|give|tell|get|send) me\b|^(?:list|show|find|check|count|sum)\b.*\bfor me\b/u, ' ')
        .replace(/\b(?:can|could|may) i\b/u, ' '),
    )
  )
    args.assignee = context.user.email;
  if (named.codes[0]) args.package = named.codes[0];
  if (/\b(?:done|completed|finished|closed)\b/u.test(folded)) args.status = 'done';
  else if (/\bblocked\b/u.test(folded)) args.status = 'blocked';
  else if (/\bin progress\b/u.test(folded)) args.status = 'in_progress';
  else if (/\bcancelled\b/u.test(folded)) args.status = 'cancelled';
  else if (!/\ball\b.{0,12}\btasks?\b.{0,20}\bever\b/u.test(folded)) args.status = 'open';
  const { before, after } = spanOf(folded, context.today);
  if (before) args.dueBy = before;
  if (after && before && after > context.today) args.dueFrom = after;
  return { kind: 'read', tool: 'list_tasks', args };
}
