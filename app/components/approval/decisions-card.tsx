import { Card } from '../ui/card.tsx';
import { InstantText } from '../ui/instant-text.tsx';
import { Timeline, TimelineItem } from '../ui/timeline.tsx';
import { whoDecides } from './approval-status.tsx';
import type { ApprovalView } from './approval-view.ts';

/** The level and why, and who decided so far. */
export function DecisionsCard({ approval }: { approval: ApprovalView }) {
  const { decisions, requiredDecisions, level, levelReasons, status } = approval;
  const reasons = levelReasons.length > 0 ? levelReasons.join('; ') : 'no reason is recorded';
  return (
    <Card
      title="Level and decisions"
      count={requiredDecisions > 0 ? `${decisions.length} of ${requiredDecisions}` : null}
    >
      <p className="border-b px-3.5 py-2.5 text-md">
        <b className="font-medium first-letter:uppercase">{level[0]?.toUpperCase() + level.slice(1)}</b>
        <span className="text-muted">: {reasons}. </span>
        {whoDecides(level)}
        {level === 'low' ? '.' : ', never the requester.'}
      </p>
      {decisions.length > 0 ? (
        <Timeline label="Decisions">
          {decisions.map((decision) => (
            <TimelineItem
              key={decision.by.email}
              tone={decision.decision === 'approve' ? 'ok' : 'bad'}
              time={<InstantText format="short" value={decision.at} />}
              detail={
                <>
                  {decision.reason ? <p className="whitespace-pre-line">{decision.reason}</p> : null}
                  {decision.tookOverFrom ? <p>Took over from {decision.tookOverFrom.name}.</p> : null}
                </>
              }
            >
              {decision.by.name} {decision.decision === 'approve' ? 'approved' : 'rejected'}
            </TimelineItem>
          ))}
        </Timeline>
      ) : (
        <p className="px-3.5 py-2.5 text-md text-muted">
          {level === 'low'
            ? 'The policy decided it.'
            : status === 'pending'
              ? 'Nobody has decided yet.'
              : 'It ended without a decision.'}
        </p>
      )}
    </Card>
  );
}
