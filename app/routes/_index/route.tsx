import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { Page } from '~/components/shell/page.tsx';
import { PageHeader } from '~/components/shell/page-header.tsx';
import { Card } from '~/components/ui/card.tsx';
import { EmptyState } from '~/components/ui/empty-state.tsx';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { Columns } from '~/components/ui/layout.tsx';
import { Timeline, TimelineItem } from '~/components/ui/timeline.tsx';
import { pageLoader } from '~/http/page.server.ts';
import { listApprovalsJson } from '~server/approvals/approval.queries.ts';
import { approvalListInput, type approvalListOutput } from '~server/approvals/approval.schema.ts';
import { getRecentMail, listRecentChanges } from '~server/audit/recent-changes-page.queries.ts';
import { businessNow } from '~server/clock.ts';
import { addWorkingDays, DEFAULT_CALENDAR } from '~server/dates/calendar.policy.ts';
import { dateIn } from '~server/dates/date.policy.ts';
import { triageCount } from '~server/emails/count-triage.ts';
import type { EmailItemJson, RestrictedEmailJson } from '~server/emails/email.schema.ts';
import { readableEvidenceJson } from '~server/emails/readable-evidence.ts';
import { readEmailsJson } from '~server/emails/read-emails.ts';
import { listNeedyPackages } from '~server/packages/my-packages-page.queries.ts';
import { listMySuggested } from '~server/suggestions/suggestion-page.queries.ts';
import { listMyDueTasks } from '~server/tasks/my-tasks-page.queries.ts';
import { canDo } from '~server/users/role.policy.ts';
import type { z } from 'zod';
import { ChangeSentence } from './change-sentence.tsx';
import { toneOf } from './change-words.ts';
import { MailSentence } from './mail-sentence.tsx';
import { MySuggested } from './my-suggested.tsx';
import { MyApprovals, MyPackages, MyTasks, Triage } from './waiting-cards.tsx';

export const meta: MetaFunction = () => [{ title: 'Home · PMIS' }];

const SHOWN = 8;

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor }) => {
    const now = businessNow();
    const realNow = new Date();
    const yesterday = addWorkingDays(dateIn(actor.timeZone, realNow), -1, DEFAULT_CALENDAR);
    // Events keep the real clock. A zone is 14 hours ahead of UTC at most.
    const since = new Date(Date.parse(`${yesterday}T00:00:00Z`) - 14 * 3_600_000);
    const works = canDo(actor, 'task.write');
    const turn = approvalListInput.parse({ status: 'pending', turn: 'me', sort: 'createdAt', limit: SHOWN });
    const [approvals, tasks, packages, triage, triageTotal, suggested, recent, mail] = await Promise.all([
      listApprovalsJson(db, actor.userId, turn),
      listMyDueTasks(db, actor.userId, { now, days: 7, limit: SHOWN }),
      listNeedyPackages(db, actor.userId, { now, limit: SHOWN }),
      works ? readEmailsJson(db, actor, { triage: 'true', limit: '5' }) : '{"items":[]}',
      triageCount(db, actor),
      works ? listMySuggested(db, actor, 5) : { items: [], total: 0 },
      listRecentChanges(db, { since, limit: 60 }),
      getRecentMail(db, { since, day: yesterday, timeZone: actor.timeZone }),
    ]);
    return {
      userId: actor.userId,
      firstName: actor.name.split(' ')[0] ?? actor.name,
      approvals: JSON.parse(await readableEvidenceJson(db, actor, approvals)) as z.output<typeof approvalListOutput>,
      tasks,
      packages,
      triage: {
        items: (JSON.parse(triage) as { items: (EmailItemJson | RestrictedEmailJson)[] }).items,
        total: triageTotal,
      },
      suggested,
      changes: recent.filter((change) => dateIn(actor.timeZone, new Date(change.at)) >= yesterday).slice(0, 15),
      mail,
      now: realNow.toISOString(),
    };
  });
}

/** What waits for the reader, and what changed since the last working day. */
export default function Home() {
  const { userId, firstName, approvals, tasks, packages, triage, suggested, changes, mail, now } =
    useLoaderData<typeof loader>();
  const waiting =
    approvals.items.length + tasks.items.length + packages.items.length + triage.items.length + suggested.total;
  const what = [
    countOf(approvals.items.length, 'decision', approvals.nextCursor !== null),
    countOf(tasks.overdue, 'overdue task'),
    countOf(triage.total, 'message in triage', false, 'messages in triage'),
  ].filter((text) => text !== null);
  return (
    <Page>
      <PageHeader
        title="Home"
        description={
          what.length > 0 ? `${firstName}, this waits for you: ${what.join(', ')}.` : `Good to see you, ${firstName}.`
        }
      />
      <Columns
        side={
          <Card title="Since the last working day">
            {changes.length === 0 && !mail ? (
              <EmptyState title="Nothing changed">Changes to packages, tasks and approvals show up here.</EmptyState>
            ) : (
              <Timeline label="Recent changes">
                {mail ? (
                  <TimelineItem detail={<When at={mail.lastAt} now={now} />}>
                    <MailSentence mail={mail} />
                  </TimelineItem>
                ) : null}
                {changes.map((change) => (
                  <TimelineItem key={change.id} tone={toneOf(change)} detail={<When at={change.at} now={now} />}>
                    <ChangeSentence change={change} self={change.actorId === userId} />
                  </TimelineItem>
                ))}
              </Timeline>
            )}
          </Card>
        }
      >
        {waiting === 0 ? (
          <Card>
            <EmptyState icon="check" title="Nothing waits for you">
              Decisions, due tasks and mail to file appear here as soon as they need you.
            </EmptyState>
          </Card>
        ) : null}
        <MyApprovals approvals={approvals.items} more={approvals.nextCursor !== null} now={now} />
        <MyTasks {...tasks} />
        <Triage {...triage} />
        <MySuggested {...suggested} />
        <MyPackages {...packages} />
      </Columns>
    </Page>
  );
}

function When({ at, now }: { at: string; now: string }) {
  return <InstantText value={at} format={at.slice(0, 10) === now.slice(0, 10) ? 'time' : 'short'} />;
}

function countOf(n: number, one: string, more = false, many = `${one}s`): string | null {
  return n === 0 ? null : `${n}${more ? '+' : ''} ${n === 1 && !more ? one : many}`;
}
