import { Banner } from '~/components/ui/banner.tsx';
import { Card } from '~/components/ui/card.tsx';
import { DescriptionItem, DescriptionList } from '~/components/ui/description-list.tsx';
import { InstantText } from '~/components/ui/instant-text.tsx';
import type { AuditReport } from '~server/audit/verify-audit.ts';

const count = (value: number) => value.toString().replace(/\B(?=(\d{3})+$)/g, ',');

/** What verifying found: counts, and the first thing that is wrong. */
export function AuditReportCard({ report, at }: { report: AuditReport; at: string }) {
  const { ok, first } = report;
  return (
    <Card title="Result" end={<InstantText value={at} />}>
      <div className="px-3.5 pt-3">
        {ok ? (
          <Banner tone="ok" title="The trail is whole" role="status">
            No event was changed, removed or inserted.
          </Banner>
        ) : (
          <Banner
            tone="bad"
            title={`${report.problems} ${report.problems === 1 ? 'problem' : 'problems'} found`}
            role="alert"
          >
            {first ? (
              <>
                First:{' '}
                {first.eventId === null
                  ? null
                  : `event ${first.eventId}${first.eventType ? ` (${first.eventType})` : ''}`}
                {first.entityType ? ` of ${first.entityType} ${first.code ?? first.entityId}` : null}: {first.what}.
              </>
            ) : null}
          </Banner>
        )}
      </div>
      <DescriptionList>
        <DescriptionItem label="Events">{count(report.events)}</DescriptionItem>
        <DescriptionItem label="Entities">{count(report.entities)}</DescriptionItem>
        <DescriptionItem label="Checkpoints">{count(report.checkpoints)}</DescriptionItem>
        <DescriptionItem label="Took">{(report.milliseconds / 1000).toFixed(2)} s</DescriptionItem>
      </DescriptionList>
    </Card>
  );
}
