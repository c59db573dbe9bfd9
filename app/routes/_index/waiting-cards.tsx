import { DueText } from '~/components/task/due-text.tsx';
import { Card } from '~/components/ui/card.tsx';
import { DateText } from '~/components/ui/date-text.tsx';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { Pill } from '~/components/ui/pill.tsx';
import { RowLink, Table, Td, Tr } from '~/components/ui/table.tsx';
import { TextLink } from '~/components/ui/text-link.tsx';
import type { approvalOutput } from '~server/approvals/approval.schema.ts';
import type { TriageItem } from '~server/emails/triage-page.queries.ts';
import { fieldLabel, isPackageField, type PackageStatus } from '~server/packages/package-fields.schema.ts';
import type { NeedyPackage } from '~server/packages/my-packages-page.queries.ts';
import { labelOfStatus } from '~server/packages/package.policy.ts';
import type { MyTask } from '~server/tasks/my-tasks-page.queries.ts';
import type { z } from 'zod';

type Approval = z.output<typeof approvalOutput>;

/** Proposals whose turn is the reader's, the oldest first. Nothing when there are none. */
export function MyApprovals({ approvals, more, now }: { approvals: Approval[]; more: boolean; now: string }) {
  if (approvals.length === 0) return null;
  return (
    <Card
      title="Approvals to decide"
      count={`${approvals.length}${more ? '+' : ''}`}
      countTone="warn"
      end={
        <TextLink plain to="/approvals">
          All approvals
        </TextLink>
      }
    >
      <Table label="Approvals to decide">
        {approvals.map((approval) => (
          <Tr key={approval.id}>
            <Td primary>
              <RowLink to={`/approvals/${approval.code}`}>{subjectOf(approval)}</RowLink>
              <div className="text-sm font-normal text-muted">
                {summaryOf(approval)} · {approval.requestedBy.name}
              </div>
            </Td>
            <Td numeric>
              <Waited since={approval.turnSince ?? approval.createdAt} now={now} />
            </Td>
          </Tr>
        ))}
      </Table>
    </Card>
  );
}

/** The reader's overdue and soon due tasks. */
export function MyTasks({ items, total, overdue }: { items: MyTask[]; total: number; overdue: number }) {
  if (items.length === 0) return null;
  return (
    <Card
      title="Tasks due this week"
      count={overdue > 0 ? `${overdue} overdue` : total}
      countTone={overdue > 0 ? 'bad' : 'neutral'}
      end={
        <TextLink plain to="/tasks">
          {total > items.length ? `All ${total}` : 'All my tasks'}
        </TextLink>
      }
    >
      <Table label="Tasks due this week">
        {items.map((task) => (
          <Tr key={task.code}>
            <Td primary>
              <RowLink to={`/tasks/${task.code}`}>{task.title}</RowLink>
              <div className="text-sm font-normal text-muted">
                <span className="font-mono">{task.package}</span> {task.packageTitle}
              </div>
            </Td>
            <Td numeric>
              <DueText dueDate={task.dueDate} daysLate={task.daysLate} />
            </Td>
          </Tr>
        ))}
      </Table>
    </Card>
  );
}

/** Packages that the reader buys with something late. */
export function MyPackages({ items, total }: { items: NeedyPackage[]; total: number }) {
  if (items.length === 0) return null;
  return (
    <Card
      title="My packages that run late"
      count={total}
      end={
        <TextLink plain to="/packages?buyer=me">
          All my packages
        </TextLink>
      }
    >
      <Table label="My packages that run late">
        {items.map((pkg) => (
          <Tr key={pkg.code}>
            <Td primary>
              <RowLink to={`/packages/${pkg.code}`}>
                <span className="mr-2 font-mono text-sm text-muted">{pkg.code}</span>
                {pkg.title}
              </RowLink>
              <div className="text-sm font-normal text-muted">{labelOfStatus(pkg.status as PackageStatus)}</div>
            </Td>
            <Td className="sm:text-right">
              <span className="inline-flex flex-wrap items-center gap-1.5 sm:justify-end">
                {pkg.overdueTasks > 0 ? (
                  <Pill tone="bad">
                    {pkg.overdueTasks} overdue {pkg.overdueTasks === 1 ? 'task' : 'tasks'}
                  </Pill>
                ) : null}
                {pkg.lateDays ? <Pill tone="bad">{pkg.lateDays} d late</Pill> : null}
                {pkg.passed ? (
                  <span className="text-sm text-muted">
                    {fieldLabel(pkg.passed.milestone)} was <DateText value={pkg.passed.date} format="short" />
                  </span>
                ) : null}
              </span>
            </Td>
          </Tr>
        ))}
      </Table>
    </Card>
  );
}

/** Messages that no rule could file. */
export function Triage({ items, total }: { items: TriageItem[]; total: number }) {
  if (items.length === 0) return null;
  return (
    <Card
      title="Mail to file"
      count={total}
      countTone="warn"
      end={
        <TextLink plain to="/mail?tab=triage">
          Triage
        </TextLink>
      }
    >
      <Table label="Mail to file">
        {items.map((email) => (
          <Tr key={email.id}>
            <Td primary>
              <RowLink to={`/mail/${email.id}?tab=triage`}>
                {email.restricted ? 'A message you may not read' : (email.subject ?? '(no subject)')}
              </RowLink>
              <div className="text-sm font-normal text-muted">
                {email.restricted ? 'Bids are open for a package it may belong to' : email.from}
                {email.probable ? ` · ${email.probable} likely` : ''}
              </div>
            </Td>
            <Td numeric muted>
              <InstantText value={email.receivedAt} format="short" />
            </Td>
          </Tr>
        ))}
      </Table>
    </Card>
  );
}

function subjectOf(approval: Approval) {
  return (
    <>
      <span className="mr-2 font-mono text-sm text-muted">{approval.packageCode ?? approval.code}</span>
      {approval.packageTitle ?? 'Vendor mail domains'}
    </>
  );
}

/** "Status → Awarded, Vendor → Voltara Energy": two fields at most. */
function summaryOf(approval: Approval): string {
  const parts = Object.entries(approval.patch).map(([field, { to }]) => {
    const label = isPackageField(field) ? fieldLabel(field) : 'Mail domains';
    if (field === 'status') return `${label} → ${labelOfStatus(to as PackageStatus)}`;
    if (to === null || typeof to === 'object') return Array.isArray(to) ? `${label} → ${to.join(', ')}` : label;
    return `${label} → ${String(to)}`;
  });
  return parts.length > 2 ? `${parts.slice(0, 2).join(', ')} and ${parts.length - 2} more` : parts.join(', ');
}

function Waited({ since, now }: { since: string; now: string }) {
  const days = Math.floor((Date.parse(now) - Date.parse(since)) / 86_400_000);
  return (
    <Pill tone={days > 1 ? 'warn' : 'neutral'}>{days < 1 ? 'today' : `${days} ${days === 1 ? 'day' : 'days'}`}</Pill>
  );
}
