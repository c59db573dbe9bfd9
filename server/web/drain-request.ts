import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';

const DRAIN_MS = 3_000;

/**
 * Takes what is left of a request's body before it is answered, for 3 s at most: a connection that is closed on unread
 * bytes is reset, and whoever still sends (a refusal as too large) never reads the answer (RFC 9112, 9.6).
 */
export async function drainRequest(req: IncomingMessage): Promise<void> {
  if (req.complete || req.destroyed) return;
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), DRAIN_MS);
  req.resume();
  await once(req, 'end', { signal: stop.signal }).catch(() => undefined);
  clearTimeout(timer);
}
