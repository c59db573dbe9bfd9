import type { Evidence } from '~server/audit/record-event.ts';
import { Quote } from '../ui/quote.tsx';
import { TextLink } from '../ui/text-link.tsx';

type EvidenceType = NonNullable<Evidence['type']>;

const PATHS: Partial<Record<EvidenceType, string>> = {
  email: '/mail',
  package: '/packages',
  task: '/tasks',
  approval: '/approvals',
};

const WORDS: Record<EvidenceType, string> = {
  email: 'open message',
  package: 'open package',
  task: 'open task',
  approval: 'open approval',
  event: 'an event of the audit trail',
  note: 'given by the requester',
};

/** The quotes that a proposal stands on, each with the way to where it comes from. */
export function EvidenceList({ evidence }: { evidence: readonly Evidence[] }) {
  return (
    <>
      {evidence.map((item, index) =>
        item.quote ? (
          <Quote key={index} text={item.quote} source={<Source item={item} />} />
        ) : (
          <p key={index} className="my-2.5 text-md text-muted">
            Evidence: <Source item={item} />
          </p>
        ),
      )}
    </>
  );
}

function Source({ item }: { item: Evidence }) {
  const type = item.type ?? 'note';
  const path = PATHS[type];
  const ref = item.code ?? item.id;
  if (type === 'email' && !ref) return <>a message about a bid that is not yours to read</>;
  if (!path || !ref) return <>{WORDS[type]}</>;
  return (
    <TextLink to={`${path}/${ref}`}>
      {WORDS[type]}
      {item.code ? ` ${item.code}` : ''}
    </TextLink>
  );
}
