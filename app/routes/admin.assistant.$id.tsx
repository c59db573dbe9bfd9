import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { AdminTabs } from '~/components/admin/admin-tabs.tsx';
import { REPLAY_READERS } from '~/components/admin/replay-card.tsx';
import { ReplayResultView } from '~/components/admin/replay-result.tsx';
import { Page } from '~/components/shell/page.tsx';
import { PageHeader } from '~/components/shell/page-header.tsx';
import { Banner } from '~/components/ui/banner.tsx';
import { LinkButton } from '~/components/ui/button.tsx';
import { Card } from '~/components/ui/card.tsx';
import { DateText } from '~/components/ui/date-text.tsx';
import { DescriptionItem, DescriptionList } from '~/components/ui/description-list.tsx';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { Stack } from '~/components/ui/layout.tsx';
import { pageLoader } from '~/http/page.server.ts';
import { getReplay } from '~server/ai/replay/replay.queries.ts';
import { DomainError } from '~server/errors.ts';
import { requireCan } from '~server/users/require-can.ts';

export const meta: MetaFunction = () => [{ title: 'Rehearsal · Admin · PMIS' }];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor, params }) => {
    requireCan(actor, 'assistant.usage');
    const replay = await getReplay(db, params['id'] ?? '');
    if (!replay) throw new DomainError('not_found', 'There is no such rehearsal.');
    return { replay };
  });
}

/** One rehearsal: what another reader would have read of past messages. */
export default function Rehearsal() {
  const { replay } = useLoaderData<typeof loader>();
  const { result } = replay;
  return (
    <Page>
      <PageHeader
        title="Rehearsal"
        breadcrumbs={[
          { label: 'Admin', to: '/admin' },
          { label: 'Assistant', to: '/admin/assistant' },
        ]}
        actions={
          replay.status === 'waiting' ? (
            <LinkButton to={`/admin/assistant/${replay.id}`} icon="refresh">
              Look again
            </LinkButton>
          ) : null
        }
      />
      <AdminTabs />
      <Stack>
        {replay.status === 'waiting' ? <Banner tone="info">It runs; the result appears here.</Banner> : null}
        {replay.error ? <Banner tone="bad">{replay.error}</Banner> : null}
        {result?.stopped ? <Banner tone="warn">It ended early. {result.stopped}</Banner> : null}
        <Card title="Asked">
          <DescriptionList>
            <DescriptionItem label="Reader">{result?.reader ?? REPLAY_READERS[replay.provider]}</DescriptionItem>
            <DescriptionItem label="Since">
              <DateText value={replay.since} />, at most {replay.most} messages
            </DescriptionItem>
            <DescriptionItem label="By">
              {replay.requestedBy ?? 'the command line'}, <InstantText value={replay.createdAt} format="short" />
            </DescriptionItem>
            {result ? (
              <DescriptionItem label="Read">
                {result.read} messages, {result.items.length} differ, {result.failures.length} could not be read
              </DescriptionItem>
            ) : null}
          </DescriptionList>
        </Card>
        {result ? <ReplayResultView result={result} /> : null}
      </Stack>
    </Page>
  );
}
