import { redirect } from '@remix-run/node';
import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { Form, useActionData, useLoaderData } from '@remix-run/react';
import { countUnread } from '~server/notifications/notification-list.queries.ts';
import type { NotificationJson } from '~server/notifications/notification.schema.ts';
import { markAllRead, markRead, readNotifications } from '~server/notifications/read-notifications.ts';
import { NotificationList } from '../components/notification/notification-list.tsx';
import { Page } from '../components/shell/page.tsx';
import { PageHeader } from '../components/shell/page-header.tsx';
import { FailureBanner } from '../components/ui/failure-banner.tsx';
import { LinkButton } from '../components/ui/button.tsx';
import { Card } from '../components/ui/card.tsx';
import { EmptyState } from '../components/ui/empty-state.tsx';
import { failureIn } from '../components/ui/form-state.ts';
import { Pagination } from '../components/ui/pagination.tsx';
import { SubmitButton } from '../components/ui/submit-button.tsx';
import { Tabs } from '../components/ui/tabs.tsx';
import { internalPath, pageAction, pageLoader } from '../http/page.server.ts';

export const meta: MetaFunction = () => [{ title: 'Notifications · PMIS' }];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor, url }) => {
    const all = url.searchParams.get('tab') === 'all';
    const cursor = url.searchParams.get('cursor') ?? undefined;
    const query = { limit: 50, ...(all ? {} : { unread: 'true' }), ...(cursor ? { cursor } : {}) };
    const [json, unread] = await Promise.all([readNotifications(db, actor, query), countUnread(db, actor.userId)]);
    const { items, nextCursor } = JSON.parse(json) as { items: NotificationJson[]; nextCursor: string | null };
    return { items, nextCursor, all, unread };
  });
}

export function action(args: ActionFunctionArgs) {
  return pageAction(args, async ({ db, actor, url }, { intent, id }) => {
    if (intent === 'all') {
      await markAllRead(db, actor);
      return redirect('/notifications');
    }
    const { path } = await markRead(db, actor, String(id));
    return redirect(intent === 'open' ? internalPath(path) : `/notifications${url.search}`);
  });
}

/** What one was told and has not seen, or all of it. */
export default function Notifications() {
  const { items, nextCursor, all, unread } = useLoaderData<typeof loader>();
  const failure = failureIn(useActionData<typeof action>());
  return (
    <Page width="narrow">
      <PageHeader
        title="Notifications"
        actions={
          <>
            {unread > 0 ? (
              <Form method="post">
                <SubmitButton variant="default" name="intent" value="all" icon="check">
                  Mark all as read
                </SubmitButton>
              </Form>
            ) : null}
            <LinkButton to="/account#notifications" icon="edit">
              By mail
            </LinkButton>
          </>
        }
      />
      <FailureBanner failure={failure} />
      <Tabs
        label="Notifications"
        items={[
          { label: 'Unread', to: '/notifications', count: unread, current: !all },
          { label: 'All', to: '/notifications?tab=all', current: all },
        ]}
      />
      <Card>
        {items.length > 0 ? <NotificationList items={items} /> : <NothingHere all={all} />}
        <Pagination nextCursor={nextCursor} shown={items.length} />
      </Card>
    </Page>
  );
}

function NothingHere({ all }: { all: boolean }) {
  if (all)
    return (
      <EmptyState title="Nobody told you anything yet" icon="bell">
        What waits for your decision, tasks given to you, comments and mail of your packages show up here.
      </EmptyState>
    );
  return (
    <EmptyState title="All read" icon="bell" action={<LinkButton to="/notifications?tab=all">All of them</LinkButton>}>
      What waits for your decision, tasks given to you, comments and mail of your packages show up here.
    </EmptyState>
  );
}
