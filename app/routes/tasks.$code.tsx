import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useActionData, useLoaderData, useSearchParams } from '@remix-run/react';
import { CommentsCard } from '~/components/comment/comments-card.tsx';
import { splitFailure } from '~/components/comment/split-failure.ts';
import { EvidenceList } from '~/components/approval/evidence-list.tsx';
import { Page } from '~/components/shell/page.tsx';
import { PageHeader } from '~/components/shell/page-header.tsx';
import { TaskActions } from '~/components/task/task-actions.tsx';
import { TaskFacts } from '~/components/task/task-facts.tsx';
import { TaskForm } from '~/components/task/task-form.tsx';
import { TaskHistory } from '~/components/task/task-history.tsx';
import { taskStatus } from '~/components/task/task-words.ts';
import { FailureBanner } from '~/components/ui/failure-banner.tsx';
import { Card } from '~/components/ui/card.tsx';
import { failureIn } from '~/components/ui/form-state.ts';
import { Columns } from '~/components/ui/layout.tsx';
import { Pill } from '~/components/ui/pill.tsx';
import { StatusDot } from '~/components/ui/status-dot.tsx';
import { commentAction, loadComments } from '~/http/comments.server.ts';
import { pageAction, pageLoader, redirectWithToast } from '~/http/page.server.ts';
import type { EventJson } from '~server/audit/event.schema.ts';
import { getTimeline } from '~server/audit/get-timeline.ts';
import type { Evidence } from '~server/audit/record-event.ts';
import { listReadableEmails } from '~server/emails/readable-page.queries.ts';
import { DomainError } from '~server/errors.ts';
import { getTaskJson } from '~server/tasks/task.queries.ts';
import { isOpenTask } from '~server/tasks/task.policy.ts';
import type { TaskJson } from '~server/tasks/task.schema.ts';
import { updateTask } from '~server/tasks/update-task.ts';
import { requireCan } from '~server/users/require-can.ts';
import { canDo } from '~server/users/role.policy.ts';
import { listPeopleToChoose } from '~server/users/user.queries.ts';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data ? `${data.task.code} ${data.task.title}` : 'Task'} · PMIS` },
];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async (page) => {
    const { db, actor, params } = page;
    requireCan(actor, 'task.read');
    const json = await getTaskJson(db, params.code ?? '');
    if (!json) throw new DomainError('not_found', `There is no task ${params.code}.`);
    const task = JSON.parse(json) as TaskJson;
    const evidence = task.evidence as Evidence[];
    const mails = evidence.flatMap(({ type, id }) => (type === 'email' && id ? [id] : []));
    const [timeline, people, readable, comments] = await Promise.all([
      getTimeline(db, actor, 'task', task.id, { limit: 100 }),
      listPeopleToChoose(db),
      listReadableEmails(db, actor, mails),
      loadComments(page, { type: 'task', id: task.id, code: task.code }),
    ]);
    const hidden = ({ type, id }: Evidence) => type === 'email' && !readable.includes(id ?? '');
    return {
      task: { ...task, evidence: [] },
      evidence: evidence.filter((item) => !hidden(item)),
      someHidden: evidence.some(hidden),
      events: (JSON.parse(timeline) as { items: EventJson[] }).items,
      people,
      comments,
      mayWrite: canDo(actor, 'task.write'),
    };
  });
}

export function action(args: ActionFunctionArgs) {
  return pageAction(args, async (page, form) => {
    const { db, actor, params } = page;
    const code = params.code ?? '';
    const commented = await commentAction(page, { type: 'task', code, path: `/tasks/${code}` }, form);
    if (commented) return commented;
    const { intent, version, ...values } = form;
    const expectedVersion = Number(version);
    const status = intent === 'done' ? 'done' : intent === 'start' ? 'in_progress' : null;
    const change = status
      ? { status }
      : Object.fromEntries(
          Object.entries(values).map(([name, value]) => [name, value === '' && name.endsWith('Date') ? null : value]),
        );
    await updateTask(db, actor, code, { ...change, expectedVersion });
    const text = status === 'done' ? `${code} is done.` : status ? `${code} is in progress.` : `${code} is saved.`;
    return redirectWithToast(`/tasks/${code}`, { tone: 'ok', text });
  });
}

/** One task: what it is, where it came from, what happened to it. */
export default function Task() {
  const { task, evidence, someHidden, events, people, comments, mayWrite } = useLoaderData<typeof loader>();
  const { failure, commentFailure } = splitFailure(failureIn(useActionData<typeof action>()));
  const [params] = useSearchParams();
  const saving = failure?.values.intent === 'save';
  const editing = mayWrite && (params.get('do') === 'edit' || saving);
  const status = taskStatus(task.status);
  return (
    <Page>
      <PageHeader
        code={task.code}
        title={task.title}
        breadcrumbs={[
          { label: 'Tasks', to: '/tasks' },
          { label: `${task.package} ${task.packageTitle}`, to: `/packages/${task.package}` },
        ]}
        status={
          <>
            <StatusDot tone={status.tone}>{status.label}</StatusDot>
            {task.overdue ? <Pill tone="bad">{task.daysLate} d late</Pill> : null}
            {task.paused && isOpenTask(task.status) ? <Pill>paused with its package</Pill> : null}
          </>
        }
        actions={mayWrite && !editing ? <TaskActions task={task} /> : null}
      />
      <FailureBanner failure={saving ? null : failure} />
      <Columns side={<TaskFacts task={task} />}>
        {editing ? (
          <Card title="Edit task" padded>
            <TaskForm task={task} packages={[]} people={people} failure={failure} cancelTo={`/tasks/${task.code}`} />
          </Card>
        ) : null}
        {task.description && !editing ? (
          <Card title="Description" padded>
            <p className="max-w-[66ch] wrap-anywhere whitespace-pre-line">{task.description}</p>
          </Card>
        ) : null}
        {evidence.length > 0 || someHidden ? (
          <Card title="Where it came from" padded>
            <EvidenceList evidence={evidence} />
            {someHidden ? <p className="text-muted">A message about a bid; not among its readers.</p> : null}
          </Card>
        ) : null}
        <CommentsCard comments={comments} failure={commentFailure} />
        <TaskHistory events={events} />
      </Columns>
    </Page>
  );
}
