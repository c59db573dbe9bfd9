import { readFile } from 'node:fs/promises';
import type { ImapFlow } from 'imapflow';
import { LARGEST_MESSAGE } from '../../emails/email.schema.ts';
import type { ImapMailbox } from '../configured-sources.ts';
import { dropToken, imapSecret } from './imap-secret.ts';

const CONNECT_LIMIT_MS = 15_000;
const SILENCE_LIMIT_MS = 90_000;

/** What the codes of sockets and of the library mean to whoever mends it. */
const SENTENCES: Record<string, string> = {
  ECONNREFUSED: 'Nothing answers at that host and port.',
  ENOTFOUND: 'The host is unknown.',
  EAI_AGAIN: 'The name server did not answer.',
  ETIMEDOUT: 'The server did not answer in time.',
  ETIMEOUT: 'The server did not answer in time.',
  CONNECT_TIMEOUT: 'The server did not answer in time.',
  GREETING_TIMEOUT: 'The server did not greet in time.',
  ECONNRESET: 'The server ended the connection.',
  ClosedAfterConnectText: 'The server ended the connection at once.',
  ClosedAfterConnectTLS: 'The server ended the connection at once.',
  NoConnection: 'The connection ended.',
};

/** Whether the server refused user and password or token. */
export function isSignInRefused(error: unknown): boolean {
  return error instanceof Error && (error as Error & { authenticationFailed?: boolean }).authenticationFailed === true;
}

/** What a failure of the connection means, in one sentence without secrets. */
export function imapErrorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { responseText, code } = error as Error & { responseText?: string; code?: string };
  if (isSignInRefused(error)) return `The server refused the sign-in${responseText ? `: ${responseText}` : '.'}`;
  if (code && SENTENCES[code]) return SENTENCES[code];
  const said = responseText ? `The server answered: ${responseText}` : error.message;
  return (code && !said.includes(code) ? `${said} (${code})` : said).slice(0, 500);
}

/**
 * Connects and signs in; the caller closes it. The library is loaded here, at the first use. Throws what
 * `imapErrorText` tells in a sentence.
 */
export async function openImap(
  { account, secret, clientSecret }: ImapMailbox,
  limits: { connectMs?: number; silenceMs?: number } = {},
): Promise<ImapFlow> {
  const auth = await imapSecret(account, secret, clientSecret);
  const ca = account.caFile ? await readFile(account.caFile) : undefined;
  const { ImapFlow } = await import('imapflow');
  const secure = account.tls === 'tls';
  const client = new ImapFlow({
    host: account.host,
    port: account.port ?? (secure ? 993 : 143),
    secure,
    ...(secure ? {} : { doSTARTTLS: account.tls === 'starttls' }),
    ...(ca ? { tls: { ca } } : {}),
    auth,
    clientInfo: { name: 'PMIS' },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: limits.connectMs ?? CONNECT_LIMIT_MS,
    greetingTimeout: limits.connectMs ?? CONNECT_LIMIT_MS,
    socketTimeout: limits.silenceMs ?? SILENCE_LIMIT_MS,
    // Larger messages are not fetched; a server that sends one all the same is cut off.
    maxLiteralSize: LARGEST_MESSAGE + 1024 * 1024,
  });
  // The connection's end reaches the caller by the command under way and by `close`.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    client.close();
    if (isSignInRefused(error)) dropToken(account);
    throw error;
  }
  return client;
}
