import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { createUser } from '~server/users/create-user.ts';
import { randomPassword } from '~server/users/password.ts';
import { readUsers } from '~server/users/read-users.ts';
import { requireCan } from '~server/users/require-can.ts';
import { timeZones } from '~server/users/time-zones.ts';
import { AdminTabs } from '../components/admin/admin-tabs.tsx';
import { Page } from '../components/shell/page.tsx';
import { PageHeader } from '../components/shell/page-header.tsx';
import { FailureBanner } from '../components/ui/failure-banner.tsx';
import { LinkButton } from '../components/ui/button.tsx';
import { Card } from '../components/ui/card.tsx';
import { EmptyState } from '../components/ui/empty-state.tsx';
import { Field } from '../components/ui/field.tsx';
import { FilterBar } from '../components/ui/filter-bar.tsx';
import { failureIn } from '../components/ui/form-state.ts';
import { SearchInput } from '../components/ui/input.tsx';
import { Pagination } from '../components/ui/pagination.tsx';
import { Select } from '../components/ui/select.tsx';
import { ROLE_OPTIONS } from '../components/users/choices.ts';
import { OneTimeSecret } from '../components/users/one-time-secret.tsx';
import { PersonForm } from '../components/users/person-form.tsx';
import { PersonTable } from '../components/users/person-table.tsx';
import { pageAction, pageLoader } from '../http/page.server.ts';

export const meta: MetaFunction = () => [{ title: 'People · PMIS' }];

const ACTIVE_OPTIONS = [
  { value: 'true', label: 'Active' },
  { value: 'false', label: 'Disabled' },
];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor, url }) => {
    requireCan(actor, 'user.manage');
    const given = Object.fromEntries(
      ['q', 'role', 'active', 'sort', 'cursor'].flatMap((name) => {
        const value = url.searchParams.get(name);
        return value ? [[name, value]] : [];
      }),
    );
    return { ...(await readUsers(db, actor, given)), given, timeZones: timeZones() };
  });
}

/** Adds a person with a random password, which the answer shows once. */
export function action(args: ActionFunctionArgs) {
  return pageAction(args, async ({ db, actor }, { intent: _intent, ...person }) => {
    const password = randomPassword();
    const { name, email } = await createUser(db, actor, { ...person, password });
    return { ok: true as const, name, email, password };
  });
}

export default function People() {
  const { items, nextCursor, given, timeZones: zones } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const failure = failureIn(answer);
  const created = answer && 'password' in answer ? answer : null;
  const [params] = useSearchParams();
  const adding = failure !== null || params.has('add');
  return (
    <Page>
      <PageHeader
        title="Admin"
        actions={
          adding ? null : (
            <LinkButton to="?add" variant="primary" icon="plus">
              Add person
            </LinkButton>
          )
        }
      />
      <AdminTabs />
      {created ? (
        <OneTimeSecret
          title={`${created.name} may sign in as ${created.email} with this password`}
          secret={created.password}
        />
      ) : null}
      {adding ? (
        <Card
          title="New person"
          padded
          className="mb-4"
          end={
            <LinkButton to="/admin/people" size="sm" variant="quiet">
              Close
            </LinkButton>
          }
        >
          <FailureBanner failure={failure} />
          <PersonForm timeZones={zones} failure={failure} key={created?.email} />
        </Card>
      ) : null}
      <FilterBar keep={['sort']}>
        <Field label="Search" name="q" hideLabel>
          <SearchInput placeholder="Name, email or title" defaultValue={given.q} />
        </Field>
        <Field label="Role" name="role" hideLabel>
          <Select placeholder="Any role" options={ROLE_OPTIONS} defaultValue={given.role ?? ''} />
        </Field>
        <Field label="State" name="active" hideLabel>
          <Select placeholder="Active and disabled" options={ACTIVE_OPTIONS} defaultValue={given.active ?? ''} />
        </Field>
      </FilterBar>
      <Card>
        {items.length > 0 ? (
          <PersonTable people={items} />
        ) : (
          <EmptyState title="Nobody matches">Change the filter, or add a person.</EmptyState>
        )}
        <Pagination nextCursor={nextCursor} shown={items.length} />
      </Card>
    </Page>
  );
}
