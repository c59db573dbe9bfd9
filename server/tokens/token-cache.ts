import { hash } from 'node:crypto';
import type { UserActor } from '../actor.ts';
import { setBounded } from '../bounded-map.ts';
import type { Db } from '../db.ts';
import { logger } from '../logger.ts';
import { getTokenOwner, setTokenUsed } from './token.queries.ts';

const CACHE_MS = 5_000;
const USED_MS = 60_000;
const MAX_TOKENS = 10_000;
const TOKEN = /^pmis_[\w-]{43}$/;

type Entry = { actor: UserActor; expiresAt: number; staleAt: number };

const entries = new Map<string, Entry>();
const loading = new Map<string, Promise<UserActor | null>>();
const usedAt = new Map<string, number>();

/** What of a token is stored. */
export function tokenHash(token: string): string {
  return hash('sha256', token, 'hex');
}

/**
 * The actor of a token, or null when it is unknown, expired, revoked or its owner disabled. Known for 5 s in this
 * process (PRODUCT.md: a token may be cached for 5 s), so that a hit does no I/O; refused ones are asked again.
 */
export function findTokenActor(db: Db, token: string): UserActor | null | Promise<UserActor | null> {
  if (!TOKEN.test(token)) return null;
  const key = tokenHash(token);
  const entry = entries.get(key);
  const now = Date.now();
  if (entry && now < entry.staleAt) {
    if (now >= entry.expiresAt) return null;
    noteUse(db, entry.actor, now);
    return entry.actor;
  }
  let pending = loading.get(key);
  if (!pending) {
    pending = load(db, key).finally(() => loading.delete(key));
    loading.set(key, pending);
  }
  return pending;
}

async function load(db: Db, key: string): Promise<UserActor | null> {
  const staleAt = Date.now() + CACHE_MS;
  const owner = await getTokenOwner(db, key);
  if (!owner) {
    entries.delete(key);
    return null;
  }
  const { tokenId, scopes, expiresAt, ...user } = owner;
  const actor: UserActor = { kind: 'user', ...user, scopes, tokenId, via: 'api', ai: false };
  setBounded(entries, key, { actor, expiresAt: expiresAt?.getTime() ?? Infinity, staleAt }, MAX_TOKENS);
  noteUse(db, actor, Date.now());
  return actor;
}

/** Off the request's path: its failure is logged and nobody waits for it. */
function noteUse(db: Db, actor: UserActor, now: number): void {
  const tokenId = actor.tokenId!;
  if (now - (usedAt.get(tokenId) ?? 0) < USED_MS) return;
  setBounded(usedAt, tokenId, now, MAX_TOKENS);
  setTokenUsed(db, tokenId).catch((error: unknown) => logger.warn({ err: error }, 'token use not noted'));
}

/** Forgets a person's tokens in this process: revoking and disabling act here at once, elsewhere within 5 s. */
export function forgetTokensOf(userId: string): void {
  for (const [key, entry] of entries) if (entry.actor.userId === userId) entries.delete(key);
}
