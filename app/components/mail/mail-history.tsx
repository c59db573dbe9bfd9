import type { ReactNode } from 'react';
import { Card } from '~/components/ui/card.tsx';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { TextLink } from '~/components/ui/text-link.tsx';
import { Timeline, TimelineItem } from '~/components/ui/timeline.tsx';
import type { Tone } from '~/components/ui/tone.ts';
import type { EventJson } from '~server/audit/event.schema.ts';

const TONES: Record<string, Tone> = {
  email_ingested: 'ai',
  email_filed: 'ok',
  email_quarantined: 'bad',
  email_failed: 'bad',
  email_sent: 'ok',
  email_send_failed: 'bad',
  email_bounced: 'bad',
};

/** What happened to a message, newest first. */
export function MailHistory({ events }: { events: EventJson[] }) {
  if (events.length === 0) return null;
  return (
    <Card title="History">
      <Timeline label="History">
        {events.map((event) => (
          <TimelineItem
            key={event.id}
            tone={TONES[event.eventType]}
            time={<InstantText value={event.at} format="short" />}
          >
            {sentence(event)}
          </TimelineItem>
        ))}
      </Timeline>
    </Card>
  );
}

function Accepted({ who, after }: { who: ReactNode; after: Record<string, unknown> }) {
  const task = typeof after.task === 'string' ? after.task : null;
  const approval = typeof after.approval === 'string' ? after.approval : null;
  return (
    <>
      {who} {task ? 'created' : 'proposed'}{' '}
      <TextLink plain to={task ? `/tasks/${task}` : `/approvals/${approval ?? ''}`}>
        {task ?? approval}
      </TextLink>{' '}
      from it
    </>
  );
}

function sentence({ eventType, actor, after }: EventJson): ReactNode {
  const who = <b className="font-medium">{typeof actor.name === 'string' ? actor.name : 'PMIS'}</b>;
  const code = typeof after?.package === 'string' ? after.package : null;
  switch (eventType) {
    case 'email_ingested':
      return code ? `Read and filed under ${code}` : 'Read; nothing said where it belongs';
    case 'email_filed':
      return (
        <>
          {who} filed it under {code}
        </>
      );
    case 'email_sent':
      return <>{who} sent it</>;
    case 'email_send_retried':
      return <>{who} sent it again</>;
    case 'email_send_failed':
      return 'Could not be sent';
    case 'email_bounced':
      return 'Came back undelivered';
    case 'email_unfiled':
      return (
        <>
          {who} took it away from {code}
        </>
      );
    case 'email_set_aside':
      return <>{who} said that it belongs to no package</>;
    case 'email_brought_back':
      return <>{who} put it back into triage</>;
    case 'email_understood':
      return `Read by ${typeof after?.model === 'string' ? after.model : 'the model'}`;
    case 'email_duplicate':
      return 'Recognised as a repeat';
    case 'email_quarantined':
      return 'Could not be read';
    case 'email_reprocessed':
      return <>{who} had it read again</>;
    case 'sender_confirmed':
      return <>{who} confirmed its sender</>;
    case 'suggestion_dismissed':
      return <>{who} dismissed a suggestion</>;
    case 'suggestion_accepted':
      return <Accepted who={who} after={after ?? {}} />;
    default:
      return <>{who} changed it</>;
  }
}
