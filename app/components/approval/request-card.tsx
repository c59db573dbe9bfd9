import { Card } from '../ui/card.tsx';
import { DescriptionItem, DescriptionList } from '../ui/description-list.tsx';
import { InstantText } from '../ui/instant-text.tsx';
import { TextLink } from '../ui/text-link.tsx';
import type { ApprovalView } from './approval-view.ts';

const ORIGINS: Record<ApprovalView['origin'], string> = {
  ui: 'on the screen',
  api: 'by the API',
  chat: 'by the assistant, in the chat',
  email: 'from a message',
};

/** Who asked for it, for what, when and until when. */
export function RequestCard({ approval, subject }: { approval: ApprovalView; subject: string | null }) {
  return (
    <Card title="Request">
      <DescriptionList>
        {approval.packageCode ? (
          <DescriptionItem label="Package">
            <TextLink plain to={`/packages/${approval.packageCode}`} className="font-mono text-sm">
              {approval.packageCode}
            </TextLink>{' '}
            {approval.packageTitle}
          </DescriptionItem>
        ) : (
          <DescriptionItem label="Vendor">
            <TextLink plain to={`/vendors/${approval.subjectId}`}>
              {subject ?? 'Vendor'}
            </TextLink>
          </DescriptionItem>
        )}
        <DescriptionItem label="Requested by">{approval.requestedBy.name}</DescriptionItem>
        <DescriptionItem label="Proposed">{ORIGINS[approval.origin]}</DescriptionItem>
        <DescriptionItem label="Requested">
          <InstantText value={approval.createdAt} />
        </DescriptionItem>
        {approval.status === 'pending' ? (
          <>
            <DescriptionItem label="Turn">{approval.turn?.name ?? 'nobody’s'}</DescriptionItem>
            <DescriptionItem label="Expires">
              <InstantText format="date" value={approval.expiresAt} />
            </DescriptionItem>
          </>
        ) : (
          <DescriptionItem label="Ended">
            <InstantText value={approval.appliedAt ?? approval.decidedAt} />
          </DescriptionItem>
        )}
      </DescriptionList>
    </Card>
  );
}
