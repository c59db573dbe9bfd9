import { z } from 'zod';
import { listenInput, mailSecretsInput, mailSourcesInput } from './source-config.schema.ts';

const list = z.string().transform((value) =>
  value
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean),
);
const count = (fallback: number, min = 0) => z.coerce.number().int().min(min).default(fallback);

/** The variables of the ways in for mail; they stand in ENV_SPEC (server/env.ts). */
export const SOURCE_ENV = {
  MAIL_SOURCES: {
    schema: mailSourcesInput.default([]),
    group: 'Mail in',
    about:
      'IMAP accounts as JSON: `name, host, port, tls (tls, starttls, none), user, auth (password, token, client_credentials or refresh_token with tokenUrl, clientId, scope), mailboxes, after (seen, flag, move, nothing), moveTo, since, pollSeconds, silentHours`. Their secrets stand in MAIL_SOURCE_SECRETS.',
    example: '[{"name":"buyers","host":"imap.example.com","user":"buyers@example.com","mailboxes":["INBOX"]}]',
  },
  MAIL_SOURCE_SECRETS: {
    schema: mailSecretsInput.optional(),
    group: 'Mail in',
    about: 'The password, token or client secret of each account of MAIL_SOURCES by its name, as JSON.',
    secret: true,
    example: '{"buyers":"…"}',
  },
  MAIL_SOURCE_DOWN_MINUTES: {
    schema: count(10, 1),
    group: 'Mail in',
    about: 'A way in that has failed for so long is down: /health is degraded.',
  },
  MAIL_SILENT_HOURS: {
    schema: count(0),
    group: 'Mail in',
    about: 'Hours without any mail after which /health is degraded. 0: never.',
  },
  MAIL_SMTP_LISTEN: {
    schema: listenInput.optional(),
    group: 'Mail in',
    about:
      'Address on which the worker takes mail by SMTP, from anybody, for the recipients of MAIL_ACCEPT. Unset: off.',
    example: '0.0.0.0:2525',
  },
  MAIL_LMTP_LISTEN: {
    schema: listenInput.optional(),
    group: 'Mail in',
    about: 'The same by LMTP, for a mail server of ours that has checked the sender. Unset: off.',
    example: '127.0.0.1:2424',
  },
  MAIL_ACCEPT: {
    schema: list.default([]),
    group: 'Mail in',
    about: 'Recipients that SMTP and LMTP accept, comma-separated: addresses (with any +tag) and whole domains.',
    example: 'packages@example.com,pmis.example.com',
  },
  MAIL_SMTP_RELAYS: {
    schema: list.default([]),
    group: 'Mail in',
    about: 'Addresses or networks of our own mail servers in front of MAIL_SMTP_LISTEN: their findings are believed.',
    example: '10.0.0.0/8',
  },
  MAIL_AUTHSERV_ID: {
    schema: z
      .string()
      .regex(/^[a-z0-9.-]+$/i, { error: 'is a host name' })
      .default('pmis.invalid'),
    group: 'Mail in',
    about: 'Our name in the greeting and in the Authentication-Results that the SMTP listener writes.',
  },
  MAIL_TLS_KEY_FILE: {
    schema: z.string().optional(),
    group: 'Mail in',
    about: 'Private key (PEM) for STARTTLS on the listeners, with MAIL_TLS_CERT_FILE.',
  },
  MAIL_TLS_CERT_FILE: {
    schema: z.string().optional(),
    group: 'Mail in',
    about: 'Certificate chain (PEM) for STARTTLS.',
  },
  MAIL_POSTMARK_SECRET: {
    schema: z.string().min(16).optional(),
    group: 'Mail in',
    about: 'Turns /api/inbound/postmark on: the password in the webhook’s URL (https://postmark:…@host/…).',
    secret: true,
  },
  MAIL_MAILGUN_SIGNING_KEY: {
    schema: z.string().min(16).optional(),
    group: 'Mail in',
    about: 'Turns /api/inbound/mailgun/mime on: Mailgun’s HTTP webhook signing key.',
    secret: true,
  },
  MAIL_SENDGRID_PUBLIC_KEY: {
    schema: z.string().optional(),
    group: 'Mail in',
    about: 'Turns /api/inbound/sendgrid on: the public key of the Inbound Parse security policy (base64).',
  },
  MAIL_SENDGRID_SECRET: {
    schema: z.string().min(16).optional(),
    group: 'Mail in',
    about: 'Turns /api/inbound/sendgrid on by a password in its URL; with a public key too, both are asked for.',
    secret: true,
  },
  MAIL_SES_TOPICS: {
    schema: list.default([]),
    group: 'Mail in',
    about: 'Turns /api/inbound/ses on: ARNs of the SNS topics that SES publishes to.',
    example: 'arn:aws:sns:eu-west-1:123456789012:pmis-mail',
  },
} as const;
