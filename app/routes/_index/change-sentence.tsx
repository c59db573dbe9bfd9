import type { ReactNode } from 'react';
import { TextLink } from '~/components/ui/text-link.tsx';
import type { RecentChange } from '~server/audit/recent-changes-page.queries.ts';
import { fieldsPhrase, patchValues, taskVerb } from './change-words.ts';

/** Who did what to which package, in one sentence with links to both. */
export function ChangeSentence({ change, self }: { change: RecentChange; self: boolean }) {
  const who = <b className="font-medium">{self ? 'You' : change.actorName}</b>;
  const pkg = change.package ? <PackageLink code={change.package} title={change.packageTitle} /> : null;
  const { entityCode: code } = change;
  switch (change.eventType) {
    case 'package_created':
      return (
        <>
          {who} created {pkg}
        </>
      );
    case 'package_patched':
      return (
        <>
          {who} changed {fieldsPhrase(change.after)} of {pkg}
        </>
      );
    case 'approval_created':
      return (
        <>
          {who} proposed {fieldsPhrase(patchValues(change.after), change.after?.vendor)}
          <On pkg={pkg} /> <ApprovalLink code={code} />
        </>
      );
    case 'approval_decided':
      return (
        <>
          {who} {change.after?.decision === 'reject' ? 'rejected' : 'approved'} <ApprovalLink code={code} />
          <On pkg={pkg} />
        </>
      );
    case 'approval_withdrawn':
      return (
        <>
          {who} withdrew <ApprovalLink code={code} />
          <On pkg={pkg} />
        </>
      );
    case 'approval_superseded':
      return (
        <>
          <ApprovalLink code={code} />
          <On pkg={pkg} /> no longer fits: the package changed meanwhile
        </>
      );
    case 'approval_apply_failed':
      return (
        <>
          <ApprovalLink code={code} />
          <On pkg={pkg} /> was approved but could not be applied
        </>
      );
    case 'approval_expired':
      return (
        <>
          <ApprovalLink code={code} />
          <On pkg={pkg} /> expired without a decision
        </>
      );
    case 'task_created':
      return (
        <>
          {who} added the task <TaskLink change={change} />
          <On pkg={pkg} />
        </>
      );
    case 'task_updated':
      return (
        <>
          {who} {taskVerb(change)} the task <TaskLink change={change} />
          <On pkg={pkg} />
        </>
      );
    case 'task_completed':
      return (
        <>
          {who} finished the task <TaskLink change={change} />
          <On pkg={pkg} />
        </>
      );
    case 'task_escalated':
      return (
        <>
          The task <TaskLink change={change} />
          <On pkg={pkg} /> became overdue
        </>
      );
    case 'email_filed':
      return (
        <>
          {who} filed <TextLink to={`/mail/${change.entityId}`}>a message</TextLink>
          {pkg ? <> under {pkg}</> : null}
        </>
      );
    case 'email_sent':
      return (
        <>
          {who} answered <TextLink to={`/mail/${change.entityId}`}>a message</TextLink>
          {pkg ? <> of {pkg}</> : null}
        </>
      );
    case 'comment_added':
      return (
        <>
          {who} commented on {change.entityType === 'package' ? pkg : null}
          {change.entityType === 'task' ? <TaskLink change={change} /> : null}
          {change.entityType === 'approval' ? <ApprovalLink code={code} /> : null}
        </>
      );
    case 'vendor_created':
      return (
        <>
          {who} added the vendor {code}
        </>
      );
    case 'vendor_patched':
      return (
        <>
          {who} changed the mail domains of {code}
        </>
      );
    default:
      return (
        <>
          {who} changed {pkg ?? code ?? 'something'}
        </>
      );
  }
}

function On({ pkg }: { pkg: ReactNode }) {
  return pkg ? <> on {pkg}</> : null;
}

function PackageLink({ code, title }: { code: string; title: string | null }) {
  return (
    <>
      <TextLink plain to={`/packages/${code}`} className="font-mono text-sm whitespace-nowrap">
        {code}
      </TextLink>
      {title ? <span className="text-muted"> {title}</span> : null}
    </>
  );
}

function ApprovalLink({ code }: { code: string | null }) {
  if (!code) return null;
  return (
    <TextLink plain to={`/approvals/${code}`} className="font-mono text-sm whitespace-nowrap">
      {code}
    </TextLink>
  );
}

function TaskLink({ change }: { change: RecentChange }) {
  const title = change.after?.title;
  return (
    <TextLink to={`/tasks/${change.entityCode ?? ''}`}>
      {typeof title === 'string' ? title : change.entityCode}
    </TextLink>
  );
}
