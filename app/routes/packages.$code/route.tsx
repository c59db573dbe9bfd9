import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData } from '@remix-run/react';
import { proposeChange } from '~server/packages/propose-change.ts';
import { createTask } from '~server/tasks/create-task.ts';
import { CommentsCard } from '../../components/comment/comments-card.tsx';
import { splitFailure } from '../../components/comment/split-failure.ts';
import { AddTaskForm } from '../../components/package/add-task-form.tsx';
import { DatesCard } from '../../components/package/dates-card.tsx';
import { DetailsCard } from '../../components/package/details-card.tsx';
import { HistoryCard } from '../../components/package/history-card.tsx';
import { MoneyCard } from '../../components/package/money-card.tsx';
import { PackageApprovalsCard } from '../../components/package/package-approvals-card.tsx';
import { PackageHeader } from '../../components/package/package-header.tsx';
import { PackageMailCard } from '../../components/package/package-mail-card.tsx';
import { PackageStepper } from '../../components/package/package-stepper.tsx';
import { PackageTasksCard } from '../../components/package/package-tasks-card.tsx';
import { ProposeForm } from '../../components/package/propose-form.tsx';
import { SuggestedCard } from '../../components/package/suggested-card.tsx';
import { WaitingCard } from '../../components/package/waiting-card.tsx';
import { Page } from '../../components/shell/page.tsx';
import { FailureBanner } from '../../components/ui/failure-banner.tsx';
import { failureIn } from '../../components/ui/form-state.ts';
import { Columns } from '../../components/ui/layout.tsx';
import { commentAction, loadComments } from '../../http/comments.server.ts';
import { pageAction, pageLoader, redirectWithToast } from '../../http/page.server.ts';
import { reloadAfterPost } from '../../http/reload-after-post.ts';
import { orNull } from '../../http/typed-values.server.ts';
import { loadForm, loadPackage, loadSections } from './load-package.server.ts';
import { proposedToast } from './proposed-toast.server.ts';
import { proposeBody } from './propose-body.server.ts';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `${data.pkg.code} ${data.pkg.title} · PMIS` : 'Package · PMIS' },
];

export const shouldRevalidate = reloadAfterPost;

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async (page) => {
    const pkg = await loadPackage(page);
    const [sections, form, comments] = await Promise.all([
      loadSections(page, pkg),
      loadForm(page, pkg),
      loadComments(page, { type: 'package', id: pkg.id, code: pkg.code }),
    ]);
    return { pkg, form, comments, ...sections };
  });
}

export function action(args: ActionFunctionArgs) {
  return pageAction(args, async (page, values) => {
    const { db, actor, params } = page;
    const code = params.code ?? '';
    const path = `/packages/${code}`;
    const commented = await commentAction(page, { type: 'package', code, path }, values);
    if (commented) return commented;
    if (values.intent === 'add-task') {
      const { title, assignee, dueDate, priority } = values as Record<string, string>;
      const task = await createTask(db, actor, {
        package: code,
        title,
        assignee: orNull(assignee ?? ''),
        dueDate: orNull(dueDate ?? ''),
        ...(priority ? { priority } : {}),
      });
      return redirectWithToast(path, { tone: 'ok', text: `${task.code} is added.` });
    }
    const proposed = await proposeChange(db, actor, { package: code, body: proposeBody(values) });
    return redirectWithToast(path, proposedToast(proposed));
  });
}

export default function Package() {
  const data = useLoaderData<typeof loader>();
  const { failure, commentFailure } = splitFailure(failureIn(useActionData<typeof action>()));
  const { pkg, form, today, now } = data;
  return (
    <Page>
      <PackageHeader pkg={pkg} pending={data.pending} canPropose={data.canPropose} canAddTask={data.canAddTask} />
      <FailureBanner failure={form ? null : failure} />
      <PackageStepper pkg={pkg} canPropose={data.canPropose} />
      <Columns
        side={
          <>
            <DatesCard pkg={pkg} today={today} />
            <MoneyCard pkg={pkg} />
            <DetailsCard pkg={pkg} people={data.people} />
            <HistoryCard pkg={pkg} {...data.history} />
          </>
        }
      >
        {form?.kind === 'propose' ? (
          <ProposeForm
            key={`${pkg.version} ${form.start.status ?? ''}`}
            pkg={pkg}
            today={today}
            failure={failure}
            {...form}
          />
        ) : null}
        {form?.kind === 'add-task' ? (
          <AddTaskForm code={pkg.code} buyer={pkg.buyer?.name ?? null} people={form.people} failure={failure} />
        ) : null}
        <WaitingCard pkg={pkg} approvals={data.pending} rights={data.rights} now={now} />
        <SuggestedCard pkg={pkg} suggestions={data.suggested.items} more={data.suggested.more} />
        <PackageTasksCard code={pkg.code} tasks={data.tasks.items} more={data.tasks.more} canAdd={data.canAddTask} />
        <PackageMailCard code={pkg.code} emails={data.emails.items} more={data.emails.more} />
        <CommentsCard comments={data.comments} failure={commentFailure} />
        <PackageApprovalsCard pkg={pkg} approvals={data.ended.items} more={data.ended.more} />
      </Columns>
    </Page>
  );
}
