import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { AdminTabs } from '~/components/admin/admin-tabs.tsx';
import { ModelCard } from '~/components/admin/model-card.tsx';
import { ReplayCard } from '~/components/admin/replay-card.tsx';
import { UsageChart } from '~/components/admin/usage-chart.tsx';
import { ModelErrors, PeopleCard, UsageTable } from '~/components/admin/usage-tables.tsx';
import { Page } from '~/components/shell/page.tsx';
import { PageHeader } from '~/components/shell/page-header.tsx';
import { FailureBanner } from '~/components/ui/failure-banner.tsx';
import { Card } from '~/components/ui/card.tsx';
import { EmptyState } from '~/components/ui/empty-state.tsx';
import { failureIn } from '~/components/ui/form-state.ts';
import { Columns, Stack } from '~/components/ui/layout.tsx';
import { pageAction, pageLoader, redirectWithToast } from '~/http/page.server.ts';
import { readUsage } from '~server/ai/model/read-usage.ts';
import { configOf } from '~server/ai/model/model-config.ts';
import { usageDays } from '~server/ai/model/usage-days.policy.ts';
import { listReplays } from '~server/ai/replay/replay.queries.ts';
import { REPLAY_PROVIDERS } from '~server/ai/replay/replay.schema.ts';
import { requestReplay } from '~server/ai/replay/request-replay.ts';
import { addDays } from '~server/dates/date.policy.ts';
import { env } from '~server/env.ts';

export const meta: MetaFunction = () => [{ title: 'Assistant · Admin · PMIS' }];

const DAYS = 30;

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor }) => {
    const usage = await readUsage(db, actor, { days: DAYS });
    const today = new Date().toISOString().slice(0, 10);
    const readers = REPLAY_PROVIDERS.filter((one) => one === 'rules' || configOf(one, env()) !== null);
    const replays = await listReplays(db, 20);
    return { usage, days: usageDays(usage.days, today, DAYS), readers, replays, since: addDays(today, -30) };
  });
}

/** Asks for a rehearsal; its page shows the result when it is done. */
export function action(args: ActionFunctionArgs) {
  return pageAction(args, async ({ db, actor }, { provider, since, limit }) => {
    const { id } = await requestReplay(db, actor, { provider, since, ...(limit ? { limit: Number(limit) } : {}) });
    return redirectWithToast(`/admin/assistant/${id}`, { tone: 'ok', text: 'The rehearsal runs.' });
  });
}

/** What the assistant's model is, uses and costs, and what another would have read. */
export default function AdminAssistant() {
  const { usage, days, readers, replays, since } = useLoaderData<typeof loader>();
  const failure = failureIn(useActionData<typeof action>());
  return (
    <Page>
      <PageHeader title="Admin" />
      <AdminTabs />
      <FailureBanner failure={failure} />
      <Columns
        side={
          <Stack>
            <ModelCard usage={usage} />
            <PeopleCard people={usage.people} />
            <ModelErrors errors={usage.errors} />
          </Stack>
        }
      >
        <Stack>
          <Card title={`Tokens of the last ${DAYS} days`}>
            {usage.days.length > 0 ? (
              <>
                <UsageChart days={days} />
                <UsageTable days={usage.days} />
              </>
            ) : (
              <EmptyState title="No model was asked">
                Rules read the mail and answer questions. Set a provider’s key to let a model do it.
              </EmptyState>
            )}
          </Card>
          <ReplayCard replays={replays} readers={readers} since={since} failure={failure} />
        </Stack>
      </Columns>
    </Page>
  );
}
