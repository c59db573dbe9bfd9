import { NavLink } from '@remix-run/react';
import { Icon } from '~/components/ui/icon.tsx';
import { formatInstant } from '~/components/ui/format.ts';
import { Pill } from '~/components/ui/pill.tsx';
import { useTimeZone } from '~/components/ui/time-zone.tsx';
import type { EmailItemJson, RestrictedEmailJson } from '~server/emails/email.schema.ts';

export type MailItemView = EmailItemJson | RestrictedEmailJson;

export const itemStyle =
  'relative block min-w-0 flex-1 border-b px-3.5 py-2.5 text-text hover:bg-hover focus-visible:-outline-offset-2 aria-[current]:bg-accent-soft';

/** One message in the list: who, when, about what, and where it is filed. */
export function MailItem({ email, search, now }: { email: MailItemView; search: string; now: string }) {
  const to = { pathname: `/mail/${email.id}`, search };
  if (email.restricted) {
    return (
      <NavLink to={to} className={itemStyle} prefetch="intent">
        <span className="flex items-center gap-1.5 text-muted">
          <Icon name="lock" /> A message about a bid
          <When value={email.date} now={now} />
        </span>
        <span className="block text-sm text-muted">{email.packages.join(', ')} · not among its readers</span>
      </NavLink>
    );
  }
  return (
    <NavLink to={to} className={itemStyle} prefetch="intent">
      <span className="flex items-baseline gap-2">
        <b className="truncate">{email.from?.name || email.from?.address || 'Unknown sender'}</b>
        <When value={email.receivedAt} now={now} />
      </span>
      <span className="block truncate">
        {email.attachmentCount > 0 ? (
          <>
            <Icon name="paperclip" className="mr-1 inline size-3.5 align-[-2px] text-muted" />
            <span className="sr-only">{email.attachmentCount} attached. </span>
          </>
        ) : null}
        {email.subject || '(no subject)'}
      </span>
      <span className="block text-sm text-muted">
        <Standing email={email} />
      </span>
      <FoundIn found={email.found} />
    </NavLink>
  );
}

/** Beside its text, where the words of a search stand. */
function FoundIn({ found }: Pick<EmailItemJson, 'found'>) {
  const names = found.map(({ filename }) => filename ?? 'its HTML form');
  return names.length > 0 ? (
    <span className="block truncate text-sm text-muted">Found in {names.join(', ')}</span>
  ) : null;
}

/** Where it is filed, or why not. */
function Standing({ email }: { email: EmailItemJson }) {
  const probable = email.links.filter((link) => link.status === 'probable').map((link) => link.package);
  const filed = email.packages.join(', ');
  return (
    <span className="flex flex-wrap items-center gap-x-1.5 gap-y-1">
      {email.status === 'received' ? (
        'Being read …'
      ) : email.status !== 'processed' ? (
        <span className="truncate text-bad">{email.error ?? 'Could not be read'}</span>
      ) : email.duplicateOf ? (
        'Repeats another message'
      ) : filed ? (
        <span>{filed}</span>
      ) : email.kind === 'normal' ? (
        email.setAside ? (
          'Belongs to no package'
        ) : (
          'No package yet'
        )
      ) : null}
      {probable.length > 0 ? <span>· {probable.slice(0, 2).join(', ')} likely</span> : null}
      <Suggested {...email.suggested} />
      {email.kind === 'auto' ? (
        <Pill>automatic</Pill>
      ) : email.kind === 'bounce' ? (
        <Pill tone="warn">bounce</Pill>
      ) : null}
      {email.senderMismatch.length > 0 ? <Pill tone="bad">sender does not match</Pill> : null}
      {email.bankDetails ? <Pill tone="warn">bank details</Pill> : null}
    </span>
  );
}

/** How much it suggests: "2 tasks · 1 change suggested". */
function Suggested({ tasks, changes }: EmailItemJson['suggested']) {
  const parts = [
    tasks > 0 ? `${tasks} ${tasks === 1 ? 'task' : 'tasks'}` : '',
    changes > 0 ? `${changes} ${changes === 1 ? 'change' : 'changes'}` : '',
  ].filter((part) => part !== '');
  return parts.length > 0 ? <span>· {parts.join(' · ')} suggested</span> : null;
}

/** The time of a message of today, else its day. */
export function When({ value, now }: { value: string | null; now: string }) {
  const timeZone = useTimeZone();
  if (!value) return null;
  const today = formatInstant(value, timeZone, 'date') === formatInstant(now, timeZone, 'date');
  const sameYear = value.slice(0, 4) === now.slice(0, 4);
  const text = today
    ? formatInstant(value, timeZone, 'time')
    : sameYear
      ? formatInstant(value, timeZone, 'short').replace(/ \d\d:\d\d$/, '')
      : formatInstant(value, timeZone, 'date');
  return (
    <time dateTime={value} className="num ml-auto shrink-0 text-sm font-normal whitespace-nowrap text-muted">
      {text}
    </time>
  );
}
