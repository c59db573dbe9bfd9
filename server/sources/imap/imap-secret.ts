import { z } from 'zod';
import type { ImapAccount } from '../source-config.schema.ts';

const TOKEN_LIMIT_MS = 10_000;
/** A token that ends sooner is not used any more. */
const SPARE_MS = 60_000;

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().default(3600),
  refresh_token: z.string().min(1).optional(),
});

const tokens = new Map<string, { token: string; until: number }>();
/** Refresh tokens that a server gave in place of the configured one; good while this process lives. */
const replaced = new Map<string, { of: string; by: string }>();

/** Forgets an account's token: the server refused it. */
export function dropToken(account: ImapAccount): void {
  tokens.delete(account.name);
}

/** The form of a grant: client credentials (RFC 6749, 4.4), or a refresh token (6), whose client may have no secret. */
function grantOf(account: ImapAccount, secret: string, clientSecret: string | undefined): Record<string, string> {
  if (account.auth === 'client_credentials') return { grant_type: 'client_credentials', client_secret: secret };
  return {
    grant_type: 'refresh_token',
    refresh_token: replaced.get(account.name)?.of === secret ? replaced.get(account.name)!.by : secret,
    ...(clientSecret ? { client_secret: clientSecret } : {}),
  };
}

/** A bearer token by the account's grant, kept until a minute before it ends. */
async function fetchToken(account: ImapAccount, secret: string, clientSecret: string | undefined): Promise<string> {
  const kept = tokens.get(account.name);
  if (kept && kept.until > Date.now()) return kept.token;
  const answer = await fetch(account.tokenUrl!, {
    method: 'POST',
    body: new URLSearchParams({
      ...grantOf(account, secret, clientSecret),
      client_id: account.clientId!,
      ...(account.scope ? { scope: account.scope } : {}),
    }),
    signal: AbortSignal.timeout(TOKEN_LIMIT_MS),
  });
  if (!answer.ok) replaced.delete(account.name);
  if (!answer.ok) throw new Error(`${new URL(account.tokenUrl!).host} gave no token: it answered ${answer.status}.`);
  const read = tokenAnswer.safeParse(await answer.json().catch(() => null));
  if (!read.success) throw new Error(`${new URL(account.tokenUrl!).host} answered without a token.`);
  const { access_token: token, expires_in: seconds, refresh_token: next } = read.data;
  if (next && account.auth === 'refresh_token') replaced.set(account.name, { of: secret, by: next });
  tokens.set(account.name, { token, until: Date.now() + seconds * 1000 - SPARE_MS });
  return token;
}

/** What imapflow signs in with. Throws a sentence where the secret is missing or no token is given out. */
export async function imapSecret(
  account: ImapAccount,
  secret: string | undefined,
  clientSecret?: string,
): Promise<{ user: string; pass: string } | { user: string; accessToken: string }> {
  if (!secret) throw new Error(`MAIL_SOURCE_SECRETS has no entry for ${account.name}.`);
  const { user } = account;
  if (account.auth === 'password') return { user, pass: secret };
  return { user, accessToken: account.auth === 'token' ? secret : await fetchToken(account, secret, clientSecret) };
}
