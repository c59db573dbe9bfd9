import type { ReactNode } from 'react';
import { TextLink } from '~/components/ui/text-link.tsx';
import type { Tone } from '~/components/ui/tone.ts';
import type { RecentChange } from '~server/audit/recent-changes-page.queries.ts';
import { fieldLabel, isPackageField, type PackageStatus } from '~server/packages/package-fields.schema.ts';
import { labelOfStatus } from '~server/packages/package.policy.ts';

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
          {who} changed {fieldsOf(change.after)} of {pkg}
        </>
      );
    case 'approval_created':
      return (
        <>
          {who} proposed {fieldsOf(patchOf(change.after))}
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
    case 'task_escalated':
      return (
        <>
          The task <TaskLink change={change} />
          <On pkg={pkg} /> became overdue
        </>
      );
    case 'email_ingested':
      return (
        <>
          <TextLink to={`/mail/${change.entityId}`}>A message</TextLink> arrived
          {pkg ? <> for {pkg}</> : ' and waits in triage'}
        </>
      );
    case 'email_filed':
      return (
        <>
          {who} filed <TextLink to={`/mail/${change.entityId}`}>a message</TextLink>
          {pkg ? <> under {pkg}</> : null}
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

/** The colour of its dot. */
export function toneOf(change: RecentChange): Tone {
  if (change.eventType === 'task_escalated' || change.eventType === 'approval_apply_failed') return 'bad';
  if (change.eventType === 'approval_created') return 'warn';
  if (change.eventType === 'approval_decided') return change.after?.decision === 'reject' ? 'bad' : 'ok';
  return change.eventType === 'package_patched' ? 'ok' : 'neutral';
}

function On({ pkg }: { pkg: ReactNode }) {
  return pkg ? <> on {pkg}</> : null;
}

function PackageLink({ code, title }: { code: string; title: string | null }) {
  return (
    <>
      <TextLink plain to={`/packages/${code}`} className="font-mono text-sm">
        {code}
      </TextLink>
      {title ? <span className="text-muted"> {title}</span> : null}
    </>
  );
}

function ApprovalLink({ code }: { code: string | null }) {
  if (!code) return null;
  return (
    <TextLink plain to={`/approvals/${code}`} className="font-mono text-sm">
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

function taskVerb({ before, after }: RecentChange): string {
  const status = before && after && before.status !== after.status ? after.status : undefined;
  if (status === 'done') return 'finished';
  if (status === 'cancelled') return 'cancelled';
  if (status === 'blocked') return 'marked as blocked';
  if (status === 'in_progress') return 'started';
  if (status === 'open') return 'reopened';
  return after && 'dueDate' in after ? 'moved the date of' : 'changed';
}

function patchOf(after: RecentChange['after']): Record<string, unknown> {
  const patch = after?.patch;
  if (!patch || typeof patch !== 'object') return {};
  return Object.fromEntries(
    Object.entries(patch as Record<string, { to?: unknown }>).map(([field, side]) => [field, side?.to]),
  );
}

/** "the status to Awarded and the vendor"; three fields at most by name. */
function fieldsOf(values: Record<string, unknown> | null): string {
  const names = Object.entries(values ?? {}).map(([field, to]) => {
    if (field === 'domains') return 'its mail domains';
    const label = isPackageField(field) ? fieldLabel(field).toLowerCase().replace(/^po /, 'PO ') : field;
    return field === 'status' && typeof to === 'string'
      ? `the status to ${labelOfStatus(to as PackageStatus)}`
      : `the ${label}`;
  });
  if (names.length === 0) return 'something';
  const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more fields`] : names;
  return shown.length === 1 ? shown[0]! : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
