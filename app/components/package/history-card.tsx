import type { ApprovalSubject } from '~server/approvals/approval-page.queries.ts';
import type { EventJson } from '~server/audit/event.schema.ts';
import { Card } from '../ui/card.tsx';
import { InstantText } from '../ui/instant-text.tsx';
import { TextLink } from '../ui/text-link.tsx';
import { Timeline, TimelineItem } from '../ui/timeline.tsx';
import { EventSentence, eventTone } from './event-sentence.tsx';
import type { TaskName } from '~server/tasks/tasks-by-id-page.queries.ts';
import type { PackageView } from './package-view.ts';

interface HistoryCardProps {
  pkg: PackageView;
  events: EventJson[];
  subjects: Readonly<Record<string, ApprovalSubject>>;
  tasks: Readonly<Record<string, TaskName>>;
}

/** What happened to the package, newest first. */
export function HistoryCard({ pkg, events, subjects, tasks }: HistoryCardProps) {
  return (
    <Card
      title="History"
      end={
        <TextLink plain to={`/packages/${pkg.code}/history`}>
          All events
        </TextLink>
      }
    >
      {events.length > 0 ? (
        <Timeline label="History">
          {events.map((event) => (
            <TimelineItem
              key={event.id}
              tone={eventTone(event)}
              time={<InstantText format="short" value={event.at} />}
              detail={
                <>
                  {event.reason && event.eventType !== 'package_patched' ? (
                    <p className="line-clamp-2">{event.reason}</p>
                  ) : null}
                  <span className="font-mono text-2xs text-faint">{event.eventType}</span>
                </>
              }
            >
              <EventSentence event={event} pkg={pkg} subjects={subjects} tasks={tasks} />
            </TimelineItem>
          ))}
        </Timeline>
      ) : (
        <p className="px-3.5 py-3 text-md text-muted">Nothing is recorded yet.</p>
      )}
    </Card>
  );
}
