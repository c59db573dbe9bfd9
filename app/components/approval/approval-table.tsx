import type { ApprovalSubject } from '~server/approvals/approval-page.queries.ts';
import { countDays } from '../package/days.ts';
import { InstantText } from '../ui/instant-text.tsx';
import { RowLink, Table, Td, Th, Tr } from '../ui/table.tsx';
import { TextLink } from '../ui/text-link.tsx';
import { ApprovalStatusDot, LevelPill } from './approval-status.tsx';
import { daysSince } from './approval-turn.tsx';
import type { ApprovalView } from './approval-view.ts';
import { patchRows } from './patch-rows.ts';

interface ApprovalTableProps {
  approvals: ApprovalView[];
  subjects: Readonly<Record<string, ApprovalSubject>>;
  /** Decided ones show how they ended and by whom, others whose turn it is. */
  decided: boolean;
  now: string;
}

/** Approvals in a list: what changes, how much weight it has, who asked and who is next. */
export function ApprovalTable({ approvals, subjects, decided, now }: ApprovalTableProps) {
  return (
    <Table
      label="Approvals"
      head={
        <>
          <Th>Code</Th>
          <Th>Change</Th>
          <Th>Package</Th>
          <Th>Level</Th>
          <Th>{decided ? 'Outcome' : 'Turn'}</Th>
          <Th>Requested by</Th>
          <Th numeric sortField="createdAt" defaultSort="-createdAt">
            {decided ? 'Requested' : 'Age'}
          </Th>
        </>
      }
    >
      {approvals.map((approval) => (
        <Tr key={approval.id}>
          <Td className="font-mono text-sm whitespace-nowrap">
            <RowLink to={`/approvals/${approval.code}`}>{approval.code}</RowLink>
          </Td>
          <Td primary>
            <FirstChange approval={approval} subject={subjects[approval.id]} />
          </Td>
          <Td>
            {approval.packageCode ? (
              <TextLink
                plain
                to={`/packages/${approval.packageCode}`}
                className="relative font-mono text-sm whitespace-nowrap"
                title={approval.packageTitle ?? undefined}
              >
                {approval.packageCode}
              </TextLink>
            ) : (
              (subjects[approval.id]?.subject ?? 'Vendor')
            )}
          </Td>
          <Td>
            <LevelPill level={approval.level} />
          </Td>
          <Td>
            <TurnOrOutcome approval={approval} />
          </Td>
          <Td label="By">{approval.requestedBy.name}</Td>
          <Td numeric muted>
            {decided ? <InstantText format="date" value={approval.createdAt} /> : age(approval.createdAt, now)}
          </Td>
        </Tr>
      ))}
    </Table>
  );
}

function FirstChange({ approval, subject }: { approval: ApprovalView; subject: ApprovalSubject | undefined }) {
  const rows = patchRows(approval.patch, subject ?? {});
  const first = rows[0];
  if (!first) return <>{approval.packageTitle}</>;
  return (
    <span>
      <span className="text-muted">{first.label}</span>{' '}
      {first.from ? <del className="text-bad decoration-bad/50">{first.from}</del> : null}{' '}
      <span aria-hidden="true" className="text-muted">
        →
      </span>{' '}
      <ins className="font-semibold text-ok no-underline">{first.to || '—'}</ins>
      {rows.length > 1 ? <span className="text-muted"> and {rows.length - 1} more</span> : null}
    </span>
  );
}

function TurnOrOutcome({ approval }: { approval: ApprovalView }) {
  if (approval.status !== 'pending') return <ApprovalStatusDot status={approval.status} />;
  if (!approval.turn) return <span className="text-bad">Nobody can decide</span>;
  const taken = approval.decisions.length;
  return (
    <>
      {approval.turn.name}
      {approval.requiredDecisions === 2 ? <span className="text-muted"> · {taken} of 2</span> : null}
    </>
  );
}

function age(createdAt: string, now: string): string {
  const days = daysSince(createdAt, now);
  return days === 0 ? 'today' : countDays(days);
}
