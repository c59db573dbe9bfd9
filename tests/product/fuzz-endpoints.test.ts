import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINTS } from '../../app/http/openapi/endpoints.ts';
import { createPerson } from '../factories/governance.ts';
import { createBearer } from '../factories/people.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';
import { type Product, startProduct } from '../setup/product.ts';

let database: TestDatabase;
let product: Product;
let token: string;
beforeAll(async () => {
  database = await createTestDatabase();
  product = await startProduct({
    databaseUrl: database.url,
    worker: false,
    env: { RATE_LIMIT_API: '0', RATE_LIMIT_SIGN_IN: '0' },
  });
  token = await createBearer(database.db, await createPerson(database.db, 'Fuzz', 'admin'), ['read', 'write', 'admin']);
});
afterAll(async () => {
  await product.stop();
  await database.drop();
});

/** Text that programs and attackers send: any Unicode, what JSON or SQL treats apart, and bytes that are no text. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '',
    '0',
    '-1',
    '1e999',
    'null',
    'NaN',
    "'",
    '%',
    '%zz',
    '\0',
    '../..',
    '{}',
    '[]',
    '9'.repeat(400),
    'é\ud800',
  ),
  fc.uuid(),
);
const encode = (value: string) => encodeURIComponent(Buffer.from(value).toString());

/** Whatever came in, what goes out is a refusal or an answer, and a refusal of the API says what it is. */
async function expectSane(path: string, init: RequestInit = {}): Promise<void> {
  const answer = await fetch(product.url + path, { redirect: 'manual', ...init });
  const body = await answer.text();
  const what = `${init.method ?? 'GET'} ${path}: ${answer.status} ${body.slice(0, 200)}`;
  expect(answer.status, what).toBeLessThan(500);
  if (answer.status < 400 || !path.startsWith('/api/')) return;
  const { error } = JSON.parse(body) as { error: { code: string; message: string } };
  expect(error.code, what).toMatch(/^[a-z_]+$/);
  expect(error.message.length, what).toBeGreaterThan(5);
  expect(body, what).not.toMatch(/\bat .*\.(?:js|ts):\d+|syntax error at or near|node_modules/);
}

const reads = ENDPOINTS.filter((one) => one.method === 'get');
const names = [
  ...new Set(
    reads.flatMap((one) => Object.keys((one.query as unknown as { shape?: object } | undefined)?.shape ?? {})),
  ),
];

describe('whatever is asked', () => {
  it('of any list or row, with any parameters', { timeout: 60_000 }, async () => {
    const query = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...names), text), text), { maxLength: 4 });
    const headers = { authorization: `Bearer ${token}` };
    const property = fc.asyncProperty(
      fc.constantFrom(...reads),
      fc.array(text, { minLength: 3, maxLength: 3 }),
      query,
      async (one, ids, pairs) => {
        let i = 0;
        const path = one.path.replaceAll(/\{\w+\}/g, () => encode(ids[i++ % 3]!) || 'x');
        await expectSane(`${path}?${pairs.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')}`, {
          headers,
        });
      },
    );
    await fc.assert(property, { numRuns: 250 });
  });

  it(
    'by anybody who is not signed in, in any body: webhooks, sign-in, unsubscribing, pages',
    { timeout: 60_000 },
    async () => {
      const open = [
        '/api/inbound/postmark',
        '/api/inbound/mailgun/mime',
        '/api/inbound/sendgrid',
        '/api/inbound/ses',
        '/sign-in',
        '/unsubscribe/x',
      ];
      const body = fc.oneof(
        text.map((value) => Buffer.from(value)),
        fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
        fc.json().map((value) => Buffer.from(value)),
        fc
          .array(fc.tuple(text, text), { maxLength: 4 })
          .map((pairs) => Buffer.from(pairs.map(([a, b]) => `${encode(a)}=${encode(b)}`).join('&'))),
      );
      const type = fc.constantFrom(
        'application/json',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'message/rfc822',
        'text/plain',
      );
      const property = fc.asyncProperty(fc.constantFrom(...open), type, body, (path, contentType, bytes) =>
        expectSane(path, { method: 'POST', body: new Uint8Array(bytes), headers: { 'content-type': contentType } }),
      );
      await fc.assert(property, { numRuns: 200 });
      await fc.assert(
        fc.asyncProperty(text, (path) => expectSane(`/${encode(path)}`)),
        { numRuns: 60 },
      );
    },
  );
});
