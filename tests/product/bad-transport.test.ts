import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createWorld, type World } from '../factories/governance.ts';
import { createBearer } from '../factories/people.ts';
import { markOfTables } from '../api/matrix/table-marks.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';
import { type Product, startProduct } from '../setup/product.ts';
import { beginSession } from '../../server/sessions/session-store.ts';

let database: TestDatabase;
let product: Product;
let world: World;
let token: string;
let cookie: string;

beforeAll(async () => {
  database = await createTestDatabase();
  world = await createWorld(database.db);
  token = await createBearer(database.db, world.charlie, ['read', 'write', 'admin']);
  cookie = `pmis_session=${await beginSession({ db: database.db, redis: null }, world.charlie.userId)}`;
  product = await startProduct({
    databaseUrl: database.url,
    ownerUrl: database.ownerUrl,
    worker: false,
    env: { RATE_LIMIT_API: '0', CORS_ORIGINS: 'https://tools.example' },
  });
});
afterAll(async () => {
  await product?.stop();
  await database.drop();
});

type Answer = { status: number; type: string; text: string; header: (name: string) => string };

/** A request whose path and headers go out exactly as written. */
async function send(
  method: string,
  path: string,
  {
    headers = {},
    body,
    signedIn = true,
  }: { headers?: Record<string, string | string[]>; body?: string | Buffer; signedIn?: boolean } = {},
): Promise<Answer> {
  const { hostname, port } = new URL(product.url);
  const all = signedIn ? { authorization: `Bearer ${token}`, ...headers } : headers;
  const sent = request({ hostname, port, method, path, headers: all, agent: false });
  // A refusal may come before the whole body was taken: what is written after that fails.
  sent.on('error', () => undefined);
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [import('node:http').IncomingMessage];
  const header = (name: string) => String(answer.headers[name] ?? '');
  return { status: answer.statusCode!, type: header('content-type'), text: await text(answer), header };
}

/** What the server answers to bytes that are hardly HTTP: its first line; empty when it just closes. */
async function raw(bytes: string): Promise<string> {
  const { hostname, port } = new URL(product.url);
  const socket = connect(Number(port), hostname);
  socket.end(bytes, 'latin1');
  const answer = await text(socket).catch(() => '');
  return answer.split('\r\n')[0]!;
}

function expectError(answer: Answer, status: number | number[], what = ''): void {
  expect([status].flat(), `${what} ${answer.status} ${answer.text.slice(0, 200)}`).toContain(answer.status);
  expect(answer.type, what).toContain('application/json');
  const { error } = JSON.parse(answer.text) as { error: { code: string; message: string } };
  expect(error, what).toMatchObject({
    code: expect.stringMatching(/^[a-z_]+$/),
    message: expect.stringMatching(/.{10}/),
  });
}

const JSON_TYPE = { 'content-type': 'application/json' };

describe('paths', () => {
  const odd = [
    '%00',
    '%ff',
    '%c3%28',
    '%',
    '%zz',
    '%2e%2e',
    '%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '..%5c..',
    '%2500',
    '%f0%9f%98%80',
    '%ed%a0%80',
    "'%20or%201=1--",
    '__proto__',
    'constructor',
    '%0d%0aX-Injected:%201',
    'a'.repeat(4000),
    ';',
    '%26',
    '\\',
    '//',
    '.',
  ];
  const nouns = [
    'packages',
    'approvals',
    'tasks',
    'vendors',
    'projects',
    'users',
    'emails',
    'tokens',
    'jobs',
    'audit/package',
    'audit',
  ];

  it('odd encodings name nothing: a 4xx in JSON, never a failure, no header of theirs', async () => {
    for (const noun of nouns)
      for (const part of odd) {
        const answer = await send('GET', `/api/${noun}/${part}`);
        expect(answer.header('x-injected')).toBe('');
        // `..` and `.` are resolved before anybody sees them and may name the list itself.
        if (answer.status === 200) expect(part, `${noun}/${part}`).toMatch(/^(\.|%2e)|^(\/\/|\\)$/);
        else expectError(answer, [400, 404, 405], `${noun}/${part}`);
      }
  });

  it('writes under odd paths are 4xx and write nothing', async () => {
    const before = await markOfTables(database.db);
    for (const part of odd) {
      const answer = await send('PATCH', `/api/packages/${part}`, { headers: JSON_TYPE, body: '{"title":"x"}' });
      expectError(answer, [400, 404, 405], part);
    }
    expect(await markOfTables(database.db)).toBe(before);
  });

  it('an unknown path is a JSON 404 for every method', async () => {
    for (const method of ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'])
      expectError(await send(method, '/api/nothing/here'), 404, method);
  });

  it('one route has one address: doubled and trailing slashes never reach another', async () => {
    for (const path of ['/api/packages/', '/api//packages', '//api/packages', '/API/packages']) {
      const answer = await send('GET', path);
      expect(answer.status, path).toBeLessThan(500);
    }
  });
});

describe('methods', () => {
  it('those that no route has are 405 or 501 in words, never a failure', async () => {
    for (const method of ['TRACE', 'PROPFIND', 'LOCK', 'PUT', 'DELETE', 'SEARCH', 'QUERY'])
      for (const path of [
        '/api/packages',
        '/health',
        '/health/live',
        '/api/openapi.json',
        '/api/docs',
        '/sign-in',
        '/',
      ]) {
        const answer = await send(method, path).catch(() => null);
        expect(answer, `${method} ${path}`).not.toBeNull();
        expect([400, 401, 403, 404, 405, 501], `${method} ${path} ${answer!.text.slice(0, 200)}`).toContain(
          answer!.status,
        );
        if (path.startsWith('/api/p') || path.startsWith('/health') || path.endsWith('.json'))
          expectError(answer!, [405, 501, 400], `${method} ${path}`);
      }
  });

  it('POST to what is only read is a JSON 405 with Allow', async () => {
    for (const path of ['/health', '/health/live', '/api/openapi.json', '/api/me']) {
      const answer = await send('POST', path, { headers: JSON_TYPE, body: '{}' });
      expectError(answer, 405, path);
      expect(answer.header('allow'), path).toContain('GET');
    }
  });

  it('HEAD has the headers of GET and no body', async () => {
    for (const path of ['/api/packages', '/health/live', '/api/openapi.json']) {
      const answer = await send('HEAD', path);
      expect([answer.status, answer.text], path).toEqual([200, '']);
      expect(answer.type).toContain('application/json');
    }
  });
});

describe('bodies', () => {
  const post = (body: string | Buffer | undefined, headers: Record<string, string> = JSON_TYPE) =>
    send('POST', '/api/vendors', { headers, body });

  it('empty, of another type, not UTF-8, too large: a 4xx in JSON', async () => {
    const before = await markOfTables(database.db);
    expectError(await post(undefined, {}), [400, 415]);
    expectError(await post(''), 400);
    expectError(await post('{"name":"x"}', {}), 415);
    expectError(await post('name=x', { 'content-type': 'application/x-www-form-urlencoded' }), 415);
    expectError(await post('{"name":"x"}', { 'content-type': 'text/json' }), 415);
    expectError(await post('<a/>', { 'content-type': 'application/xml' }), 415);
    expectError(await post(Buffer.from([0x7b, 0xff, 0xfe, 0x7d])), 400);
    expectError(await post(Buffer.from('{"name":"x"}', 'utf16le')), 400);
    expectError(await post(Buffer.from('1f8b0800', 'hex'), { ...JSON_TYPE, 'content-encoding': 'gzip' }), [400, 415]);
    expectError(await post(`{"name":"${'['.repeat(10_000)}`), 400);
    expect(await markOfTables(database.db)).toBe(before);
  });

  it('more than 10 MB of JSON and 25 MB of mail are 413 with and without a length', async () => {
    const before = await markOfTables(database.db);
    expectError(await post(`{"name":"${'x'.repeat(10 * 1024 * 1024)}"}`), 413);
    const mail = Buffer.alloc(25 * 1024 * 1024 + 1, 'x');
    const type = { 'content-type': 'message/rfc822' };
    expectError(await send('POST', '/api/emails', { headers: type, body: mail }), 413);
    expectError(
      await send('POST', '/api/emails', { headers: { ...type, 'transfer-encoding': 'chunked' }, body: mail }),
      413,
    );
    expectError(await send('POST', '/api/emails', { headers: type, body: '' }), 422);
    expect(await markOfTables(database.db)).toBe(before);
  });
});

describe('headers', () => {
  it('huge, broken and doubled ones are 4xx', async () => {
    expect((await send('GET', '/api/packages', { headers: { 'x-big': 'x'.repeat(20_000) } })).status).toBe(431);
    expectError(await send('GET', '/api/packages', { headers: { authorization: `Bearer ${'x'.repeat(8000)}` } }), 401);
    expectError(
      await send('GET', '/api/packages', { headers: { cookie: 'pmis_session=%00%ff;;;=' }, signedIn: false }),
      401,
    );
    for (const key of ['x'.repeat(300), ' ', 'a b', 'é'])
      expectError(
        await send('POST', '/api/vendors', { headers: { ...JSON_TYPE, 'idempotency-key': key }, body: '{}' }),
        400,
        key,
      );
    expect(
      (await send('GET', '/api/packages', { headers: { 'x-request-id': '<script>' } })).header('x-request-id'),
    ).toMatch(/^[\w-]+$/);
    for (const host of ['', 'evil.test', 'a b', '[::1', '%00', 'x:99999999', 'a/b?c#d'])
      expect((await send('GET', '/api/packages', { headers: { host } })).status, host).toBeLessThan(500);
  });

  it('what is no HTTP is 400 or closed, and the server lives on', async () => {
    for (const bytes of [
      'nonsense\r\n\r\n',
      'GET /api/packages HTTP/1.1\r\n\r\n',
      'GET /api/packages HTTP/9.9\r\nHost: x\r\n\r\n',
      'GET http://[/ HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET http://evil.test/api/packages HTTP/1.1\r\nHost: x\r\n\r\n',
      'GET api/packages HTTP/1.1\r\nHost: x\r\n\r\n',
      'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      'GET /api/\xff\xfe HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      'POST /api/vendors HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n',
      'POST /api/vendors HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      'CONNECT evil.test:80 HTTP/1.1\r\nHost: x\r\n\r\n',
    ])
      expect(await raw(bytes), bytes).toMatch(/^$|^HTTP\/1\.1 (2|4)\d\d /);
    expect((await send('GET', '/health/live')).status).toBe(200);
  });
});

describe('other origins', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  it('a form post with our cookie from another site is 403 and writes nothing', async () => {
    const before = await markOfTables(database.db);
    for (const headers of [
      { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
      { 'sec-fetch-site': 'same-site', origin: 'https://sub.tools.example' },
      { origin: 'https://evil.example' },
      { origin: 'null' },
      {},
    ] as Record<string, string>[])
      for (const path of ['/api/vendors', '/vendors', '/packages/new', '/sign-out', '/account']) {
        const type = path.startsWith('/api') ? { 'content-type': 'text/plain' } : form;
        const answer = await send('POST', path, {
          headers: { ...headers, ...type, cookie },
          body: '{"name":"x"}',
          signedIn: false,
        });
        expectError(answer, 403, `${path} ${JSON.stringify(headers)}`);
      }
    expect(await markOfTables(database.db)).toBe(before);
  });

  it('CORS answers only the configured origin, and never with credentials', async () => {
    const ask = (origin: string) =>
      send('OPTIONS', '/api/packages', {
        headers: { origin, 'access-control-request-method': 'POST' },
        signedIn: false,
      });
    const ours = await ask('https://tools.example');
    expect([ours.status, ours.header('access-control-allow-origin')]).toEqual([204, 'https://tools.example']);
    expect(ours.header('access-control-allow-credentials')).toBe('');
    for (const origin of ['https://evil.example', 'null', product.url])
      expect((await ask(origin)).header('access-control-allow-origin'), origin).toBe('');
    const used = await send('POST', '/api/vendors', {
      headers: { ...JSON_TYPE, origin: 'https://tools.example', 'sec-fetch-site': 'cross-site' },
      body: '{"name":"From another tool"}',
    });
    expect([used.status, used.header('access-control-allow-origin')]).toEqual([201, 'https://tools.example']);
  });
});

it('nothing of all this was a failure of ours', () => {
  expect(
    product
      .output()
      .split('\n')
      .filter((line) => /"level":(50|60)|unexpected failure|request failed/.test(line)),
  ).toEqual([]);
});
