import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { Page } from '~/components/shell/page.tsx';
import { PageHeader } from '~/components/shell/page-header.tsx';
import { LinkButton } from '~/components/ui/button.tsx';
import { Card } from '~/components/ui/card.tsx';
import { EmptyState } from '~/components/ui/empty-state.tsx';
import { Field } from '~/components/ui/field.tsx';
import { FilterBar } from '~/components/ui/filter-bar.tsx';
import { failureIn } from '~/components/ui/form-state.ts';
import { SearchInput } from '~/components/ui/input.tsx';
import { Pagination } from '~/components/ui/pagination.tsx';
import { VendorForm } from '~/components/vendor/vendor-form.tsx';
import { VendorTable } from '~/components/vendor/vendor-table.tsx';
import { pageAction, pageLoader, redirectWithToast } from '~/http/page.server.ts';
import { searchValues } from '~/http/search-values.ts';
import { can, canDo } from '~server/users/role.policy.ts';
import { requireCan } from '~server/users/require-can.ts';
import { createVendor } from '~server/vendors/create-vendor.ts';
import { listVendorsJson } from '~server/vendors/vendor.queries.ts';
import { vendorListInput, type vendorListOutput } from '~server/vendors/vendor.schema.ts';
import type { z } from 'zod';

export const meta: MetaFunction = () => [{ title: 'Vendors · PMIS' }];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor, url }) => {
    requireCan(actor, 'vendor.read');
    const given = searchValues(url, ['q', 'sort', 'cursor']);
    const list = await listVendorsJson(db, vendorListInput.parse(given));
    return {
      ...(JSON.parse(list) as z.output<typeof vendorListOutput>),
      q: given.q ?? '',
      mayAdd: canDo(actor, 'vendor.create'),
      adding: url.searchParams.get('do') === 'add' && can(actor.role, 'vendor.create'),
    };
  });
}

export function action(args: ActionFunctionArgs) {
  return pageAction(args, async ({ db, actor }, { name, country }) => {
    const vendor = await createVendor(db, actor, { name, country });
    return redirectWithToast(`/vendors/${vendor.id}`, { tone: 'ok', text: `${vendor.name} is added.` });
  });
}

/** Everyone we buy from or ask for bids. */
export default function Vendors() {
  const { items, nextCursor, q, mayAdd, adding } = useLoaderData<typeof loader>();
  const failure = failureIn(useActionData<typeof action>());
  const open = adding || failure !== null;
  const addButton = (
    <LinkButton to="?do=add" variant="primary" icon="plus" shortcut="c">
      Add vendor
    </LinkButton>
  );
  return (
    <Page>
      <PageHeader title="Vendors" actions={mayAdd && !open ? addButton : null} />
      {open ? (
        <Card title="New vendor" padded className="mb-4">
          <VendorForm failure={failure} />
        </Card>
      ) : null}
      <FilterBar>
        <Field label="Search" name="q" hideLabel>
          <SearchInput placeholder="Name or domain" defaultValue={q} />
        </Field>
      </FilterBar>
      <Card>
        {items.length > 0 ? (
          <VendorTable vendors={items} />
        ) : q ? (
          <EmptyState title="No vendor matches" icon="search">
            Nothing has “{q}” in its name or mail domains.
          </EmptyState>
        ) : (
          <EmptyState title="No vendors yet" icon="building" action={mayAdd ? addButton : null}>
            A vendor is who a package is bought from. Their mail domains tell whose message it is.
          </EmptyState>
        )}
        <Pagination nextCursor={nextCursor} shown={items.length} />
      </Card>
    </Page>
  );
}
