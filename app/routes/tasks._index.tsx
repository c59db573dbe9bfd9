import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { Page } from '~/components/shell/page.tsx';
import { PageHeader } from '~/components/shell/page-header.tsx';
import { TaskFilters } from '~/components/task/task-filters.tsx';
import { TaskForm } from '~/components/task/task-form.tsx';
import { TaskTable } from '~/components/task/task-table.tsx';
import { FailureBanner } from '~/components/ui/failure-banner.tsx';
import { LinkButton } from '~/components/ui/button.tsx';
import { Card } from '~/components/ui/card.tsx';
import { EmptyState } from '~/components/ui/empty-state.tsx';
import { failureIn } from '~/components/ui/form-state.ts';
import { Pagination } from '~/components/ui/pagination.tsx';
import { Tabs } from '~/components/ui/tabs.tsx';
import { pageAction, pageLoader, redirectWithToast } from '~/http/page.server.ts';
import { searchValues } from '~/http/search-values.ts';
import { businessNow } from '~server/clock.ts';
import { readableEvidenceJson } from '~server/emails/readable-evidence.ts';
import { listPackagesToOffer } from '~server/packages/package-choice-page.queries.ts';
import { createTask } from '~server/tasks/create-task.ts';
import { countTaskTabs, listUndatedTasks, type TaskRow } from '~server/tasks/task-page.queries.ts';
import { OPEN_TASK_STATUSES } from '~server/tasks/task.policy.ts';
import { listTasksJson } from '~server/tasks/task.queries.ts';
import { taskListInput } from '~server/tasks/task.schema.ts';
import { requireCan } from '~server/users/require-can.ts';
import { canDo } from '~server/users/role.policy.ts';
import { listPeopleToChoose } from '~server/users/user.queries.ts';

export const meta: MetaFunction = () => [{ title: 'Tasks · PMIS' }];

const EMPTY = {
  mine: ['Nothing is yours to do', 'Tasks that you are given, or that fall to you as buyer, stand here.'],
  team: ['No tasks', 'Add the first one: what is to be done, on which package, by when.'],
  overdue: ['Nothing is overdue', 'Every open task is still within its date.'],
  undated: ['Every task has a date', 'Tasks without one on packages that you buy would stand here.'],
} as const;
type Tab = keyof typeof EMPTY;

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor, url }) => {
    requireCan(actor, 'task.read');
    const mayWrite = canDo(actor, 'task.write');
    const asked = url.searchParams.get('tab') ?? '';
    const tab: Tab = asked in EMPTY ? (asked as Tab) : mayWrite && !url.searchParams.get('package') ? 'mine' : 'team';
    const given = searchValues(url, ['q', 'package', 'assignee', 'status', 'sort', 'cursor']);
    const list = async (): Promise<{ items: TaskRow[]; nextCursor: string | null }> => {
      if (tab === 'undated') return { items: await listUndatedTasks(db, actor.userId, 200), nextCursor: null };
      const input = taskListInput.parse({
        ...given,
        status: tab === 'overdue' ? undefined : (given.status ?? OPEN_TASK_STATUSES.join(',')),
        ...(tab === 'mine' ? { assignee: 'me' } : {}),
        ...(tab === 'overdue' ? { overdue: 'true' } : {}),
      });
      return JSON.parse(await readableEvidenceJson(db, actor, await listTasksJson(db, actor.userId, input)));
    };
    const [page, counts, people, packages] = await Promise.all([
      list(),
      countTaskTabs(db, actor.userId, businessNow()),
      listPeopleToChoose(db),
      listPackagesToOffer(db),
    ]);
    return { ...page, counts, people, packages, tab, given, mayWrite };
  });
}

export function action(args: ActionFunctionArgs) {
  return pageAction(args, async ({ db, actor }, { intent: _intent, ...values }) => {
    const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
    const task = await createTask(db, actor, { package: '', title: '', ...given });
    return redirectWithToast(`/tasks/${task.code}`, { tone: 'ok', text: `${task.code} is added.` });
  });
}

/** Work on packages: mine, everybody's, what is overdue. */
export default function Tasks() {
  const { items, nextCursor, counts, people, packages, tab, given, mayWrite } = useLoaderData<typeof loader>();
  const failure = failureIn(useActionData<typeof action>());
  const [params] = useSearchParams();
  const adding = mayWrite && (params.get('do') === 'add' || failure !== null);
  const filtered = ['q', 'package', 'assignee', 'status'].some((name) => given[name]);
  const [title, text] = EMPTY[tab];
  const add = (
    <LinkButton to={`?tab=${tab}&do=add`} variant="primary" icon="plus" shortcut="c">
      Add task
    </LinkButton>
  );
  const tabs: { label: string; tab: Tab }[] = [
    { label: 'Mine', tab: 'mine' },
    { label: 'Team', tab: 'team' },
    { label: 'Overdue', tab: 'overdue' },
    ...(counts.undated > 0 || tab === 'undated' ? [{ label: 'No date', tab: 'undated' as const }] : []),
  ];
  return (
    <Page>
      <PageHeader title="Tasks" actions={mayWrite && !adding ? add : null} />
      <FailureBanner failure={adding ? null : failure} />
      {adding ? (
        <Card title="New task" padded className="mb-4">
          <TaskForm
            packages={packages}
            people={people}
            failure={failure}
            packageCode={params.get('package') ?? ''}
            cancelTo={`/tasks?tab=${tab}`}
          />
        </Card>
      ) : null}
      <Tabs
        label="Tasks"
        items={tabs.map((item) => ({
          label: item.label,
          to: `/tasks?tab=${item.tab}`,
          count: counts[item.tab],
          current: item.tab === tab,
        }))}
      />
      {tab === 'undated' ? null : <TaskFilters tab={tab} given={given} people={people} packages={packages} />}
      <Card>
        {items.length > 0 ? (
          <TaskTable tasks={items} sortable={tab !== 'undated'} />
        ) : filtered ? (
          <EmptyState title="No task matches" icon="search">
            Change the filter, or clear it.
          </EmptyState>
        ) : (
          <EmptyState title={title} icon="tasks" action={mayWrite && tab !== 'overdue' && !adding ? add : null}>
            {text}
          </EmptyState>
        )}
        <Pagination nextCursor={nextCursor} shown={items.length} />
      </Card>
    </Page>
  );
}
