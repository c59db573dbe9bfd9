import { readFile } from 'node:fs/promises';
import type { ImapFlow } from 'imapflow';
import { LARGEST_MESSAGE } from '../../emails/email.schema.ts';
import type { ImapMailbox } from '../configured-sources.ts';
import { dropToken, imapSecret } from './imap-secret.ts';

const CONNECT_LIMIT_MS = 15_000;
const SILENCE_LIMIT_MS = 90_000;

/** What a failure of the connection means, in one sentence without secrets. */
export function imapErrorText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { responseText, code, authenticationFailed } = error as Error & {
    responseText?: string;
    code?: string;
    authenticationFailed?: boolean;
  };
  if (authenticationFailed) return `The server refused the sign-in${responseText ? `: ${responseText}` : '.'}`;
  const said = responseText ? `The server answered: ${responseText}` : error.message;
  return (code && !said.includes(code) ? `${said} (${code})` : said).slice(0, 500);
}

/**
 * Connects and signs in; the caller closes it. The library is loaded here, at the first use. Throws what
 * `imapErrorText` tells in a sentence.
 */
export async function openImap(
  { account, secret }: ImapMailbox,
  limits: { connectMs?: number; silenceMs?: number } = {},
): Promise<ImapFlow> {
  const auth = await imapSecret(account, secret);
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
    if ((error as { authenticationFailed?: boolean }).authenticationFailed) dropToken(account);
    throw error;
  }
  return client;
}
