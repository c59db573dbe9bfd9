import { Link } from '@remix-run/react';
import { Disclosure } from '~/components/ui/disclosure.tsx';
import type { EmailJson } from '~server/emails/email.schema.ts';
import type { MailFacts } from '~server/emails/mail-page.queries.ts';

export const MAIL_VIEWS = ['new', 'full', 'html'] as const;
export type MailView = (typeof MAIL_VIEWS)[number];

interface MailBodyProps {
  email: EmailJson;
  facts: MailFacts;
  view: MailView;
  /** The address's search without `view`. */
  search: string;
}

/** What is new in a message, its whole text, or its original HTML in a frame that runs and loads nothing. */
export function MailBody({ email, facts, view, search }: MailBodyProps) {
  const fresh = email.replyText?.trim() ?? '';
  const full = email.text?.trim() ?? '';
  const quoted = facts.quotedText?.trim() ?? '';
  const differs = fresh !== full && full !== '';
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
        <Text text={full} />
      ) : (
        <>
          <Text text={fresh || (quoted ? '' : full)} />
          {quoted ? (
            <Disclosure label="Show quoted history" className="mt-3">
              <div className="border-l-2 border-line-strong pl-3 text-muted">
                <Text text={quoted} />
              </div>
            </Disclosure>
          ) : null}
        </>
      )}
    </section>
  );
}

function Text({ text }: { text: string }) {
  if (!text) return <p className="text-muted">No text of its own.</p>;
  return (
    <p dir="auto" className="max-w-[66ch] leading-[1.55] wrap-anywhere whitespace-pre-wrap">
      {text}
    </p>
  );
}

function ViewLink({ view, shown, search, label }: { view: MailView; shown: MailView; search: string; label: string }) {
  const params = new URLSearchParams(search);
  if (view !== 'new') params.set('view', view);
  return (
    <Link
      to={{ search: params.toString() }}
      preventScrollReset
      aria-current={view === shown ? 'true' : undefined}
      className="rounded-xs text-muted hover:text-text aria-[current]:font-medium aria-[current]:text-text"
    >
      {label}
    </Link>
  );
}
