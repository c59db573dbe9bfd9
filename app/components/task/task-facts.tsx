import { Card } from '~/components/ui/card.tsx';
import { DateText } from '~/components/ui/date-text.tsx';
import { DescriptionItem, DescriptionList } from '~/components/ui/description-list.tsx';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { Pill } from '~/components/ui/pill.tsx';
import { TextLink } from '~/components/ui/text-link.tsx';
import type { TaskJson } from '~server/tasks/task.schema.ts';
import { DueText } from './due-text.tsx';
import { taskPriority } from './task-words.ts';

const SOURCES = { ui: 'by hand', api: 'through the API', chat: 'in the chat', email: 'from mail' } as const;

/** The facts of a task: whose, until when, how often its date moved. */
export function TaskFacts({ task }: { task: TaskJson }) {
  const priority = taskPriority(task.priority);
  return (
    <Card title="Details">
      <DescriptionList>
        <DescriptionItem label="Package">
          <TextLink plain to={`/packages/${task.package}`}>
            <span className="font-mono text-sm">{task.package}</span> {task.packageTitle}
          </TextLink>
        </DescriptionItem>
        <DescriptionItem label="Assignee">
          {task.assignee?.name ?? (
            <span className="text-muted">{task.buyer ? `${task.buyer.name}, as buyer` : 'Nobody'}</span>
          )}
        </DescriptionItem>
        <DescriptionItem label="Due">
          <DueText dueDate={task.dueDate} daysLate={task.overdue ? task.daysLate : null} />
        </DescriptionItem>
        {task.dueMoves > 0 ? (
          <DescriptionItem label="First date">
            <DateText value={task.firstDueDate} />{' '}
            <span className="text-muted">· moved {task.dueMoves === 1 ? 'once' : `${task.dueMoves} times`}</span>
          </DescriptionItem>
        ) : null}
        {task.startDate ? (
          <DescriptionItem label="Start">
            <DateText value={task.startDate} />
          </DescriptionItem>
        ) : null}
        <DescriptionItem label="Priority">
          {priority.tone === 'neutral' ? priority.label : <Pill tone={priority.tone}>{priority.label}</Pill>}
        </DescriptionItem>
        {task.waitingFor ? <DescriptionItem label="Waiting for">{task.waitingFor}</DescriptionItem> : null}
        {task.lookAgainDate ? (
          <DescriptionItem label="Look again">
            <DateText value={task.lookAgainDate} />
          </DescriptionItem>
        ) : null}
        <DescriptionItem label="Added">
          <InstantText value={task.createdAt} format="short" />{' '}
          <span className="text-muted">{SOURCES[task.source]}</span>
        </DescriptionItem>
        {task.closedAt ? (
          <DescriptionItem label="Closed">
            <InstantText value={task.closedAt} format="short" />
          </DescriptionItem>
        ) : null}
      </DescriptionList>
    </Card>
  );
}
