import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { AdminTabs } from '~/components/admin/admin-tabs.tsx';
import { ProjectForm } from '~/components/admin/project-form.tsx';
import { Page } from '~/components/shell/page.tsx';
import { PageHeader } from '~/components/shell/page-header.tsx';
import { LinkButton } from '~/components/ui/button.tsx';
import { Card } from '~/components/ui/card.tsx';
import { EmptyState } from '~/components/ui/empty-state.tsx';
import { failureIn } from '~/components/ui/form-state.ts';
import { Pagination } from '~/components/ui/pagination.tsx';
import { RowLink, Table, Td, Th, Tr } from '~/components/ui/table.tsx';
import { pageAction, pageLoader, redirectWithToast } from '~/http/page.server.ts';
import { searchValues } from '~/http/search-values.ts';
import { createProject } from '~server/projects/create-project.ts';
import { listProjectsJson } from '~server/projects/project.queries.ts';
import { type ProjectJson, projectListInput } from '~server/projects/project.schema.ts';
import { requireCan } from '~server/users/require-can.ts';
import { timeZones } from '~server/users/time-zones.ts';

export const meta: MetaFunction = () => [{ title: 'Projects and policy · PMIS' }];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor, url }) => {
    requireCan(actor, 'project.manage');
    const list = await listProjectsJson(db, projectListInput.parse(searchValues(url, ['cursor', 'sort'])));
    const { items, nextCursor } = JSON.parse(list) as { items: ProjectJson[]; nextCursor: string | null };
    return { items, nextCursor, timeZones: timeZones() };
  });
}

export function action(args: ActionFunctionArgs) {
  return pageAction(args, async ({ db, actor }, { code, name, timeZone, currency }) => {
    const upper = (value: unknown) => (typeof value === 'string' ? value.trim().toUpperCase() : value);
    const project = await createProject(db, actor, { code: upper(code), name, timeZone, currency: upper(currency) });
    return redirectWithToast(`/admin/projects/${project.code}`, { tone: 'ok', text: `${project.name} is added.` });
  });
}

/** The projects, each with its own calendar and policy. */
export default function Projects() {
  const { items, nextCursor, timeZones: zones } = useLoaderData<typeof loader>();
  const failure = failureIn(useActionData<typeof action>());
  const [params] = useSearchParams();
  const adding = params.get('do') === 'add' || failure !== null;
  const add = (
    <LinkButton to="?do=add" variant="primary" icon="plus">
      Add project
    </LinkButton>
  );
  return (
    <Page>
      <PageHeader title="Admin" actions={adding ? null : add} />
      <AdminTabs />
      {adding ? (
        <Card title="New project" padded className="mb-4">
          <ProjectForm timeZones={zones} failure={failure} />
        </Card>
      ) : null}
      <Card>
        {items.length > 0 ? (
          <Table
            label="Projects"
            head={
              <>
                <Th>Project</Th>
                <Th>Time zone</Th>
                <Th>Currency</Th>
                <Th numeric>Holidays</Th>
                <Th>Critical change</Th>
                <Th numeric>Packages</Th>
              </>
            }
          >
            {items.map((project) => (
              <Tr key={project.id}>
                <Td primary>
                  <RowLink to={`/admin/projects/${project.code}`}>
                    <span className="mr-2 font-mono text-sm text-muted">{project.code}</span>
                    {project.name}
                  </RowLink>
                </Td>
                <Td>{project.timeZone.replaceAll('_', ' ')}</Td>
                <Td>{project.currency}</Td>
                <Td label="Holidays" numeric>
                  {project.holidays.length}
                </Td>
                <Td>{project.secondDecision ? 'two deciders' : 'one, while fewer than three'}</Td>
                <Td label="Packages" numeric>
                  {project.packages}
                </Td>
              </Tr>
            ))}
          </Table>
        ) : (
          <EmptyState title="No project yet" action={adding ? null : add}>
            A project gives its packages their time zone, currency, calendar and policy.
          </EmptyState>
        )}
        <Pagination nextCursor={nextCursor} shown={items.length} />
      </Card>
    </Page>
  );
}
