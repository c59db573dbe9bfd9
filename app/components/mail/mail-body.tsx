import { Link } from '@remix-run/react';
import { Disclosure } from '~/components/ui/disclosure.tsx';
import type { EmailJson } from '~server/emails/email.schema.ts';
import type { MailFacts } from '~server/emails/mail-page.queries.ts';
import { MarkedText } from './marked-text.tsx';
import { quotesToMark } from './suggestion-view.ts';

export const MAIL_VIEWS = ['new', 'full', 'html'] as const;
export type MailView = (typeof MAIL_VIEWS)[number];

interface MailBodyProps {
  email: EmailJson;
  facts: MailFacts;
  view: MailView;
  /** The address's search without `view`. */
  search: string;
  /** The suggestions that are pointed at: their sentences are lit. */
  active: readonly number[];
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
export function MailBody({ email, facts, view, search, active }: MailBodyProps) {
  const fresh = email.replyText?.trim() ?? '';
  const full = email.text?.trim() ?? '';
  const quoted = facts.quotedText?.trim() ?? '';
  const differs = fresh !== full && full !== '';
  const marks = { whole: email.text ?? '', quotes: quotesToMark(email), active };
  const shown = view === 'html' && email.html === null ? 'new' : view;
  return (
    <section aria-label="Message">
      {differs || email.html !== null ? (
        <nav aria-label="How to show it" className="mb-3 flex gap-3 text-sm">
          <ViewLink view="new" shown={shown} search={search} label={differs ? 'What is new' : 'Text'} />
          {differs ? <ViewLink view="full" shown={shown} search={search} label="Full text" /> : null}
          {email.html !== null ? <ViewLink view="html" shown={shown} search={search} label="Original" /> : null}
        </nav>
      ) : null}
      {shown === 'html' ? (
        <iframe
          title="Original message"
          src={`/mail/${email.id}/html`}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          referrerPolicy="no-referrer"
          className="h-[68vh] w-full rounded-lg border bg-white"
        />
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
