import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { AdminTabs } from '~/components/admin/admin-tabs.tsx';
import { HeldTable, SourceTable } from '~/components/admin/source-table.tsx';
import { Page } from '~/components/shell/page.tsx';
import { PageHeader } from '~/components/shell/page-header.tsx';
import { Banner } from '~/components/ui/banner.tsx';
import { FailureBanner } from '~/components/ui/failure-banner.tsx';
import { Card } from '~/components/ui/card.tsx';
import { Disclosure } from '~/components/ui/disclosure.tsx';
import { failureIn } from '~/components/ui/form-state.ts';
import { pageAction, pageLoader } from '~/http/page.server.ts';
import { listSources } from '~server/sources/list-sources.ts';
import { testSource } from '~server/sources/test-source.ts';

export const meta: MetaFunction = () => [{ title: 'Mail sources · PMIS' }];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, ({ db, actor }) => listSources(db, actor));
}

export function action(args: ActionFunctionArgs) {
  return pageAction(args, async ({ db, actor }, { name }) => ({ tested: await testSource(db, actor, { name }) }));
}

/** Where mail comes in, whether it does, and what to do where it does not. */
export default function Sources() {
  const { items, held } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const failure = failureIn(answer);
  const tested = answer && 'tested' in answer ? answer.tested : undefined;
  const title = items.find(({ name }) => name === tested?.name)?.title;
  return (
    <Page>
      <PageHeader title="Admin" />
      <AdminTabs />
      <FailureBanner failure={failure} />
      {tested ? (
        <Banner
          tone={tested.works ? 'ok' : 'bad'}
          role={tested.works ? 'status' : 'alert'}
          title={`${title ?? tested.name} ${tested.works ? 'works' : 'does not work'}`}
        >
          <p>
            {tested.says} It took {tested.took} ms.
          </p>
          {tested.mailboxes.length > 0 ? (
            <Disclosure
              label={tested.mailboxes.length === 1 ? '1 mailbox' : `${tested.mailboxes.length} mailboxes`}
              className="text-sm"
            >
              <p className="wrap-anywhere">{tested.mailboxes.join(', ')}</p>
            </Disclosure>
          ) : null}
        </Banner>
      ) : null}
      <Card title="Mail sources" count={items.length}>
        <SourceTable sources={items} />
        <p className="border-t px-3.5 py-3 text-md text-muted">
          Accounts, listeners and webhooks are set up in the environment: MAIL_SOURCES for IMAP, MAIL_SMTP_LISTEN,
          MAIL_LMTP_LISTEN, and a secret for each webhook. ENV_VARS.md says how.
        </p>
      </Card>
      {held.length > 0 ? (
        <Card title="Not taken" count={held.length} countTone="warn" className="mt-3.5">
          <HeldTable held={held} />
        </Card>
      ) : null}
    </Page>
  );
}
