import { Link } from '@remix-run/react';
import type { MailTab, MailTabCounts } from '~server/emails/mail-tabs.ts';

/** The tabs of the mail page, with what waits under each. */
export function MailTabsNav({ tab, counts }: { tab: MailTab; counts: MailTabCounts }) {
  return (
    <nav aria-label="Mail" className="flex gap-3.5 overflow-x-auto border-b px-3.5 pt-2.5 font-medium">
      <MailTabLink tab="inbox" current={tab} label="Inbox" />
      <MailTabLink tab="triage" current={tab} label="Triage" count={counts.triage} />
      <MailTabLink tab="quarantine" current={tab} label="Quarantine" count={counts.quarantine} />
      <MailTabLink tab="sent" current={tab} label="Sent" count={counts.sent} />
    </nav>
  );
}

function MailTabLink({
  tab,
  current,
  label,
  count,
}: {
  tab: MailTab;
  current: MailTab;
  label: string;
  count?: number;
}) {
  return (
    <Link
      to={tab === 'inbox' ? '/mail' : `/mail?tab=${tab}`}
      aria-current={tab === current ? 'page' : undefined}
      className="-mb-px flex items-center gap-1.5 border-b-2 border-transparent pt-1 pb-2 whitespace-nowrap text-muted hover:text-text aria-[current]:border-accent aria-[current]:text-text"
    >
      {label}
      {count ? <span className="num text-xs font-normal text-faint">{count}</span> : null}
    </Link>
  );
}
