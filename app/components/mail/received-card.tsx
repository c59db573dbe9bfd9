import { useRevalidator } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import { LinkButton } from '~/components/ui/button.tsx';
import { Pill } from '~/components/ui/pill.tsx';
import { TextLink } from '~/components/ui/text-link.tsx';
import type { Outcome } from '~server/emails/mail-page.queries.ts';

/** Looks again at 0.4, 0.9, 1.5 … s until everything is read, two minutes at most. */
function useLookAgain(waiting: boolean) {
  const { revalidate, state } = useRevalidator();
  const looks = useRef(0);
  useEffect(() => {
    if (!waiting || state !== 'idle' || looks.current > 60) return;
    const timer = setTimeout(
      () => {
        looks.current += 1;
        revalidate();
      },
      Math.min(400 + looks.current * 100, 3000),
    );
    return () => clearTimeout(timer);
  }, [waiting, state, revalidate]);
}

interface ReceivedCardProps {
  outcomes: Outcome[];
  /** Ids of those whose same bytes were here before. */
  again: string[];
  closeTo: string;
  lookAgainTo: string;
}

/** What became of the messages that were just brought in. */
export function ReceivedCard({ outcomes, again, closeTo, lookAgainTo }: ReceivedCardProps) {
  const waiting = outcomes.some((outcome) => outcome.status === 'received');
  useLookAgain(waiting);
  if (outcomes.length === 0) return null;
  return (
    <section aria-label="Just received" className="border-b bg-sunken px-3.5 py-2.5">
      <header className="flex items-center gap-2">
        <h2>Just received</h2>
        <span className="ml-auto flex gap-1">
          {waiting ? (
            <noscript>
              <LinkButton to={lookAgainTo} size="sm" reloadDocument>
                Look again
              </LinkButton>
            </noscript>
          ) : null}
          <LinkButton to={closeTo} size="sm" variant="quiet">
            Close
          </LinkButton>
        </span>
      </header>
      <ul role="status" className="mt-1 grid max-h-72 gap-1.5 overflow-y-auto">
        {outcomes.map((outcome) => (
          <li key={outcome.id} className="min-w-0">
            <TextLink plain to={`/mail/${outcome.id}`} className="block truncate">
              {outcome.restricted ? 'A message about a bid' : outcome.subject || '(no subject)'}
            </TextLink>
            <span className="flex flex-wrap items-center gap-1.5 text-sm text-muted">
              {again.includes(outcome.id) ? <Pill>duplicate, here already</Pill> : null}
              <OutcomeText outcome={outcome} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function OutcomeText({ outcome }: { outcome: Outcome }) {
  const { status, duplicateOf, filed, probable, kind, error } = outcome;
  if (status === 'received') return <Pill tone="ai">being read …</Pill>;
  if (status !== 'processed')
    return (
      <>
        <Pill tone="bad">quarantined</Pill> {error}
      </>
    );
  if (duplicateOf)
    return (
      <>
        <Pill>duplicate</Pill> of <TextLink to={`/mail/${duplicateOf}`}>a message that is here</TextLink>
      </>
    );
  if (filed.length > 0) return <Pill tone="ok">filed under {filed.join(', ')}</Pill>;
  if (kind !== 'normal') return <Pill>{kind === 'bounce' ? 'bounce' : 'automatic'}, stored</Pill>;
  return (
    <>
      <Pill tone="warn">waits in triage</Pill>
      {probable.length > 0 ? `${probable.join(', ')} likely` : null}
    </>
  );
}
