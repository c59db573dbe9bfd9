import type { ReactNode } from 'react';
import type { ApprovalSubject } from '~server/approvals/approval-page.queries.ts';
import type { EventJson } from '~server/audit/event.schema.ts';
import type { TaskName } from '~server/tasks/tasks-by-id-page.queries.ts';
import { type Patch, patchPhrase } from '../approval/patch-rows.ts';
import { TextLink } from '../ui/text-link.tsx';
import type { Tone } from '../ui/tone.ts';
import { MailSentence } from './mail-sentence.tsx';
import type { PackageView } from './package-view.ts';

interface EventSentenceProps {
  event: EventJson;
  pkg: PackageView;
  /** What the approvals among the events are about, by id. */
  subjects: Readonly<Record<string, ApprovalSubject>>;
  /** The tasks among the events, by id. */
  tasks: Readonly<Record<string, TaskName>>;
}

/** One event as a sentence: who did what. */
export function EventSentence({ event, pkg, subjects, tasks }: EventSentenceProps): ReactNode {
  const who = actorName(event);
  const after = event.after ?? {};
  const approval = subjects[event.entityId];
  const change = approval ? patchPhrase(approval.patch, pkg) : 'a change';
  const link = approval ? (
    <>
      {' '}
      <TextLink plain to={`/approvals/${approval.code}`} className="font-mono text-sm whitespace-nowrap">
        {approval.code}
      </TextLink>
    </>
  ) : null;
  switch (event.eventType) {
    case 'package_created':
      return <>{who} created the package</>;
    case 'package_patched':
      return <>Changed: {patchPhrase(pairsOf(event), pkg, 2)}</>;
    case 'approval_created':
      return (
        <>
          {who} proposed {patchPhrase((after.patch as Patch | undefined) ?? approval?.patch ?? {}, pkg)}
          {link}
        </>
      );
    case 'approval_decided':
      return (
        <>
          {decision(who, event)} {change}
          {progress(after)}
          {link}
        </>
      );
    case 'approval_edited':
      return (
        <>
          {who} edited the request {change}
          {link}
        </>
      );
    case 'approval_withdrawn':
      return (
        <>
          {who} withdrew {change}
          {link}
        </>
      );
    case 'approval_superseded':
      return (
        <>
          {change} was superseded: the package changed meanwhile{link}
        </>
      );
    case 'approval_apply_failed':
      return (
        <>
          {change} could not be applied{link}
        </>
      );
    case 'approval_expired':
      return (
        <>
          {change} expired without a decision{link}
        </>
      );
    default:
      return <OtherSentence event={event} who={who} task={tasks[event.entityId]} approval={link} />;
  }
}

interface OtherSentenceProps {
  event: EventJson;
  who: string;
  task: TaskName | undefined;
  approval: ReactNode;
}

function OtherSentence({ event, who, task: named, approval }: OtherSentenceProps) {
  if (event.eventType.startsWith('email_')) return <MailSentence event={event} who={who} />;
  const after = event.after ?? {};
  const task = named ? <TextLink to={`/tasks/${named.code}`}>{named.title}</TextLink> : '';
  const message = <TextLink to={`/mail/${event.entityId}`}>message</TextLink>;
  switch (event.eventType) {
    case 'task_created':
      return (
        <>
          {who} added the task {task}
        </>
      );
    case 'task_updated':
      return (
        <>
          {who} changed the task {task}
        </>
      );
    case 'task_completed':
      return (
        <>
          {who} finished the task {task}
        </>
      );
    case 'task_escalated':
      return <>The task {task} became overdue</>;
    case 'comment_added':
    case 'comment_edited':
    case 'comment_deleted':
      return (
        <>
          {who} {COMMENT_VERBS[event.eventType]}
          {event.entityType === 'task' ? <> on the task {task}</> : null}
          {event.entityType === 'approval' ? <> on {approval ?? 'an approval'}</> : null}
          {typeof after.text === 'string' ? <>: “{shortened(after.text)}”</> : null}
        </>
      );
    case 'suggestion_accepted':
    case 'suggestion_dismissed':
      return (
        <>
          {who} {event.eventType === 'suggestion_accepted' ? 'accepted' : 'dismissed'} what a {message} suggests
        </>
      );
    default:
      return (
        <>
          {who}: {event.eventType.replaceAll('_', ' ')}
        </>
      );
  }
}

const COMMENT_VERBS: Record<string, string> = {
  comment_added: 'commented',
  comment_edited: 'rewrote a comment',
  comment_deleted: 'deleted a comment',
};

const shortened = (text: string) => (text.length > 120 ? `${text.slice(0, 119).trimEnd()}…` : text);

function actorName({ actor }: EventJson): string {
  return typeof actor.name === 'string' && actor.kind !== 'system' ? actor.name : 'PMIS';
}

function decision(who: string, event: EventJson): string {
  if (event.actor.kind === 'system') return 'Applied at once:';
  return `${who} ${event.after?.decision === 'reject' ? 'rejected' : 'approved'}`;
}

function progress(after: Record<string, unknown>): string {
  return after.status === 'pending' && after.required
    ? ` (${String(after.decisions)} of ${String(after.required)})`
    : '';
}

/** Before and after of a `package_patched` as a patch. */
export function pairsOf({ before, after }: Pick<EventJson, 'before' | 'after'>): Patch {
  const fields = Object.keys({ ...before, ...after });
  return Object.fromEntries(fields.map((field) => [field, { from: before?.[field], to: after?.[field] }]));
}

/** The colour of an event's dot. */
export function eventTone({ eventType, after }: EventJson): Tone {
  if (eventType === 'task_escalated' || eventType === 'approval_apply_failed') return 'bad';
  if (eventType === 'approval_created') return 'warn';
  if (eventType === 'approval_decided') return after?.decision === 'reject' ? 'bad' : 'ok';
  return eventType === 'package_patched' ? 'ai' : 'neutral';
}
