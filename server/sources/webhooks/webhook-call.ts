import { createHash, timingSafeEqual } from 'node:crypto';
import type { SystemActor } from '../../actor.ts';
import type { Db } from '../../db.ts';
import type { Env } from '../../env.ts';
import { type Received, receiveEmail } from '../../emails/receive-email.ts';
import { DomainError } from '../../errors.ts';

/** What a provider's call consists of. `body` reads it, once, with its size limit (too_large). */
export type WebhookCall = {
  db: Db;
  values: Env;
  headers: Headers;
  body: () => Promise<Uint8Array>;
  /** For certificates and confirmations; the tests' own world. */
  fetch: typeof fetch;
};

/** The largest body: a message of 25 MB as the providers wrap it. */
export const LARGEST_CALL = 48 * 1024 * 1024;

const digest = (text: string) => createHash('sha256').update(text).digest();

/** Equal in a time that tells nothing about where they differ. */
export function equalSecrets(given: string, expected: string): boolean {
  return timingSafeEqual(digest(given), digest(expected));
}

/** The password of a Basic Authorization header; providers put it there from the URL. Null: none. */
export function basicPassword(headers: Headers): string | null {
  const match = /^basic ([A-Za-z0-9+/=_-]+)$/i.exec(headers.get('authorization') ?? '');
  if (!match) return null;
  const pair = Buffer.from(match[1]!, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  return colon < 0 ? null : pair.slice(colon + 1);
}

/** The refusal of a call that did not come from the provider; it says no more than that. */
export function notAuthentic(why: string): DomainError {
  return new DomainError('unauthenticated', why);
}

/** Stores what a webhook brought. */
export function storeFrom(db: Db, name: string, raw: Uint8Array): Promise<Received> {
  const actor: SystemActor = { kind: 'system', name, via: 'api' };
  return receiveEmail(db, actor, { raw, source: 'webhook', mailSource: name });
}
