import { Form, useRevalidator } from '@remix-run/react';
import { useEffect } from 'react';
import { Banner } from '~/components/ui/banner.tsx';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { SubmitButton } from '~/components/ui/submit-button.tsx';
import { TextLink } from '~/components/ui/text-link.tsx';
import type { EmailJson } from '~server/emails/email.schema.ts';
import type { MailFacts } from '~server/emails/mail-page.queries.ts';

interface MailNoticesProps {
  email: EmailJson;
  facts: MailFacts;
  mayFile: boolean;
  /** Bids of one of its packages are open now. */
  bidsOpen: boolean;
}

/** What a reader must know before believing a message. */
export function MailNotices({ email, facts, mayFile, bidsOpen }: MailNoticesProps) {
  return (
    <div className="grid gap-2 empty:hidden [&>*]:my-0">
      {email.status === 'received' ? <BeingRead /> : null}
      {email.status === 'quarantined' || email.status === 'failed' ? (
        <Banner
          tone="bad"
          title="This message could not be read"
          action={
            mayFile ? (
              <Form method="post">
                <SubmitButton variant="default" size="sm" name="intent" value="reprocess">
                  Read again
                </SubmitButton>
              </Form>
            ) : null
          }
        >
          {email.error} It is kept as it came.
        </Banner>
      ) : null}
      {email.duplicateOf ? (
        <Banner tone="info" title="This message repeats another one">
          Nothing was filed. <TextLink to={`/mail/${email.duplicateOf}`}>Open the first one</TextLink>
        </Banner>
      ) : null}
      {email.senderMismatch.length > 0 ? (
        <Banner tone="bad" title="The sender may not be who he says">
          <ul>
            {email.senderMismatch.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </Banner>
      ) : null}
      {facts.refusedReplyAddress ? (
        <Banner tone="warn">
          {facts.refusedReplyAddress === 'forged'
            ? 'It was sent to a reply address that PMIS did not make. The address was ignored.'
            : 'It was sent to a reply address that has expired. The address was ignored.'}
        </Banner>
      ) : null}
      {email.bankDetails ? (
        <Banner tone="warn" title="This message is about bank details">
          Call the vendor on a number you already have. Bank details are never stored here.
        </Banner>
      ) : null}
      {email.messageIdReused ? (
        <Banner tone="warn">Another message with other content has the same Message-ID. Both are kept.</Banner>
      ) : null}
      {facts.repeats.map((repeat) => (
        <Banner key={repeat.id} tone="info">
          It came again <InstantText value={repeat.receivedAt} format="short" />:{' '}
          <TextLink to={`/mail/${repeat.id}`}>open the repeat</TextLink>
        </Banner>
      ))}
      {email.outside && bidsOpen ? (
        <p className="text-sm text-muted">
          Bids are open: only its addressees, the buyer, people named on the package and deciders read this. It is not a
          sealed bid box.
        </p>
      ) : null}
    </div>
  );
}

function BeingRead() {
  const { revalidate, state } = useRevalidator();
  useEffect(() => {
    if (state !== 'idle') return;
    const timer = setTimeout(revalidate, 1000);
    return () => clearTimeout(timer);
  }, [state, revalidate]);
  return (
    <Banner tone="info" role="status">
      This message is being read. It shows here in a moment.
    </Banner>
  );
}
