import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { AdminTabs } from '~/components/admin/admin-tabs.tsx';
import { JobTable } from '~/components/admin/job-table.tsx';
import { ScheduleCard, WorkerCard } from '~/components/admin/worker-card.tsx';
import { Page } from '~/components/shell/page.tsx';
import { PageHeader } from '~/components/shell/page-header.tsx';
import { Banner } from '~/components/ui/banner.tsx';
import { FailureBanner } from '~/components/ui/failure-banner.tsx';
import { LinkButton } from '~/components/ui/button.tsx';
import { Card } from '~/components/ui/card.tsx';
import { EmptyState } from '~/components/ui/empty-state.tsx';
import { failureIn } from '~/components/ui/form-state.ts';
import { Columns } from '~/components/ui/layout.tsx';
import { Pagination } from '~/components/ui/pagination.tsx';
import { SubmitButton } from '~/components/ui/submit-button.tsx';
import { Tabs } from '~/components/ui/tabs.tsx';
import { pageAction, pageLoader, redirectWithToast } from '~/http/page.server.ts';
import { searchValues } from '~/http/search-values.ts';
import { dropJob } from '~server/queue/drop-job.ts';
import { getQueueCounts, listJobsJson } from '~server/queue/job.queries.ts';
import { type JobJson, listJobsInput } from '~server/queue/job.schema.ts';
import { retryJob } from '~server/queue/retry-job.ts';
import { listLiveWorkers } from '~server/queue/worker.queries.ts';
import { listScheduleRuns } from '~server/schedules/schedule.queries.ts';
import { requireCan } from '~server/users/require-can.ts';

export const meta: MetaFunction = () => [{ title: 'Jobs · PMIS' }];

const TABS = { dead: 'Dead letters', queued: 'Queued', running: 'Running', done: 'Done', dropped: 'Dropped' } as const;
type Tab = keyof typeof TABS;

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor, url }) => {
    requireCan(actor, 'job.read');
    const asked = url.searchParams.get('tab') ?? '';
    const tab: Tab = asked in TABS ? (asked as Tab) : 'dead';
    const input = listJobsInput.parse({ status: tab, ...searchValues(url, ['cursor']) });
    const [list, counts, workers, runs] = await Promise.all([
      listJobsJson(db, input),
      getQueueCounts(db),
      listLiveWorkers(db),
      listScheduleRuns(db, 60),
    ]);
    const latest = runs.filter((run, index) => runs.findIndex(({ name }) => name === run.name) === index);
    return {
      ...(JSON.parse(list) as { items: JobJson[]; nextCursor: string | null }),
      tab,
      counts,
      workers: workers.map(({ startedAt, seenAt, ...worker }) => ({
        ...worker,
        startedAt: startedAt.toISOString(),
        seenAt: seenAt.toISOString(),
      })),
      runs: latest.map(({ name, slot, startedAt, finishedAt, error }) => ({
        name,
        error,
        slot: slot.toISOString(),
        startedAt: startedAt.toISOString(),
        finishedAt: finishedAt?.toISOString() ?? null,
      })),
    };
  });
}

export function action(args: ActionFunctionArgs) {
  return pageAction(args, async ({ db, actor }, { intent, id }) => {
    if (intent === 'drop') {
      await dropJob(db, actor, String(id));
      return redirectWithToast('/admin/jobs', { tone: 'ok', text: 'The job is dropped; its row stays.' });
    }
    await retryJob(db, actor, String(id));
    return redirectWithToast('/admin/jobs', { tone: 'ok', text: 'The job is queued again.' });
  });
}

/** What the worker has to do, and what it gave up. */
export default function Jobs() {
  const { items, nextCursor, tab, counts, workers, runs } = useLoaderData<typeof loader>();
  const failure = failureIn(useActionData<typeof action>());
  const [params] = useSearchParams();
  const dropping = tab === 'dead' ? items.find((job) => job.id === params.get('drop')) : undefined;
  return (
    <Page>
      <PageHeader title="Admin" />
      <AdminTabs />
      <FailureBanner failure={failure} />
      {dropping ? <ConfirmDrop job={dropping} /> : null}
      <Columns
        side={
          <>
            <WorkerCard workers={workers} />
            <ScheduleCard runs={runs} />
          </>
        }
      >
        <div className="min-w-0">
          <Tabs
            label="Jobs"
            items={(Object.keys(TABS) as Tab[]).map((name) => ({
              label: TABS[name],
              to: `/admin/jobs?tab=${name}`,
              count: counts[name],
              current: name === tab,
            }))}
          />
          <Card>
            {items.length > 0 ? (
              <JobTable jobs={items} tab={tab} />
            ) : (
              <EmptyState title={tab === 'dead' ? 'No dead letters' : 'None'} icon="check">
                {tab === 'dead'
                  ? 'A job that fails four times stands here with its error until somebody retries or drops it.'
                  : `No job is ${TABS[tab].toLowerCase()} now.`}
              </EmptyState>
            )}
            <Pagination nextCursor={nextCursor} shown={items.length} />
          </Card>
        </div>
      </Columns>
    </Page>
  );
}

function ConfirmDrop({ job }: { job: JobJson }) {
  return (
    <Banner tone="warn" title="Drop this job?" role="alert">
      <p>What it was to do is not done, and is not tried again. Its row and the audit trail keep it.</p>
      <Form method="post" className="mt-2 flex gap-2">
        <input type="hidden" name="id" value={job.id} />
        <SubmitButton variant="danger" size="sm" name="intent" value="drop">
          Drop it
        </SubmitButton>
        <LinkButton to="/admin/jobs" size="sm">
          Keep it
        </LinkButton>
      </Form>
    </Banner>
  );
}
