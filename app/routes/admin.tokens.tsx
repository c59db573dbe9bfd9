import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { listTokens } from '~server/tokens/list-tokens.ts';
import { revokeToken } from '~server/tokens/revoke-token.ts';
import { AdminTabs } from '../components/admin/admin-tabs.tsx';
import { Page } from '../components/shell/page.tsx';
import { PageHeader } from '../components/shell/page-header.tsx';
import { TokenTable } from '../components/tokens/token-table.tsx';
import { FailureBanner } from '../components/ui/failure-banner.tsx';
import { Card } from '../components/ui/card.tsx';
import { EmptyState } from '../components/ui/empty-state.tsx';
import { Field } from '../components/ui/field.tsx';
import { FilterBar } from '../components/ui/filter-bar.tsx';
import { failureIn } from '../components/ui/form-state.ts';
import { SearchInput } from '../components/ui/input.tsx';
import { Pagination } from '../components/ui/pagination.tsx';
import { TextLink } from '../components/ui/text-link.tsx';
import { pageAction, pageLoader, redirectWithToast } from '../http/page.server.ts';

export const meta: MetaFunction = () => [{ title: 'Tokens · PMIS' }];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor, url }) => {
    const q = url.searchParams.get('q') ?? '';
    const cursor = url.searchParams.get('cursor');
    const tokens = await listTokens(db, actor, { all: 'true', q, ...(cursor ? { cursor } : {}) });
    return { ...tokens, q, now: new Date().toISOString() };
  });
}

export function action(args: ActionFunctionArgs) {
  return pageAction(args, async ({ db, actor }, values) => {
    await revokeToken(db, actor, String(values.tokenId));
    return redirectWithToast('/admin/tokens', { tone: 'ok', text: 'The token is revoked.' });
  });
}

export default function Tokens() {
  const { items, nextCursor, q, now } = useLoaderData<typeof loader>();
  const failure = failureIn(useActionData<typeof action>());
  return (
    <Page>
      <PageHeader title="Admin" />
      <AdminTabs />
      <FailureBanner failure={failure} />
      <FilterBar>
        <Field label="Search" name="q" hideLabel>
          <SearchInput placeholder="Token or owner" defaultValue={q} />
        </Field>
      </FilterBar>
      <Card>
        {items.length > 0 ? (
          <TokenTable tokens={items} now={now} owners />
        ) : (
          <EmptyState title="No tokens">
            Everybody makes their own under <TextLink to="/account">Account</TextLink>.
          </EmptyState>
        )}
        <Pagination nextCursor={nextCursor} shown={items.length} />
      </Card>
    </Page>
  );
}
