import { createPublicKey } from 'node:crypto';
import type { ImapAccount, ListenAddress } from './source-config.schema.ts';
import { networksOf } from './smtp/accepted-recipient.ts';

/** The variables that are judged together. */
type Values = {
  PMIS_ENV: string;
  MAIL_SOURCES: readonly ImapAccount[];
  MAIL_SMTP_LISTEN?: ListenAddress;
  MAIL_LMTP_LISTEN?: ListenAddress;
  MAIL_ACCEPT: readonly string[];
  MAIL_SMTP_RELAYS: readonly string[];
  MAIL_AUTHSERV_ID: string;
  MAIL_TLS_KEY_FILE?: string;
  MAIL_TLS_CERT_FILE?: string;
  MAIL_SENDGRID_PUBLIC_KEY?: string;
};

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])$/i;

const fails = (attempt: () => unknown): boolean => {
  try {
    attempt();
    return false;
  } catch {
    return true;
  }
};

/** What cannot work or is not safe in the ways in for mail: one sentence each, naming the variable and the cure. */
export function sourceProblems(values: Values): string[] {
  const problems: string[] = [];
  const listens = values.MAIL_SMTP_LISTEN ?? values.MAIL_LMTP_LISTEN;
  if (listens && values.MAIL_ACCEPT.length === 0)
    problems.push('MAIL_ACCEPT is missing: name the addresses or domains that the listener takes mail for.');
  if (!values.MAIL_TLS_KEY_FILE !== !values.MAIL_TLS_CERT_FILE)
    problems.push('MAIL_TLS_KEY_FILE and MAIL_TLS_CERT_FILE belong together: set both or neither.');
  if (fails(() => networksOf(values.MAIL_SMTP_RELAYS)))
    problems.push('MAIL_SMTP_RELAYS: each entry is an address or a network such as 10.0.0.0/8.');
  const key = values.MAIL_SENDGRID_PUBLIC_KEY;
  if (key && fails(() => createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' })))
    problems.push('MAIL_SENDGRID_PUBLIC_KEY is no public key: copy it from the security policy, without line breaks.');
  if (values.PMIS_ENV !== 'production') return problems;
  if (values.MAIL_SMTP_LISTEN && values.MAIL_AUTHSERV_ID === 'pmis.invalid')
    problems.push('MAIL_AUTHSERV_ID is missing: set the host name under which the SMTP listener is reached.');
  for (const { name, host, tls } of values.MAIL_SOURCES)
    if (tls === 'none' && !LOOPBACK.test(host))
      problems.push(
        `MAIL_SOURCES: ${name} would sign in to ${host} without encryption; use "tls": "starttls" or "tls".`,
      );
  return problems;
}
