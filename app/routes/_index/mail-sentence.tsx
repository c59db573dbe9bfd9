import { TextLink } from '~/components/ui/text-link.tsx';
import type { RecentMail } from '~server/audit/recent-changes-page.queries.ts';

/** How many packages are named before the rest is counted. */
const NAMED = 4;

/** How much mail arrived, and for which packages, in one sentence. */
export function MailSentence({ mail }: { mail: RecentMail }) {
  const { messages, packages, unfiled } = mail;
  const rest = packages.length - NAMED;
  return (
    <>
      <TextLink to={messages === 1 ? `/mail/${mail.lastId}` : '/mail'}>
        {messages === 1 ? 'A message' : `${messages} messages`}
      </TextLink>{' '}
      arrived
      {packages.slice(0, NAMED).map(({ code, messages: some }, index) => (
        <span key={code}>
          {index === 0 ? ' for ' : ', '}
          <TextLink plain to={`/packages/${code}`} className="font-mono text-sm whitespace-nowrap">
            {code}
          </TextLink>
          {some > 1 ? <span className="num text-muted"> ({some})</span> : null}
        </span>
      ))}
      {rest > 0 ? ` and ${rest} more ${rest === 1 ? 'package' : 'packages'}` : ''}
      {unfiled > 0 ? <Unfiled count={unfiled} alone={packages.length === 0} /> : null}
    </>
  );
}

function Unfiled({ count, alone }: { count: number; alone: boolean }) {
  return <>{alone ? ' for no package yet' : `; ${count} for none`}</>;
}
