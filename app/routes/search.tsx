import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { FoundList } from '~/components/search/found-list.tsx';
import { Page } from '~/components/shell/page.tsx';
import { PageHeader } from '~/components/shell/page-header.tsx';
import { Card } from '~/components/ui/card.tsx';
import { EmptyState } from '~/components/ui/empty-state.tsx';
import { Field } from '~/components/ui/field.tsx';
import { FilterBar } from '~/components/ui/filter-bar.tsx';
import { SearchInput } from '~/components/ui/input.tsx';
import { pageLoader } from '~/http/page.server.ts';
import { searchValues } from '~/http/search-values.ts';
import { readDb } from '~server/replica/read-db.ts';
import { searchAll } from '~server/search/search-all.ts';
import { requireCan } from '~server/users/require-can.ts';

const SHOWN = 50;

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data?.q ? `${data.q} · Search · PMIS` : 'Search · PMIS' },
];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor, url }) => {
    requireCan(actor, 'search.use');
    const q = searchValues(url, ['q']).q?.trim() ?? '';
    if (q === '') return { q, items: [] };
    const { items } = await searchAll(await readDb(db, actor), actor, { q, limit: SHOWN });
    return { q, items };
  });
}

/** One box for packages, tasks, approvals, vendors and mail; Ctrl-K comes here from everywhere. */
export default function Search() {
  const { q, items } = useLoaderData<typeof loader>();
  return (
    <Page width="narrow">
      <PageHeader title="Search" />
      <FilterBar>
        <Field label="Search" name="q" hideLabel>
          {/* The page has one purpose, and whoever opens it comes to type. */}
          <SearchInput
            autoFocus
            maxLength={200}
            className="sm:w-96"
            placeholder="Code, title, vendor, words of a message"
            defaultValue={q}
          />
        </Field>
      </FilterBar>
      {items.length > 0 ? <FoundList items={items} /> : <Card>{q ? <Nothing q={q} /> : <Start />}</Card>}
      {items.length === SHOWN ? (
        <p className="mt-3 text-sm text-muted">The first {SHOWN} are shown. More words, or a code, narrow it.</p>
      ) : null}
    </Page>
  );
}

function Nothing({ q }: { q: string }) {
  return (
    <EmptyState title="Nothing was found" icon="search">
      Nothing that you may read has “{q}” in it. A code (P-001, T-101, AR-31) finds its own page.
    </EmptyState>
  );
}

function Start() {
  return (
    <EmptyState title="What are you looking for?" icon="search">
      Packages, tasks, approvals, vendors, and mail with its attachments.
    </EmptyState>
  );
}
