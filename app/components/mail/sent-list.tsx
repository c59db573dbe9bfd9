import { Link, NavLink, useSearchParams } from '@remix-run/react';
import { classNames } from '~/components/ui/class-names.ts';
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
  /** The reader may see what PMIS sent by itself, too. */
  allKinds: boolean;
  now: string;
}

const KINDS: [kind: OutgoingJson['kind'], label: string][] = [
  ['reply', 'Replies'],
  ['notification', 'Notifications'],
  ['digest', 'Digests'],
  ['answer', 'Automatic answers'],
];

function KindsNav({ current }: { current: string }) {
  return (
    <nav aria-label="Kinds of sent mail" className="flex flex-wrap gap-x-3 gap-y-1 border-b px-3.5 py-1.5 text-sm">
      {KINDS.map(([kind, label]) => (
        <Link
          key={kind}
          to={kind === 'reply' ? '/mail?tab=sent' : `/mail?tab=sent&kind=${kind}`}
          aria-current={kind === current ? 'page' : undefined}
          className={classNames('rounded-xs', kind === current ? 'font-medium text-text' : 'text-accent')}
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}

/** Replies that were written here and, for those who run PMIS, what it sent by itself; newest first, and how each stands. */
export function SentList({ items, nextCursor, mailOn, allKinds, now }: SentListProps) {
  const [params] = useSearchParams();
  const kept = new URLSearchParams(params);
  for (const name of ['view', 'received', 'again', 'do']) kept.delete(name);
  const kind = params.get('kind') ?? 'reply';
  const kinds = allKinds ? <KindsNav current={kind} /> : null;
  if (items.length === 0)
    return (
      <>
        {kinds}
        <EmptyState title="Nothing sent yet" icon="mail">
          {!mailOn
            ? 'Outgoing mail is off: no mail server is configured.'
            : kind === 'reply'
              ? 'Open a message and choose Reply: what you write stands here until it is delivered.'
              : 'What PMIS sends by itself stands here.'}
        </EmptyState>
      </>
    );
  return (
    <>
      {kinds}
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
  const shown = (
    <>
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
    </>
  );
  // What PMIS sent by itself is no message of a conversation: there is nothing to open.
  if (mail.emailId === null) return <div className={itemStyle}>{shown}</div>;
  return (
    <NavLink to={{ pathname: `/mail/${mail.emailId}`, search }} className={itemStyle} prefetch="intent">
      {shown}
    </NavLink>
  );
}
