import type { DecisionRights } from '~server/approvals/decision-rights.ts';
import { EvidenceList } from '../approval/evidence-list.tsx';
import { LevelPill } from '../approval/approval-status.tsx';
import { TurnPill } from '../approval/approval-turn.tsx';
import type { ApprovalView } from '../approval/approval-view.ts';
import { PatchDiff } from '../approval/patch-diff.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { InstantText } from '../ui/instant-text.tsx';
import { TextLink } from '../ui/text-link.tsx';
import { countDays } from './days.ts';
import { delayIfApproved } from './delay-if-approved.ts';
import type { PackageView } from './package-view.ts';

interface WaitingCardProps {
  pkg: PackageView;
  approvals: ApprovalView[];
  rights: Readonly<Record<string, DecisionRights>>;
  now: string;
}

/** What waits for a decision on the package: it stands first, with whose turn and how long. */
export function WaitingCard({ pkg, approvals, rights, now }: WaitingCardProps) {
  if (approvals.length === 0) return null;
  return (
    <Card title="Waiting for a decision" count={approvals.length} countTone="warn">
      <ul className="divide-y divide-line">
        {approvals.map((approval) => (
          <li key={approval.id} className="px-3.5 py-3">
            <Waiting pkg={pkg} approval={approval} rights={rights[approval.id]} now={now} />
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Waiting({
  pkg,
  approval,
  rights,
  now,
}: {
  pkg: PackageView;
  approval: ApprovalView;
  rights: DecisionRights | undefined;
  now: string;
}) {
  const path = `/approvals/${approval.code}`;
  const delay = delayIfApproved(pkg, [approval]);
  return (
    <article aria-label={`Proposal ${approval.code}`} className="grid gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <TextLink plain to={path} className="font-mono text-sm">
          {approval.code}
        </TextLink>
        <LevelPill level={approval.level} />
        <TurnPill approval={approval} now={now} />
        <span className="text-sm text-muted sm:ml-auto">
          proposed by {approval.requestedBy.name}
          {approval.origin === 'email' ? ' from a message' : approval.origin === 'chat' ? ' in the chat' : ''}
          {' · '}
          <InstantText format="short" value={approval.createdAt} />
        </span>
      </div>
      <PatchDiff patch={approval.patch} context={pkg} />
      {approval.reason ? <p className="wrap-anywhere whitespace-pre-line">{approval.reason}</p> : null}
      <EvidenceList evidence={approval.evidence} />
      <p className="text-sm text-muted first-letter:uppercase">
        {approval.level}: {approval.levelReasons.join('; ')}.{' '}
        {approval.requiredDecisions === 2 ? `${approval.decisions.length} of 2 decisions taken. ` : null}
        {approval.turnNote ? <span className="text-bad">It {approval.turnNote}. </span> : null}
        {delay > 0 ? `${countDays(delay)} late if approved.` : null}
      </p>
      <div className="flex flex-wrap gap-2">
        <LinkButton to={path} size="sm" variant={rights?.canDecide ? 'primary' : 'default'}>
          {rights?.canDecide ? 'Decide' : 'Open'}
        </LinkButton>
        {rights?.canWithdraw ? (
          <LinkButton to={`${path}?do=withdraw`} size="sm" variant="quiet">
            Withdraw
          </LinkButton>
        ) : null}
      </div>
    </article>
  );
}
