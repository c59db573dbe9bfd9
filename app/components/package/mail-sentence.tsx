import { TextLink } from '~/components/ui/text-link.tsx';
import type { EventJson } from '~server/audit/event.schema.ts';

const METHODS: Record<string, string> = {
  reply_address: ' by its reply address',
  code: ' by the code in it',
  po_number: ' by the PO number in it',
  thread: ' with its thread',
  rule: ' by a rule',
  words: ' as probable',
  manual: ' by hand',
};

const REPLY_VERBS: Record<string, string> = {
  email_sent: 'sent',
  email_send_retried: 'sent again',
  email_send_failed: 'could not be sent',
  email_bounced: 'came back undelivered',
};

/** What happened to a message of the package, in a sentence. */
export function MailSentence({ event, who }: { event: EventJson; who: string }) {
  const message = <TextLink to={`/mail/${event.entityId}`}>message</TextLink>;
  switch (event.eventType) {
    case 'email_ingested':
      return (
        <>
          A {message} was filed{METHODS[String(event.after?.method)] ?? ''}
        </>
      );
    case 'email_filed':
      return (
        <>
          {who} filed a {message} here
        </>
      );
    case 'email_sent':
    case 'email_send_retried':
    case 'email_send_failed':
    case 'email_bounced':
      return (
        <>
          {who}: <TextLink to={`/mail/${event.entityId}`}>reply</TextLink> {REPLY_VERBS[event.eventType]}
        </>
      );
    case 'email_removed':
    case 'email_unfiled':
      return (
        <>
          {who} took a {message} away from here
        </>
      );
    default:
      return (
        <>
          {who}: {event.eventType.replaceAll('_', ' ')}
        </>
      );
  }
}
