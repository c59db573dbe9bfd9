import { createHash, timingSafeEqual } from 'node:crypto';

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;

const digest = (text: string) => createHash('sha256').update(text).digest();

/**
 * Whether a request may read /metrics: it carries METRICS_TOKEN, or comes from this machine itself. What a proxy passes
 * on is never from this machine, wherever the proxy runs.
 */
export function mayReadMetrics(headers: Headers, clientAddress: string, token: string | undefined): boolean {
  const given = /^bearer\s+(\S+)\s*$/i.exec(headers.get('authorization') ?? '')?.[1];
  if (given !== undefined) return token !== undefined && timingSafeEqual(digest(given), digest(token));
  const passedOn = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via'].some((name) => headers.has(name));
  return !passedOn && LOOPBACK.test(clientAddress);
}
