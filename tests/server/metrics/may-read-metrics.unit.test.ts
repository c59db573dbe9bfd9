import { expect, it } from 'vitest';
import { mayReadMetrics } from '../../../server/metrics/may-read-metrics.ts';

const TOKEN = 'a-token-of-some-length';
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

it.each<[boolean, string, Record<string, string>, string, string | undefined]>([
  [true, 'the token, from anywhere', bearer(TOKEN), '203.0.113.9', TOKEN],
  [true, 'this machine, no token set', {}, '127.0.0.1', undefined],
  [true, 'this machine, a token set', {}, '::1', TOKEN],
  [true, 'this machine by IPv4 in IPv6', {}, '::ffff:127.0.0.1', undefined],
  [false, 'another machine, no token set', {}, '10.0.0.7', undefined],
  [false, 'a wrong token', bearer('another-token-of-it'), '203.0.113.9', TOKEN],
  [false, 'a wrong token, even from this machine', bearer('another-token-of-it'), '127.0.0.1', TOKEN],
  [false, 'any token where none is set', bearer(TOKEN), '127.0.0.1', undefined],
  [false, 'passed on by a proxy on this machine', { 'x-forwarded-for': '203.0.113.9' }, '127.0.0.1', undefined],
  [false, 'passed on, as Forwarded says', { forwarded: 'for=203.0.113.9' }, '127.0.0.1', undefined],
])('%s: %s', (allowed, _case, headers, address, token) => {
  expect(mayReadMetrics(new Headers(headers), address, token)).toBe(allowed);
});
