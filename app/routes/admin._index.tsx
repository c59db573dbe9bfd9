import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Link, useLoaderData } from '@remix-run/react';
import type { ReactNode } from 'react';
import { AdminTabs } from '~/components/admin/admin-tabs.tsx';
import { Page } from '~/components/shell/page.tsx';
import { PageHeader } from '~/components/shell/page-header.tsx';
import { Icon, type IconName } from '~/components/ui/icon.tsx';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { Pill } from '~/components/ui/pill.tsx';
import { pageLoader } from '~/http/page.server.ts';
import { listNewestCheckpoints } from '~server/audit/checkpoint-page.queries.ts';
import { getQueueCounts } from '~server/queue/job.queries.ts';
import { countTroubled } from '~server/outgoing/list.queries.ts';
import { mailSettings } from '~server/outgoing/mail-settings.ts';
import { listLiveWorkers } from '~server/queue/worker.queries.ts';
import { listDeciderFacts } from '~server/users/decider.queries.ts';
import { requireCan } from '~server/users/require-can.ts';

export const meta: MetaFunction = () => [{ title: 'Admin · PMIS' }];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor }) => {
    requireCan(actor, 'user.manage');
    const [queue, workers, deciders, checkpoints, troubled] = await Promise.all([
      getQueueCounts(db),
      listLiveWorkers(db),
      listDeciderFacts(db),
      listNewestCheckpoints(db, 1),
      countTroubled(db),
    ]);
    const checkpoint = checkpoints[0] ? { day: checkpoints[0].day, takenAt: checkpoints[0].takenAt } : null;
    const outgoing = { from: mailSettings()?.from.address ?? null, troubled };
    const active = deciders.filter((one) => one.active).length;
    return { queue, workers: workers.length, deciders: active, checkpoint, outgoing };
  });
}

/** Where an admin looks first: does everything run, and who decides. */
export default function Admin() {
  const { queue, workers, deciders, checkpoint, outgoing } = useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader title="Admin" />
      <AdminTabs />
      <ul className="grid gap-3 sm:grid-cols-2 lg:grid-cols-3">
        <AdminCard to="/admin/people" icon="user" title="People">
          Who may sign in, as what, and how much they may decide. {deciders} {deciders === 1 ? 'person' : 'people'} can
          decide now.
        </AdminCard>
        <AdminCard to="/admin/tokens" icon="lock" title="Tokens">
          What other systems and scripts use to act for a person; each can be revoked.
        </AdminCard>
        <AdminCard to="/admin/projects" icon="calendar" title="Projects and policy">
          Time zone, calendar and holidays, the amounts above which two people decide.
        </AdminCard>
        <AdminCard to="/admin/filing-rules" icon="filter" title="Filing rules">
          What filing by hand has taught: see, edit or switch off each rule.
        </AdminCard>
        <AdminCard to="/admin/sources" icon="upload" title="Mail sources">
          The ways in for mail, when each last brought a message, and a test of each.
        </AdminCard>
        <AdminCard to="/admin/assistant" icon="info" title="Assistant">
          Which model answers, whether it rests, what it uses and costs; what another would have read.
        </AdminCard>
        <AdminCard
          to="/admin/jobs"
          icon="inbox"
          title="Jobs"
          pill={
            queue.dead > 0 ? (
              <Pill tone="bad">{queue.dead} dead</Pill>
            ) : workers === 0 ? (
              <Pill tone="warn">no worker</Pill>
            ) : (
              <Pill tone="ok">running</Pill>
            )
          }
        >
          {queue.queued + queue.running} waiting or running, {workers} {workers === 1 ? 'worker' : 'workers'} seen.
        </AdminCard>
        <AdminCard
          to="/mail?tab=sent"
          icon="mail"
          title="Outgoing mail"
          pill={outgoing.from === null ? <Pill tone="warn">off</Pill> : <Pill tone="ok">on</Pill>}
        >
          {outgoing.from === null
            ? 'Mail is off: set SMTP_URL and MAIL_FROM. Notifications stay in the app, and nobody can reply.'
            : `Sent from ${outgoing.from}. ${outgoing.troubled === 0 ? 'No reply failed or came back.' : `${outgoing.troubled} ${outgoing.troubled === 1 ? 'reply' : 'replies'} not delivered.`}`}
        </AdminCard>
        <AdminCard to="/admin/audit" icon="check" title="Audit">
          Verify the chain of events, export it.{' '}
          {checkpoint ? (
            <>
              Last checkpoint <InstantText value={checkpoint.takenAt} format="short" />.
            </>
          ) : (
            'No checkpoint yet.'
          )}
        </AdminCard>
        <AdminCard to="/admin/doctor" icon="alert" title="Doctor">
          Checks configuration, database, mail, backups and the rest, and says how to mend what it finds.
        </AdminCard>
      </ul>
    </Page>
  );
}

interface AdminCardProps {
  to: string;
  icon: IconName;
  title: string;
  pill?: ReactNode;
  children: ReactNode;
}

function AdminCard({ to, icon, title, pill, children }: AdminCardProps) {
  return (
    <li className="relative rounded-lg border bg-surface px-3.5 py-3 shadow-card hover:bg-hover">
      <div className="flex items-center gap-2">
        <Icon name={icon} className="text-muted" />
        <h2>
          <Link to={to} className="rounded-xs after:absolute after:inset-0 after:rounded-lg">
            {title}
          </Link>
        </h2>
        <span className="ml-auto">{pill}</span>
      </div>
      <p className="mt-1 text-md text-muted">{children}</p>
    </li>
  );
}
