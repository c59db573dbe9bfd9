import type { TaskJson } from '~server/tasks/task.schema.ts';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { DateText } from '../ui/date-text.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { Pill } from '../ui/pill.tsx';
import { taskPriority } from '../task/task-words.ts';
import { RowLink, Table, Td, Th, Tr } from '../ui/table.tsx';
import { TextLink } from '../ui/text-link.tsx';

interface PackageTasksCardProps {
  code: string;
  tasks: TaskJson[];
  /** There are more than shown. */
  more: boolean;
  canAdd: boolean;
}

/** The open tasks of a package, the next due first. */
export function PackageTasksCard({ code, tasks, more, canAdd }: PackageTasksCardProps) {
  return (
    <Card
      title="Tasks"
      count={tasks.length > 0 ? `${tasks.length}${more ? '+' : ''} open` : null}
      end={
        <TextLink plain to={`/tasks?package=${code}`}>
          All tasks
        </TextLink>
      }
    >
      {tasks.length > 0 ? (
        <Table
          label="Tasks"
          head={
            <>
              <Th>Task</Th>
              <Th>Assignee</Th>
              <Th numeric>Due</Th>
            </>
          }
        >
          {tasks.map((task) => (
            <Tr key={task.id}>
              <Td primary>
                <RowLink to={`/tasks/${task.code}`}>{task.title}</RowLink> <TaskMarks task={task} />
              </Td>
              <Td>{task.assignee?.name ?? <span className="text-muted">{task.buyer?.name ?? 'Nobody yet'}</span>}</Td>
              <Td numeric>
                {task.overdue ? (
                  <Pill tone="bad">
                    <DateText format="short" value={task.dueDate} /> · {task.daysLate} d late
                  </Pill>
                ) : (
                  <DateText format="short" value={task.dueDate} />
                )}
              </Td>
            </Tr>
          ))}
        </Table>
      ) : (
        <EmptyState
          title="No open task"
          action={canAdd ? <LinkButton to="?do=add-task">Add task</LinkButton> : undefined}
        >
          Say what has to be done next, by whom and until when.
        </EmptyState>
      )}
    </Card>
  );
}

function TaskMarks({ task }: { task: TaskJson }) {
  const priority = taskPriority(task.priority);
  return (
    <>
      {task.source === 'email' ? <Pill tone="ai">from mail</Pill> : null}
      {task.source === 'chat' ? <Pill tone="ai">by the assistant</Pill> : null}
      {task.status === 'blocked' ? <Pill tone="warn">blocked</Pill> : null}
      {priority.tone !== 'neutral' ? <Pill tone={priority.tone}>{priority.label}</Pill> : null}
      {task.paused ? <Pill>paused</Pill> : null}
    </>
  );
}
