import { Form } from '@remix-run/react';
import { Banner } from '~/components/ui/banner.tsx';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { StatusDot } from '~/components/ui/status-dot.tsx';
import { SubmitButton } from '~/components/ui/submit-button.tsx';
import type { OutgoingJson } from '~server/outgoing/outgoing.schema.ts';
import { SENT_WORDS } from './sent-words.ts';

/** How a reply of ours stands, and what to do where it did not arrive. */
export function SentState({ mail, mayReply }: { mail: OutgoingJson; mayReply: boolean }) {
  if (mail.status === 'failed')
    return (
      <Banner
        tone="bad"
        title={mail.maybeSent ? 'This reply may not have been sent' : 'This reply could not be sent'}
        action={mayReply ? <SendAgain id={mail.id} /> : null}
      >
        {mail.error}
        {mail.maybeSent ? ' Sent again, it may arrive twice.' : ''}
      </Banner>
    );
  if (mail.status === 'bounced')
    return (
      <Banner tone="bad" title="This reply came back">
        {mail.error} The report stands in the conversation. Check the address and write again.
      </Banner>
    );
  const { tone, word } = SENT_WORDS[mail.status];
  return (
    <p role="status" className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
      <StatusDot tone={tone}>{word}</StatusDot>
      {mail.sentAt ? <InstantText value={mail.sentAt} /> : null}
      {mail.error ? <span className="wrap-anywhere">{mail.error}</span> : null}
    </p>
  );
}

function SendAgain({ id }: { id: string }) {
  return (
    <Form method="post" preventScrollReset>
      <input type="hidden" name="outgoing" value={id} />
      <SubmitButton variant="default" size="sm" name="intent" value="send-again">
        Send again
      </SubmitButton>
    </Form>
  );
}
