import { ApprovalStatusDot } from '../approval/approval-status.tsx';
import type { ApprovalView } from '../approval/approval-view.ts';
import { patchPhrase } from '../approval/patch-rows.ts';
import { Card } from '../ui/card.tsx';
import { InstantText } from '../ui/instant-text.tsx';
import { RowLink, Table, Td, Tr } from '../ui/table.tsx';
import { TextLink } from '../ui/text-link.tsx';
import type { PackageView } from './package-view.ts';

interface PackageApprovalsCardProps {
  pkg: PackageView;
  /** Decided and otherwise ended ones, newest first. */
  approvals: ApprovalView[];
  more: boolean;
}

/** What was decided on the package. */
export function PackageApprovalsCard({ pkg, approvals, more }: PackageApprovalsCardProps) {
  return (
    <Card
      title="Approvals"
      count={approvals.length > 0 ? `${approvals.length}${more ? '+' : ''}` : null}
      end={
        <TextLink plain to={`/approvals?tab=decided&package=${pkg.code}`}>
          All approvals
        </TextLink>
      }
    >
      {approvals.length > 0 ? (
        <Table label="Decided approvals">
          {approvals.map((approval) => (
            <Tr key={approval.id}>
              <Td className="font-mono text-sm">
                <RowLink to={`/approvals/${approval.code}`}>{approval.code}</RowLink>
              </Td>
              <Td primary>{patchPhrase(approval.patch, pkg)}</Td>
              <Td>
                <ApprovalStatusDot status={approval.status} />
              </Td>
              <Td muted>
                {approval.level === 'low' && approval.status === 'applied' ? 'by policy' : decidersOf(approval)}
              </Td>
              <Td numeric muted>
                <InstantText format="date" value={approval.decidedAt ?? approval.createdAt} />
              </Td>
            </Tr>
          ))}
        </Table>
      ) : (
        <p className="px-3.5 py-3 text-md text-muted">Nothing was decided on this package yet.</p>
      )}
    </Card>
  );
}

/** "Charlie Osei, Chidi Anand". */
const decidersOf = (approval: ApprovalView) => approval.decisions.map((decision) => decision.by.name).join(', ');
