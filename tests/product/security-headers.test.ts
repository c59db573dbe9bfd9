import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';
import { type Product, startProduct } from '../setup/product.ts';

let database: TestDatabase;
let plain: Product;
let proxied: Product;
beforeAll(async () => {
  database = await createTestDatabase();
  [plain, proxied] = await Promise.all([
    startProduct({ databaseUrl: database.url, worker: false }),
    startProduct({ databaseUrl: database.url, worker: false, env: { TRUST_PROXY: '1' } }),
  ]);
});
afterAll(async () => {
  await Promise.all([plain?.stop(), proxied?.stop()]);
  await database.drop();
});

const PATHS: [string, number][] = [
  ['/sign-in', 200],
  ['/nowhere/at/all', 404],
  ['/health/live', 200],
  ['/api/packages', 401],
  ['/api/nothing', 404],
  ['/api/docs', 200],
  ['/favicon.svg', 200],
  ['/%00', 400],
];

describe('every answer, whatever its status', () => {
  it.each(PATHS)('%s (%i) carries the headers', async (path, status) => {
    const answer = await fetch(plain.url + path, { redirect: 'manual' });
    expect(answer.status).toBe(status);
    const { headers } = answer;
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(headers.get('permissions-policy')).toContain('camera=()');
    expect(headers.get('x-request-id')).toMatch(/^[\w-]{8,64}$/);
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
    expect(headers.get('access-control-allow-origin')).toBeNull();
    const policy = headers.get('content-security-policy')!;
    for (const part of [`default-src 'self'`, `object-src 'none'`, `base-uri 'none'`, `frame-ancestors 'none'`])
      expect(policy).toContain(part);
    expect(policy).not.toMatch(/unsafe|\*|https?:/);
  });
});

it('a page’s scripts carry the nonce of its own policy, another one each time', async () => {
  const nonces = new Set<string>();
  for (let i = 0; i < 3; i++) {
    const answer = await fetch(`${plain.url}/sign-in`);
    const nonce = /script-src 'self' 'nonce-([^']+)'/.exec(answer.headers.get('content-security-policy')!)![1]!;
    nonces.add(nonce);
    const html = await answer.text();
    const scripts = [...html.matchAll(/<script\b[^>]*>/g)].map(([tag]) => tag);
    expect(scripts.length).toBeGreaterThan(0);
    for (const tag of scripts.filter((one) => !one.includes(' src='))) expect(tag).toContain(`nonce="${nonce}"`);
    expect(html).not.toMatch(/ on(?:click|load|error|submit)=|javascript:/i);
  }
  expect(nonces.size).toBe(3);
  expect(Buffer.from([...nonces][0]!, 'base64').length).toBeGreaterThanOrEqual(16);
});

it('HSTS is sent where the trusted proxy says https, and nobody else can say so', async () => {
  const hsts = async (product: Product, headers: Record<string, string>) =>
    (await fetch(`${product.url}/sign-in`, { headers })).headers.get('strict-transport-security');
  const https = { 'x-forwarded-proto': 'https' };
  expect(await hsts(proxied, https)).toBe('max-age=31536000; includeSubDomains');
  expect(await hsts(proxied, {})).toBeNull();
  // The proxy appends: what a caller wrote before it does not count.
  expect(await hsts(proxied, { 'x-forwarded-proto': 'https, http' })).toBeNull();
  expect(await hsts(plain, https)).toBeNull();
});

it('assets may be kept for ever, pages with people’s data by nobody else', async () => {
  const html = await (await fetch(`${plain.url}/sign-in`)).text();
  const asset = /\/assets\/[\w.-]+\.js/.exec(html)![0];
  expect((await fetch(plain.url + asset)).headers.get('cache-control')).toContain('immutable');
  expect((await fetch(`${plain.url}${asset}.map`)).status).toBe(404);
  const api = await fetch(`${plain.url}/api/packages`);
  expect(api.headers.get('cache-control') ?? 'private').not.toContain('public');
});
