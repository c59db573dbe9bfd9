import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import type { EventJson } from '~server/audit/event.schema.ts';
import { getTimeline } from '~server/audit/get-timeline.ts';
import { DomainError } from '~server/errors.ts';
import { getPackageJson } from '~server/packages/package.queries.ts';
import { requireCan } from '~server/users/require-can.ts';
import { EventDetail } from '../components/package/event-detail.tsx';
import { EventSentence, eventTone } from '../components/package/event-sentence.tsx';
import type { PackageView } from '../components/package/package-view.ts';
import { Page } from '../components/shell/page.tsx';
import { PageHeader } from '../components/shell/page-header.tsx';
import { Card } from '../components/ui/card.tsx';
import { EmptyState } from '../components/ui/empty-state.tsx';
import { InstantText } from '../components/ui/instant-text.tsx';
import { Pagination } from '../components/ui/pagination.tsx';
import { Timeline, TimelineItem } from '../components/ui/timeline.tsx';
import { namesOfEvents } from './packages.$code/names-of-events.server.ts';
import { filterQuery } from '../http/filter-query.ts';
import { pageLoader } from '../http/page.server.ts';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `History of ${data?.pkg.code ?? 'a package'} · PMIS` },
];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor, params, url }) => {
    requireCan(actor, 'package.read');
    const json = await getPackageJson(db, params.code ?? '');
    if (!json) throw new DomainError('not_found', `There is no package ${params.code}.`);
    const pkg = JSON.parse(json) as PackageView;
    const trail = await getTimeline(db, actor, 'package', pkg.id, filterQuery(url));
    const { items, nextCursor } = JSON.parse(trail) as { items: EventJson[]; nextCursor: string | null };
    return { pkg, items, nextCursor, ...(await namesOfEvents(db, items)) };
  });
}

export default function PackageHistory() {
  const { pkg, items, nextCursor, subjects, tasks } = useLoaderData<typeof loader>();
  return (
    <Page>
      <PageHeader
        code={pkg.code}
        title="History"
        breadcrumbs={[
          { label: 'Packages', to: '/packages' },
          { label: `${pkg.code} ${pkg.title}`, to: `/packages/${pkg.code}` },
        ]}
        description="Every event of the package, newest first. Events are never changed; each carries the hash of the one before."
      />
      <Card>
        {items.length > 0 ? (
          <>
            <Timeline label="Events">
              {items.map((event) => (
                <TimelineItem
                  key={event.id}
                  tone={eventTone(event)}
                  time={<InstantText value={event.at} />}
                  detail={<EventDetail event={event} pkg={pkg} />}
                >
                  <EventSentence event={event} pkg={pkg} subjects={subjects} tasks={tasks} />
                </TimelineItem>
              ))}
            </Timeline>
            <Pagination nextCursor={nextCursor} shown={items.length} nextLabel="Older events" />
          </>
        ) : (
          <EmptyState title="Nothing is recorded yet">
            Changes of the package are written here as they happen.
          </EmptyState>
        )}
      </Card>
    </Page>
  );
}
