import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { countMatchingPackages, listPackageRows } from '~server/packages/package-page.queries.ts';
import { packageListInput } from '~server/packages/package.schema.ts';
import { readDb } from '~server/replica/read-db.ts';
import { requireCan } from '~server/users/require-can.ts';
import { canDo } from '~server/users/role.policy.ts';
import { PackageFilters } from '../components/package/package-filters.tsx';
import { PackageTable } from '../components/package/package-table.tsx';
import { Page } from '../components/shell/page.tsx';
import { PageHeader } from '../components/shell/page-header.tsx';
import { LinkButton } from '../components/ui/button.tsx';
import { Card } from '../components/ui/card.tsx';
import { EmptyState } from '../components/ui/empty-state.tsx';
import { Pagination } from '../components/ui/pagination.tsx';
import { filterQuery } from '../http/filter-query.ts';
import { packageFilterChoices } from '../http/package-filters.server.ts';
import { pageLoader } from '../http/page.server.ts';

export const meta: MetaFunction = () => [{ title: 'Packages · PMIS' }];

/** Rows of a page, and how far matching packages are counted. */
const ROWS = '100';
const COUNTED = 1001;

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor, url }) => {
    requireCan(actor, 'package.read');
    const input = packageListInput.parse({ limit: ROWS, ...filterQuery(url) });
    const lists = await readDb(db, actor);
    const [list, matching, choices] = await Promise.all([
      listPackageRows(lists, actor.userId, input),
      countMatchingPackages(lists, actor.userId, input, COUNTED),
      packageFilterChoices(db),
    ]);
    const { q, status, buyer, vendor, project } = input;
    return {
      ...list,
      matching,
      ...choices,
      chosen: { q, status, buyer, vendor, project },
      canCreate: canDo(actor, 'package.create'),
    };
  });
}

export default function Packages() {
  const { rows, nextCursor, matching, canCreate, ...filters } = useLoaderData<typeof loader>();
  const any = rows.length > 0 || Object.keys(filters.statusCounts).length > 0;
  const counted = matching < COUNTED ? String(matching) : '1,000+';
  const create = canCreate ? (
    <LinkButton to="/packages/new" variant="primary" icon="plus" shortcut="n">
      New package
    </LinkButton>
  ) : null;
  return (
    <Page>
      <PageHeader title="Packages" actions={any ? create : null} />
      {any ? <PackageFilters {...filters} count={`${counted} ${counted === '1' ? 'package' : 'packages'}`} /> : null}
      <Card>
        {rows.length > 0 ? (
          <>
            <PackageTable rows={rows} />
            <Pagination nextCursor={nextCursor} shown={rows.length} total={matching < COUNTED ? matching : undefined} />
          </>
        ) : any ? (
          <EmptyState
            title="No package matches"
            icon="package"
            action={<LinkButton to="/packages">Clear filters</LinkButton>}
          >
            Take a filter away, or look for a code, a title, a PO number, a WBS code or a vendor.
          </EmptyState>
        ) : (
          <EmptyState title="No packages yet" icon="package" action={create}>
            {canCreate
              ? 'Create the first package: it starts as a draft that you fill in freely.'
              : 'An analyst or an admin creates the first package.'}
          </EmptyState>
        )}
      </Card>
    </Page>
  );
}
