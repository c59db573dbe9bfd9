import { NavLink, useSearchParams } from '@remix-run/react';
import { EmptyState } from '~/components/ui/empty-state.tsx';
import { Pagination } from '~/components/ui/pagination.tsx';
import { StatusDot } from '~/components/ui/status-dot.tsx';
import type { OutgoingJson } from '~server/outgoing/outgoing.schema.ts';
import { itemStyle, When } from './mail-item.tsx';
import { SENT_WORDS } from './sent-words.ts';

interface SentListProps {
  items: OutgoingJson[];
  nextCursor: string | null;
  /** A mail server is configured. */
  mailOn: boolean;
  now: string;
}

/** Replies that were written here, newest first, and how each stands. */
export function SentList({ items, nextCursor, mailOn, now }: SentListProps) {
  const [params] = useSearchParams();
  const kept = new URLSearchParams(params);
  for (const name of ['view', 'received', 'again', 'do']) kept.delete(name);
  if (items.length === 0)
    return (
      <EmptyState title="Nothing sent yet" icon="mail">
        {mailOn
          ? 'Open a message and choose Reply: what you write stands here until it is delivered.'
          : 'Outgoing mail is off: no mail server is configured.'}
      </EmptyState>
    );
  return (
    <>
      <ul aria-label="Sent">
        {items.map((mail) => (
          <li key={mail.id}>
            <SentItem mail={mail} search={kept.toString()} now={now} />
          </li>
        ))}
      </ul>
      <Pagination nextCursor={nextCursor} nextLabel="Older" />
    </>
  );
}

function SentItem({ mail, search, now }: { mail: OutgoingJson; search: string; now: string }) {
  const { tone, word } = SENT_WORDS[mail.status];
  return (
    <NavLink to={{ pathname: `/mail/${mail.emailId ?? ''}`, search }} className={itemStyle} prefetch="intent">
      <span className="flex items-baseline gap-2">
        <b className="truncate">{mail.to.map((one) => one.name || one.address).join(', ')}</b>
        <When value={mail.sentAt ?? mail.createdAt} now={now} />
      </span>
      <span className="block truncate">{mail.subject}</span>
      <span className="flex min-w-0 flex-wrap items-center gap-x-1.5 text-sm text-muted">
        <StatusDot tone={tone}>{word}</StatusDot>
        {mail.sentBy ? <span>by {mail.sentBy}</span> : null}
        {mail.error && mail.status !== 'sent' ? <span className="min-w-0 truncate">· {mail.error}</span> : null}
      </span>
    </NavLink>
  );
}
