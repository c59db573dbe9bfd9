import { Link, useSearchParams } from '@remix-run/react';
import { Icon } from '~/components/ui/icon.tsx';
import { formatInstant } from '~/components/ui/format.ts';
import { Pill } from '~/components/ui/pill.tsx';
import { useTimeZone } from '~/components/ui/time-zone.tsx';
import type { EmailJson } from '~server/emails/email.schema.ts';
import type { MailFacts } from '~server/emails/mail-page.queries.ts';

const AUTHENTICATION = {
  pass: { tone: 'ok', label: 'sender verified' },
  fail: { tone: 'bad', label: 'not from this sender' },
  unknown: { tone: 'neutral', label: 'not verified' },
} as const;

type Person = { name: string | null; address: string };

/** Back to the list, on screens that show one of the two. */
export function BackToList() {
  const [params] = useSearchParams();
  const kept = new URLSearchParams(params);
  kept.delete('view');
  return (
    <Link
      to={{ pathname: '/mail', search: kept.toString() }}
      className="mb-2 inline-flex items-center gap-1 rounded-xs font-medium text-accent md:hidden"
    >
      <Icon name="chevron-left" /> All messages
    </Link>
  );
}

/** A message's subject, people, date and what is known of its sender. */
export function MailHead({ email, facts }: { email: EmailJson; facts: MailFacts }) {
  const authentication = AUTHENTICATION[email.authentication];
  return (
    <header>
      <h1>{email.subject || '(no subject)'}</h1>
      <div className="mt-1.5 grid gap-0.5 text-sm text-muted">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          {email.from ? (
            <span className="wrap-anywhere">
              <b className="font-medium text-text">{email.from.name || email.from.address}</b>
              {email.from.name ? ` <${email.from.address}>` : null}
            </span>
          ) : (
            'Unknown sender'
          )}
          {email.source === 'sent' ? (
            <Pill>written here</Pill>
          ) : (
            <Pill tone={authentication.tone}>{authentication.label}</Pill>
          )}
          {email.kind === 'auto' ? <Pill>automatic</Pill> : null}
          {email.kind === 'bounce' ? <Pill tone="warn">bounce</Pill> : null}
        </p>
        <People label="to" people={email.to} />
        <People label="cc" people={email.cc} />
        <p>
          <SentAt date={email.date} offset={facts.dateOffset} receivedAt={email.receivedAt} />
          {facts.receivedBy ? ` · ${email.source === 'sent' ? 'written' : 'brought in'} by ${facts.receivedBy}` : null}
          {facts.mailSource ? ` · came ${wayIn(facts.mailSource)}` : null}
        </p>
      </div>
    </header>
  );
}

const WAYS: Record<string, string> = {
  api: 'by the API',
  ui: 'as a file on this page',
  cli: 'from the command line',
  redis: 'through the Redis list',
  smtp: 'by SMTP',
  'smtp-relay': 'by SMTP from our relay',
  lmtp: 'by LMTP',
};
const PROVIDERS = ['postmark', 'mailgun', 'sendgrid', 'ses'];

/** In words how a message came in. */
function wayIn(source: string): string {
  if (WAYS[source]) return WAYS[source];
  return PROVIDERS.includes(source) ? `from ${source}` : `from the mailbox ${source}`;
}

function People({ label, people }: { label: string; people: Person[] }) {
  if (people.length === 0) return null;
  return (
    <p className="wrap-anywhere">
      {label}{' '}
      {people.map((person, index) => (
        <span key={index} title={person.address}>
          {index > 0 ? ', ' : ''}
          {person.name || person.address}
        </span>
      ))}
    </p>
  );
}

/** The time as the sender wrote it with its offset, and the reader's when that differs. */
function SentAt({ date, offset, receivedAt }: { date: string | null; offset: number | null; receivedAt: string }) {
  const timeZone = useTimeZone();
  if (!date)
    return (
      <>
        no date of its own · received{' '}
        <time dateTime={receivedAt} className="num">
          {formatInstant(receivedAt, timeZone)}
        </time>
      </>
    );
  const mine = formatInstant(date, timeZone);
  const theirs =
    offset === null ? mine : formatInstant(new Date(Date.parse(date) + offset * 60_000).toISOString(), 'UTC');
  return (
    <time dateTime={date} className="num">
      {theirs}
      {offset === null ? null : ` (${offsetText(offset)})`}
      {theirs === mine ? null : ` · ${mine} for you`}
    </time>
  );
}

function offsetText(minutes: number): string {
  const absolute = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${minutes < 0 ? '−' : '+'}${two(Math.floor(absolute / 60))}:${two(absolute % 60)}`;
}
