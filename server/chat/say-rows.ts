import type { ApprovalRow } from '../ai/tools/list-approvals.ts';
import type { FoundMail } from '../ai/tools/search-emails.ts';
import type { EventJson } from '../audit/event.schema.ts';
import { isPackageField, PACKAGE_FIELDS } from '../packages/package-fields.schema.ts';
import { sayDays } from '../dates/date.policy.ts';
import type { TaskJson } from '../tasks/task.schema.ts';
import { sayDate } from './say.ts';
import { sayValue } from './say-package.ts';

const NONE = 'I found no evidence for that.';
const MOST_SAID = 20;
const more = (count: number, open: boolean) => (count > MOST_SAID || open ? ['… and more'] : []);

/** Tasks, each with whose it is and when it is due. */
export function sayTasks(items: readonly TaskJson[], open: boolean, today: string): string {
  if (items.length === 0) return `No task fits that. ${NONE}`;
  const lines = items.slice(0, MOST_SAID).map((task) => {
    const whose = task.assignee?.name ?? (task.buyer ? `nobody yet, so ${task.buyer.name}'s` : 'nobody');
    const due = task.dueDate ? `due ${sayDate(task.dueDate)}` : 'no date';
    const late = task.overdue ? `, ${sayDays(task.daysLate ?? 0)} late` : task.dueDate === today ? ', today' : '';
    return `${task.code} ${task.title} (${task.package}) — ${whose}, ${due}${late}${task.status === 'open' ? '' : `, ${task.status.replaceAll('_', ' ')}`}`;
  });
  return [
    `${items.length}${open ? ' or more' : ''} ${items.length === 1 ? 'task' : 'tasks'}:`,
    ...lines,
    ...more(items.length, open),
  ].join('\n');
}

/** The change of an approval: "contract amount EUR 1.00 → EUR 2.00". */
export function sayPatch(patch: ApprovalRow['patch'], currency = ''): string {
  return Object.entries(patch)
    .map(([field, { from, to }]) => {
      if (!isPackageField(field)) return `${field} changed`;
      const money = PACKAGE_FIELDS[field].kind === 'money' && currency === '';
      const say = (value: unknown) =>
        (money && value !== null ? Number(value).toLocaleString('en-GB') : sayValue(field, value, currency)) ?? '—';
      return `${PACKAGE_FIELDS[field].label.toLowerCase()} ${say(from)} → ${say(to)}`;
    })
    .join(', ');
}

/** Approvals with their change, who asked, and who decides or decided. */
export function sayApprovals(items: readonly ApprovalRow[], open: boolean): string {
  if (items.length === 0) return `No approval fits that. ${NONE}`;
  const lines = items.slice(0, MOST_SAID).map((one) => {
    const decided = one.decisions.map(
      ({ by, decision, reason }) =>
        `${decision === 'approve' ? 'approved' : 'rejected'} by ${by.name}${reason ? ` (“${reason}”)` : ''}`,
    );
    const turn =
      one.status === 'pending'
        ? one.turn
          ? `waits for ${one.turn.name}`
          : (one.turnNote ?? 'waits for a decider')
        : one.status;
    return `${one.code} ${one.packageCode ?? ''}: ${sayPatch(one.patch)} — asked by ${one.requestedBy.name}, ${[turn, ...decided].join(', ')}`;
  });
  return [
    `${items.length}${open ? ' or more' : ''} ${items.length === 1 ? 'approval' : 'approvals'}:`,
    ...lines,
    ...more(items.length, open),
  ].join('\n');
}

/** What mail says, each sentence with who wrote it and when. */
export function sayMail(items: readonly FoundMail[], about: string): string {
  if (items.length === 0)
    return `I found no mail${about ? ` about ${about}` : ''} that you may read; there is no evidence to answer from.`;
  const lines = items.map(
    (mail) =>
      `${mail.from}${mail.sentAt ? `, ${sayDate(mail.sentAt)}` : ''}: “${mail.quote}” (${mail.subject || 'no subject'})`,
  );
  return [`${items.length === 1 ? 'One message says' : `${items.length} messages say`}:`, ...lines].join('\n');
}

/** Events of a package, newest first. */
export function sayEvents(items: readonly EventJson[], code: string, since: string | undefined): string {
  const span = since ? ` since ${sayDate(since)}` : '';
  if (items.length === 0) return `Nothing is recorded on ${code}${span}; there is no evidence of a change.`;
  const lines = items.slice(0, MOST_SAID).map((event) => {
    const after = event.after ?? {};
    const what = typeof after.code === 'string' ? ` ${after.code}` : '';
    const fields = Object.keys(after)
      .filter((key) => isPackageField(key) || key === 'dueDate' || key === 'decision')
      .slice(0, 5);
    const name = typeof event.actor.name === 'string' ? event.actor.name : 'PMIS';
    return `${sayDate(event.at)}: ${event.eventType.replaceAll('_', ' ')}${what} by ${name}${fields.length > 0 ? ` (${fields.join(', ')})` : ''}`;
  });
  return [`What happened on ${code}${span}:`, ...lines, ...more(items.length, false)].join('\n');
}
