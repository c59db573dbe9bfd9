import type { AppLoadContext } from '@remix-run/node';
import type { UserActor } from '~server/actor.ts';
import type { Db } from '~server/db.ts';
import { DomainError } from '~server/errors.ts';
import { requireApiCall } from '~server/limits/rate-limit.ts';
import { beginSession, endSession, findSession, sessionStore } from '~server/sessions/session-store.ts';
import { noteUser } from '~server/telemetry/work-context.ts';
import { findTokenActor } from '~server/tokens/token-cache.ts';
import { getSessionUser } from '~server/users/user.queries.ts';
import { setSessionsInvalid } from '~server/users/user-write.queries.ts';

const COOKIE = /(?:^|;\s*)pmis_session=([^;]*)/;
/** The browser keeps the cookie as long as it may (400 days): how long a session lives is the server's decision. */
const COOKIE_SECONDS = 400 * 86_400;

function sessionIdOf(request: Request): string | null {
  return COOKIE.exec(request.headers.get('cookie') ?? '')?.[1] || null;
}

function isSecure(context: AppLoadContext): boolean {
  return context.secure;
}

function setCookie(value: string, maxAge: number, context: AppLoadContext): string {
  const secure = isSecure(context) ? '; Secure' : '';
  return `pmis_session=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${maxAge}${secure}`;
}

/** The person of the session cookie, or null: signed out, expired, disabled, or signed out everywhere. */
export async function sessionActor(db: Db, request: Request, via: 'ui' | 'api'): Promise<UserActor | null> {
  const sessionId = sessionIdOf(request);
  if (!sessionId) return null;
  const session = await findSession(sessionStore(db), sessionId);
  if (!session) return null;
  const user = await getSessionUser(db, session.userId, session.createdAt);
  if (user) noteUser(user.userId);
  return user && { kind: 'user', ...user, scopes: null, tokenId: null, via, ai: false };
}

/** Begins a session for a person who has proved who they are, ending the cookie's present one; the Set-Cookie value. */
export async function signInCookie(db: Db, request: Request, context: AppLoadContext, userId: string): Promise<string> {
  const previous = sessionIdOf(request);
  if (previous) await endSession(sessionStore(db), previous);
  return setCookie(await beginSession(sessionStore(db), userId), COOKIE_SECONDS, context);
}

/**
 * Ends the session of this request and returns the Set-Cookie value that removes its cookie. While Redis is away it
 * ends all sessions of the person: one that Redis still holds must not come back.
 */
export async function signOutCookie(db: Db, request: Request, context: AppLoadContext): Promise<string> {
  const sessionId = sessionIdOf(request);
  if (sessionId) {
    const store = sessionStore(db);
    const session = await findSession(store, sessionId);
    const ended = await endSession(store, sessionId);
    if (!ended && session) await setSessionsInvalid(db, session.userId);
  }
  return setCookie('', 0, context);
}

/**
 * Who calls the API: `Authorization: Bearer pmis_…`, else the session cookie; counted against the API limit by token,
 * by person, or (a refused token) by address. A known token costs no I/O.
 * Throws `unauthenticated` with what to do, `rate_limited`.
 */
export async function apiActor(db: Db, request: Request, clientAddress: string): Promise<UserActor> {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) {
    const token = /^bearer\s+(\S+)\s*$/i.exec(authorization)?.[1] ?? '';
    const actor = await findTokenActor(db, token);
    if (actor) noteUser(actor.userId);
    await requireApiCall(db, actor ? `token:${actor.tokenId}` : `address:${clientAddress}`);
    if (actor) return actor;
    throw new DomainError(
      'unauthenticated',
      'This token is unknown, expired or revoked, or its owner is disabled. Make one under Account → Tokens, or with `pmis token create`.',
    );
  }
  const actor = await sessionActor(db, request, 'api');
  if (!actor)
    throw new DomainError(
      'unauthenticated',
      'Sign in, or send a token: `Authorization: Bearer pmis_…` (Account → Tokens).',
    );
  await requireApiCall(db, `user:${actor.userId}`);
  return actor;
}
