import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

export type RequestFacts = { protocol: 'http:' | 'https:'; host: string; clientAddress: string };

const last = (value: string | string[] | undefined, hops: number): string | undefined => {
  const parts = (Array.isArray(value) ? value.join(',') : (value ?? '')).split(',').map((part) => part.trim());
  return parts[Math.max(parts.length - hops, 0)] || undefined;
};

/**
 * Who called and by which address, believing exactly `hops` proxies: each one appends to X-Forwarded-For, so the
 * caller is the entry `hops` from the end. With 0 hops every forwarding header is ignored.
 */
export function requestFacts(req: IncomingMessage, hops: number): RequestFacts {
  const headers = req.headers;
  const direct: RequestFacts = {
    protocol: 'http:',
    host: headers.host ?? 'localhost',
    clientAddress: req.socket.remoteAddress ?? 'unknown',
  };
  if (hops === 0) return direct;
  return {
    protocol: last(headers['x-forwarded-proto'], hops) === 'https' ? 'https:' : 'http:',
    host: last(headers['x-forwarded-host'], hops) ?? direct.host,
    clientAddress: last(headers['x-forwarded-for'], hops) ?? direct.clientAddress,
  };
}

const METHODS = ['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'];

export type Refusal = { status: 400 | 405; code: 'bad_request' | 'method_not_allowed'; message: string };

/** Why nothing here can answer a request, whatever the route: its method, Host or path; null for a usable one. */
export function refusalOf(method: string, origin: string, url: string): Refusal | null {
  if (!METHODS.includes(method))
    return { status: 405, code: 'method_not_allowed', message: `${method} is not possible here.` };
  if (!URL.canParse(origin)) return { status: 400, code: 'bad_request', message: 'The Host header names no host.' };
  // Encoded control characters match no route, not even the one that says so.
  if (/%(0|1)[0-9a-f]|%7f/i.test(url.split('?', 1)[0]!))
    return { status: 400, code: 'bad_request', message: 'The address contains a control character. Leave it out.' };
  return null;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * True when a request may change something: it is from our own page, or carries a bearer token (which no other
 * site's page can make a browser add). Fetch metadata decides; without it, Origin.
 */
export function isSameOrigin(method: string, headers: IncomingHttpHeaders, origin: string): boolean {
  if (SAFE_METHODS.has(method)) return true;
  if (/^bearer /i.test(headers.authorization ?? '')) return true;
  const site = headers['sec-fetch-site'];
  if (site) return site === 'same-origin' || site === 'none';
  if (headers.origin) return headers.origin === origin;
  // Neither header: not a browser's form post. Without a cookie there is nothing to abuse.
  return !headers.cookie;
}

/**
 * Headers of every answer. A page's policy names its nonce and, where browsers report errors, the origin `reportTo`; an
 * answer with a policy of its own keeps it.
 */
export function securityHeaders(nonce: string, secure: boolean, reportTo?: string): Record<string, string> {
  return {
    'content-security-policy': [
      `default-src 'self'`,
      `script-src 'self' 'nonce-${nonce}'`,
      `style-src 'self' 'nonce-${nonce}'`,
      `img-src 'self' data:`,
      `font-src 'self'`,
      `connect-src 'self'${reportTo ? ` ${reportTo}` : ''}`,
      `frame-src 'self'`,
      `object-src 'none'`,
      `base-uri 'none'`,
      `form-action 'self'`,
      `frame-ancestors 'none'`,
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    ...(secure ? { 'strict-transport-security': 'max-age=31536000; includeSubDomains' } : {}),
  };
}
