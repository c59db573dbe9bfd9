import type { Env } from '../env.ts';
import type { ImapAccount } from './source-config.schema.ts';
import type { SourceKind } from './source.policy.ts';

/** One mailbox of an account, read by one worker at a time. */
export type ImapMailbox = {
  account: ImapAccount;
  mailbox: string;
  secret: string | undefined;
  /** Beside a refresh token, where its client has one: `NAME:client` in MAIL_SOURCE_SECRETS. */
  clientSecret?: string;
};

/** A way in for mail, as configured. */
export type Source = {
  /** As it stands in emails.mail_source and mail_sources.name. */
  name: string;
  kind: SourceKind;
  /** What people call it. */
  title: string;
  /** Where it listens or what it reads; no secrets. */
  target: string;
  /** PMIS itself goes out for it or listens: silence of the workers shows. */
  active: boolean;
  /** How long a working one may go without a sign of life, in milliseconds. */
  quietMs: number;
  /** Hours without a message after which its silence is a fault. */
  silentHours?: number;
  imap?: ImapMailbox;
};

/** How often a listener says that it lives, in milliseconds. */
export const LISTENER_BEAT_MS = 20_000;

const listening = (kind: 'smtp' | 'lmtp', address: { host: string; port: number } | undefined): Source[] =>
  address
    ? [
        {
          name: kind,
          kind,
          title: kind === 'smtp' ? 'SMTP listener' : 'LMTP listener',
          target: `${address.host}:${address.port}`,
          active: true,
          quietMs: 4 * LISTENER_BEAT_MS,
        },
      ]
    : [];

const called = (name: string, kind: SourceKind, title: string, target: string): Source => ({
  name,
  kind,
  title,
  target,
  active: false,
  quietMs: 0,
});

/** Every way in that is configured, HTTP first. */
export function configuredSources(values: Env): Source[] {
  const imap = values.MAIL_SOURCES.flatMap((account) =>
    account.mailboxes.map((mailbox): Source => ({
      name: `${account.name}/${mailbox}`,
      kind: 'imap',
      title: `${account.name} · ${mailbox}`,
      target: `${account.user} on ${account.host}`,
      active: true,
      quietMs: 3 * account.pollSeconds * 1000 + 60_000,
      ...(account.silentHours ? { silentHours: account.silentHours } : {}),
      imap: {
        account,
        mailbox,
        secret: values.MAIL_SOURCE_SECRETS?.[account.name],
        clientSecret: values.MAIL_SOURCE_SECRETS?.[`${account.name}:client`],
      },
    })),
  );
  return [
    called('api', 'http', 'HTTP API', 'POST /api/emails'),
    called('ui', 'http', 'Files brought in', 'Mail → Bring in'),
    ...(values.REDIS_URL ? [called('redis', 'redis', 'Redis list', 'pmis:jobs:ingest_email')] : []),
    ...imap,
    ...listening('smtp', values.MAIL_SMTP_LISTEN),
    ...(values.MAIL_SMTP_LISTEN && values.MAIL_SMTP_RELAYS.length > 0
      ? [called('smtp-relay', 'smtp', 'SMTP from our relays', values.MAIL_SMTP_RELAYS.join(', '))]
      : []),
    ...listening('lmtp', values.MAIL_LMTP_LISTEN),
    ...(values.MAIL_POSTMARK_SECRET ? [called('postmark', 'postmark', 'Postmark', '/api/inbound/postmark')] : []),
    ...(values.MAIL_MAILGUN_SIGNING_KEY ? [called('mailgun', 'mailgun', 'Mailgun', '/api/inbound/mailgun/mime')] : []),
    ...(values.MAIL_SENDGRID_PUBLIC_KEY || values.MAIL_SENDGRID_SECRET
      ? [called('sendgrid', 'sendgrid', 'SendGrid', '/api/inbound/sendgrid')]
      : []),
    ...(values.MAIL_SES_TOPICS.length > 0 ? [called('ses', 'ses', 'Amazon SES', '/api/inbound/ses')] : []),
  ];
}
