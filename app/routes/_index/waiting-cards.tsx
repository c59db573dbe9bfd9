import { daysSince } from '~/components/approval/approval-turn.tsx';
import type { ApprovalView } from '~/components/approval/approval-view.ts';
import { patchPhrase } from '~/components/approval/patch-rows.ts';
import { countDays } from '~/components/package/days.ts';
import { packageStatusTone } from '~/components/package/package-status.tsx';
import { DueText } from '~/components/task/due-text.tsx';
import { Card } from '~/components/ui/card.tsx';
import { DateText } from '~/components/ui/date-text.tsx';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { Pill } from '~/components/ui/pill.tsx';
import { StatusDot } from '~/components/ui/status-dot.tsx';
import { RowLink, Table, Td, Tr } from '~/components/ui/table.tsx';
import { TextLink } from '~/components/ui/text-link.tsx';
import type { EmailItemJson, RestrictedEmailJson } from '~server/emails/email.schema.ts';
import { fieldLabel } from '~server/packages/package-fields.schema.ts';
import type { NeedyPackage } from '~server/packages/my-packages-page.queries.ts';
import { labelOfStatus } from '~server/packages/package.policy.ts';
import type { MyTask } from '~server/tasks/my-tasks-page.queries.ts';

/** Proposals whose turn is the reader's, the oldest first. Nothing when there are none. */
export function MyApprovals({ approvals, more, now }: { approvals: ApprovalView[]; more: boolean; now: string }) {
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
                {patchPhrase(approval.patch, {}, 2)} · {approval.requestedBy.name}
              </div>
            </Td>
            <Td numeric>
              <Waited since={approval.turnSince} now={now} />
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
              <div className="text-sm font-normal text-muted">
                <StatusDot tone={packageStatusTone(pkg.status)}>{labelOfStatus(pkg.status)}</StatusDot>
              </div>
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
export function Triage({ items, total }: { items: (EmailItemJson | RestrictedEmailJson)[]; total: number }) {
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
                {email.restricted ? 'A message about a bid; not among its readers' : email.subject || '(no subject)'}
              </RowLink>
              {email.restricted ? null : (
                <div className="text-sm font-normal text-muted">
                  {email.from?.name || email.from?.address}
                  {likeliest(email) ? ` · ${likeliest(email)} likely` : ''}
                </div>
              )}
            </Td>
            <Td numeric muted>
              <InstantText value={email.restricted ? email.date : email.receivedAt} format="short" />
            </Td>
          </Tr>
        ))}
      </Table>
    </Card>
  );
}

const likeliest = (email: EmailItemJson) => email.links.find((link) => link.status === 'probable')?.package;

function subjectOf(approval: ApprovalView) {
  return (
    <>
      <span className="mr-2 font-mono text-sm text-muted">{approval.packageCode ?? approval.code}</span>
      {approval.packageTitle ?? 'Vendor mail domains'}
    </>
  );
}

function Waited({ since, now }: { since: string | null; now: string }) {
  const days = daysSince(since, now);
  return <Pill tone={days > 1 ? 'warn' : 'neutral'}>{days < 1 ? 'today' : countDays(days)}</Pill>;
}
