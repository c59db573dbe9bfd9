import { Pill } from '~/components/ui/pill.tsx';
import { StatusDot } from '~/components/ui/status-dot.tsx';
import { RowLink, Table, Td, Th, Tr } from '~/components/ui/table.tsx';
import { TextLink } from '~/components/ui/text-link.tsx';
import type { TaskRow } from '~server/tasks/task-page.queries.ts';
import { DueText } from './due-text.tsx';
import { taskPriority, taskStatus } from './task-words.ts';

/** Tasks with package, assignee and due date. `sortable`: the due date's title sorts. */
export function TaskTable({ tasks, sortable }: { tasks: TaskRow[]; sortable: boolean }) {
  return (
    <Table
      label="Tasks"
      sticky
      head={
        <>
          <Th>Task</Th>
          <Th>Package</Th>
          <Th>Assignee</Th>
          <Th>Status</Th>
          <Th numeric {...(sortable ? { sortField: 'dueDate', defaultSort: 'dueDate' } : {})}>
            Due
          </Th>
        </>
      }
    >
      {tasks.map((task) => (
        <TaskTr key={task.code} task={task} />
      ))}
    </Table>
  );
}

function TaskTr({ task }: { task: TaskRow }) {
  const status = taskStatus(task.status);
  return (
    <Tr>
      <Td primary>
        <span className="mr-2 font-mono text-sm text-muted">{task.code}</span>
        <RowLink to={`/tasks/${task.code}`}>{task.title}</RowLink>
        <TaskMarks task={task} />
      </Td>
      <Td>
        <TextLink
          plain
          to={`/packages/${task.package}`}
          title={task.packageTitle}
          className="relative font-mono text-sm"
        >
          {task.package}
        </TextLink>
      </Td>
      <Td muted={!task.assignee} className="sm:whitespace-nowrap">
        {task.assignee?.name ?? (task.buyer ? `${task.buyer.name} (buyer)` : 'Nobody')}
      </Td>
      <Td>
        <StatusDot tone={status.tone}>{status.label}</StatusDot>
      </Td>
      <Td numeric>
        <DueText dueDate={task.dueDate} daysLate={task.overdue ? task.daysLate : null} />
      </Td>
    </Tr>
  );
}

/** What stands out of a task; nothing for an ordinary one. */
function TaskMarks({ task }: { task: TaskRow }) {
  const priority = taskPriority(task.priority);
  const urgent = priority.tone !== 'neutral';
  if (!urgent && task.source !== 'email' && task.source !== 'chat' && !task.paused) return null;
  return (
    <span className="ml-2 inline-flex gap-1 align-middle">
      {urgent ? <Pill tone={priority.tone}>{priority.label}</Pill> : null}
      {task.source === 'email' ? <Pill tone="ai">from mail</Pill> : null}
      {task.source === 'chat' ? <Pill tone="ai">by the assistant</Pill> : null}
      {task.paused ? <Pill>paused</Pill> : null}
    </span>
  );
}
