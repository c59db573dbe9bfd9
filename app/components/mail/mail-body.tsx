import { Link } from '@remix-run/react';
import { Disclosure } from '~/components/ui/disclosure.tsx';
import type { EmailJson } from '~server/emails/email.schema.ts';
import type { MailFacts } from '~server/emails/mail-page.queries.ts';
import type { MailHeader, ThreadMessage } from '~server/emails/mail-view.queries.ts';
import { MailHeaders } from './mail-headers.tsx';
import { MailThread } from './mail-thread.tsx';
import { MarkedText } from './marked-text.tsx';
import { quotesToMark } from './suggestion-view.ts';

export const MAIL_VIEWS = ['new', 'full', 'html', 'thread', 'headers'] as const;
export type MailView = (typeof MAIL_VIEWS)[number];

interface MailBodyProps {
  email: EmailJson;
  facts: MailFacts;
  view: MailView;
  /** The address's search without `view`. */
  search: string;
  /** The suggestions that are pointed at: their sentences are lit. */
  active: readonly number[];
  /** Loaded with the view that shows them, else null. */
  headers: MailHeader[] | null;
  messages: ThreadMessage[] | null;
  /** How many messages the thread has. */
  conversation: number;
}

/** The search of the view where a quote is read: the one that is open where it stands there, else the full text. */
export function viewOfQuote(email: EmailJson, quote: string, view: MailView, search: string): string {
  const fresh = email.replyText?.trim() || email.text || '';
  const there = view !== 'full' && fresh.includes(quote) ? 'new' : 'full';
  return searchOf(there, search);
}

function searchOf(view: MailView, search: string): string {
  const params = new URLSearchParams(search);
  if (view !== 'new') params.set('view', view);
  return params.toString();
}

/** What is new in a message, its whole text, or its original HTML in a frame that runs and loads nothing. */
export function MailBody(props: MailBodyProps) {
  const { email, facts, view, search, active, headers, messages, conversation } = props;
  const fresh = email.replyText?.trim() ?? '';
  const full = email.text?.trim() ?? '';
  const quoted = facts.quotedText?.trim() ?? '';
  const differs = fresh !== full && full !== '';
  const marks = { whole: email.text ?? '', quotes: quotesToMark(email), active };
  const empty = {
    html: email.html === null,
    headers: headers === null,
    thread: messages === null,
    new: false,
    full: false,
  };
  const shown = empty[view] ? 'new' : view;
  return (
    <section aria-label="Message">
      <nav aria-label="How to show it" className="mb-3 flex flex-wrap gap-x-3 gap-y-1 text-sm">
        <ViewLink view="new" shown={shown} search={search} label={differs ? 'What is new' : 'Text'} />
        {differs ? <ViewLink view="full" shown={shown} search={search} label="Full text" /> : null}
        {email.html !== null ? <ViewLink view="html" shown={shown} search={search} label="Original" /> : null}
        {conversation > 1 ? (
          <ViewLink view="thread" shown={shown} search={search} label={`Conversation (${conversation})`} />
        ) : null}
        <ViewLink view="headers" shown={shown} search={search} label="Headers" />
      </nav>
      {shown === 'html' ? (
        <iframe
          title="Original message"
          src={`/mail/${email.id}/html`}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          referrerPolicy="no-referrer"
          className="h-[68vh] w-full rounded-lg border bg-white"
        />
      ) : shown === 'headers' && headers ? (
        <MailHeaders headers={headers} />
      ) : shown === 'thread' && messages ? (
        <MailThread messages={messages} currentId={email.id} search={search} />
      ) : shown === 'full' ? (
        <MarkedText text={full} {...marks} />
      ) : (
        <>
          <MarkedText text={fresh || (quoted ? '' : full)} {...marks} />
          {quoted ? (
            <Disclosure label="Show quoted history" className="mt-3">
              <div className="border-l-2 border-line-strong pl-3 text-muted">
                <MarkedText text={quoted} whole={quoted} quotes={[]} active={[]} />
              </div>
            </Disclosure>
          ) : null}
        </>
      )}
    </section>
  );
}

function ViewLink({ view, shown, search, label }: { view: MailView; shown: MailView; search: string; label: string }) {
  return (
    <Link
      to={{ search: searchOf(view, search) }}
      preventScrollReset
      aria-current={view === shown ? 'true' : undefined}
      className="rounded-xs text-muted hover:text-text aria-[current]:font-medium aria-[current]:text-text"
    >
      {label}
    </Link>
  );
}
