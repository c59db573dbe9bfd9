import { countDays } from '../package/days.ts';
import { delayIfApproved } from '../package/delay-if-approved.ts';
import type { PackageView } from '../package/package-view.ts';
import { Card } from '../ui/card.tsx';
import { DateText } from '../ui/date-text.tsx';
import { Pill } from '../ui/pill.tsx';
import { EvidenceList } from './evidence-list.tsx';
import type { ApprovalView } from './approval-view.ts';
import { PatchDiff } from './patch-diff.tsx';
import type { PatchContext } from './patch-rows.ts';

interface ChangeCardProps {
  approval: ApprovalView;
  context: PatchContext;
  /** The package as it is today; null for a vendor. */
  pkg: PackageView | null;
}

/** What changes, why, and the words it rests on. */
export function ChangeCard({ approval, context, pkg }: ChangeCardProps) {
  const late = pkg && approval.status === 'pending' ? delayIfApproved(pkg, [approval]) : 0;
  return (
    <Card
      title="What changes"
      padded
      end={late > 0 ? <Pill tone="bad">{countDays(late)} late if approved</Pill> : null}
    >
      <PatchDiff patch={approval.patch} context={context} />
      {approval.patch.status && approval.effectiveDate ? (
        <p className="mt-2 text-md text-muted">
          Effective <DateText value={approval.effectiveDate} />
          {approval.correction ? ', a correction of what was recorded in error' : null}
        </p>
      ) : null}
      <h3 className="mt-4 mb-1">Reason</h3>
      {approval.reason ? (
        <p className="wrap-anywhere whitespace-pre-line">{approval.reason}</p>
      ) : (
        <p className="text-muted">None was given.</p>
      )}
      {approval.evidence.length > 0 ? (
        <>
          <h3 className="mt-4 mb-1">Evidence</h3>
          <EvidenceList evidence={approval.evidence} />
        </>
      ) : null}
    </Card>
  );
}
