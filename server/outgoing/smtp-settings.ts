import { env } from '../env.ts';

export type SmtpSettings = {
  host: string;
  port: number;
  secure: boolean;
  requireTLS: boolean;
  ignoreTLS: boolean;
  user: string | null;
  password: string;
  timeoutMs: number;
};

/** The mail server as configured, from SMTP_URL or from the single variables; null without one. */
export function smtpSettings(): SmtpSettings | null {
  const { SMTP_URL, SMTP_HOST, SMTP_PORT, SMTP_USER, SMTP_PASSWORD, SMTP_SECURE, SMTP_TIMEOUT_MS } = env();
  const url = SMTP_URL ? new URL(SMTP_URL) : null;
  const host = url?.hostname || SMTP_HOST;
  if (!host) return null;
  const secure = url?.protocol === 'smtps:' || SMTP_SECURE === 'tls';
  const port = url ? Number(url.port) || (secure ? 465 : 587) : SMTP_PORT;
  return {
    // An IPv6 address stands in brackets in a URL only.
    host: host.replace(/^\[(.*)\]$/, '$1'),
    port,
    secure,
    requireTLS: SMTP_SECURE === 'starttls',
    ignoreTLS: SMTP_SECURE === 'none',
    user: (url?.username ? decodeURIComponent(url.username) : SMTP_USER) ?? null,
    password: (url?.password ? decodeURIComponent(url.password) : SMTP_PASSWORD) ?? '',
    timeoutMs: SMTP_TIMEOUT_MS,
  };
}
