import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { PolicyForm } from '~/components/admin/policy-form.tsx';
import { Page } from '~/components/shell/page.tsx';
import { PageHeader } from '~/components/shell/page-header.tsx';
import { failureIn } from '~/components/ui/form-state.ts';
import { pageAction, pageLoader, redirectWithToast } from '~/http/page.server.ts';
import { policyInput } from '~/http/policy-form.server.ts';
import { DomainError } from '~server/errors.ts';
import { getProjectJson } from '~server/projects/project.queries.ts';
import type { ProjectJson } from '~server/projects/project.schema.ts';
import { updateProject } from '~server/projects/update-project.ts';
import { listDeciderFacts } from '~server/users/decider.queries.ts';
import { requireCan } from '~server/users/require-can.ts';
import { timeZones } from '~server/users/time-zones.ts';

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: `${data?.project.name ?? 'Project'} · PMIS` }];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor, params }) => {
    requireCan(actor, 'project.manage');
    const [json, deciders] = await Promise.all([getProjectJson(db, params.code ?? ''), listDeciderFacts(db)]);
    if (!json) throw new DomainError('not_found', `There is no project ${params.code}.`);
    const project = JSON.parse(json) as ProjectJson;
    const active = deciders.filter((person) => person.active).length;
    return { project, deciders: active, timeZones: timeZones(project.timeZone) };
  });
}

export function action(args: ActionFunctionArgs) {
  return pageAction(args, async ({ db, actor, params }, values) => {
    const project = await updateProject(db, actor, params.code ?? '', policyInput(values));
    return redirectWithToast(`/admin/projects/${project.code}`, { tone: 'ok', text: `${project.name} is saved.` });
  });
}

/** A project's calendar and policy. */
export default function Project() {
  const { project, deciders, timeZones: zones } = useLoaderData<typeof loader>();
  const failure = failureIn(useActionData<typeof action>());
  return (
    <Page width="narrow">
      <PageHeader
        code={project.code}
        title={project.name}
        breadcrumbs={[
          { label: 'Admin', to: '/admin' },
          { label: 'Projects and policy', to: '/admin/projects' },
        ]}
      />
      <PolicyForm key={project.version} project={project} timeZones={zones} deciders={deciders} failure={failure} />
    </Page>
  );
}
