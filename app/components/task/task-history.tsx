import { Card } from '~/components/ui/card.tsx';
import { formatDate } from '~/components/ui/format.ts';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { Timeline, TimelineItem } from '~/components/ui/timeline.tsx';
import type { Tone } from '~/components/ui/tone.ts';
import type { EventJson } from '~server/audit/event.schema.ts';
import type { TaskPriority, TaskStatus } from '~server/tasks/task.policy.ts';
import { taskPriority, taskStatus } from './task-words.ts';

const FIELDS: Record<string, string> = {
  title: 'Title',
  description: 'Description',
  status: 'Status',
  priority: 'Priority',
  assignee: 'Assignee',
  startDate: 'Start',
  dueDate: 'Due',
  waitingFor: 'Waiting for',
  lookAgainDate: 'Look again',
};

const TONES: Record<string, Tone> = { task_created: 'ai', task_completed: 'ok', task_escalated: 'bad' };

const COMMENT_VERBS: Record<string, string> = {
  comment_added: 'commented',
  comment_edited: 'rewrote a comment',
  comment_deleted: 'deleted a comment',
};

/** What happened to a task, newest first. */
export function TaskHistory({ events }: { events: EventJson[] }) {
  return (
    <Card title="History">
      <Timeline label="History">
        {events.map((event) => (
          <TimelineItem
            key={event.id}
            tone={TONES[event.eventType]}
            time={<InstantText value={event.at} format="short" />}
            detail={<Detail event={event} />}
          >
            <Sentence event={event} />
          </TimelineItem>
        ))}
      </Timeline>
    </Card>
  );
}

function Sentence({ event }: { event: EventJson }) {
  const who = <b className="font-medium">{typeof event.actor.name === 'string' ? event.actor.name : 'PMIS'}</b>;
  if (event.eventType === 'task_created')
    return (
      <>
        {who} added it{event.via === 'chat' ? ' in the chat' : event.via === 'email' ? ' from a message' : ''}
      </>
    );
  if (event.eventType === 'task_completed') return <>{who} finished it</>;
  if (event.eventType === 'task_escalated') {
    const days = event.after?.daysLate;
    return <>It became overdue{typeof days === 'number' ? ` (${days} d late)` : ''}</>;
  }
  if (event.eventType in COMMENT_VERBS)
    return (
      <>
        {who} {COMMENT_VERBS[event.eventType]}
      </>
    );
  return <>{who} changed it</>;
}

function Detail({ event }: { event: EventJson }) {
  const { before, after } = event;
  const rows = before && after ? Object.keys(after).filter((field) => field in FIELDS) : [];
  const changed = event.eventType === 'task_completed' ? rows.filter((field) => field !== 'status') : rows;
  if (changed.length === 0 && !event.reason) return null;
  return (
    <>
      {changed.map((field) => (
        <div key={field}>
          {FIELDS[field]}:{' '}
          {field === 'description'
            ? 'rewritten'
            : `${valueText(field, before?.[field])} → ${valueText(field, after?.[field])}`}
        </div>
      ))}
      {event.reason ? <div className="whitespace-pre-line">“{event.reason}”</div> : null}
    </>
  );
}

function valueText(field: string, value: unknown): string {
  if (value === null || value === undefined || value === '') return '—';
  if (field === 'status') return taskStatus(value as TaskStatus).label;
  if (field === 'priority') return taskPriority(value as TaskPriority).label;
  return field.endsWith('Date') ? formatDate(String(value)) : String(value);
}
