import type { TokenRow } from './token.queries.ts';
import type { TokenJson } from './token.schema.ts';

/** A token as the API answers: instants in UTC, never the secret or its hash. */
export function toTokenJson(token: TokenRow): TokenJson {
  const { id, name, prefix, scopes, owner } = token;
  return {
    id,
    name,
    prefix,
    scopes,
    owner,
    createdAt: token.createdAt.toISOString(),
    expiresAt: token.expiresAt?.toISOString() ?? null,
    revokedAt: token.revokedAt?.toISOString() ?? null,
    lastUsedAt: token.lastUsedAt?.toISOString() ?? null,
  };
}
