import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildDocument } from '../../app/http/openapi/build-document.ts';
import { ENDPOINTS } from '../../app/http/openapi/endpoints.ts';
import type { Endpoint } from '../../app/http/openapi/endpoint.ts';
import { setEnv } from '../../server/env.ts';
import { createToken } from '../../server/tokens/create-token.ts';
import { ROLES, SCOPES } from '../../server/users/role.policy.ts';
import { createPerson } from '../factories/governance.ts';
import { createBearer, OPERATOR } from '../factories/people.ts';
import { callEndpoint, fieldsOf, type Got, type Sent } from './matrix/call-endpoint.ts';
import { CASES } from './matrix/cases.ts';
import { type MatrixWorld, openMatrixWorld } from './matrix/matrix-world.ts';

const NOBODY = '00000000-0000-4000-8000-000000000000';
/** What names nothing anywhere: unknown, malformed, hostile. */
const NOTHING = [
  NOBODY,
  'M-99999999',
  'x',
  '',
  ' ',
  "' or 1=1 --",
  'a\0b',
  '%00',
  '%',
  '../../etc/passwd',
  '😀',
  'ß',
  `${NOBODY}0`,
  'NaN',
  '-1',
  'null',
  '[object Object]',
  '__proto__',
  'x'.repeat(5000),
];

let m: MatrixWorld;
let refused: Record<string, string>;

beforeAll(async () => {
  m = await openMatrixWorld();
  const { db } = m.database;
  const make = async (change?: (id: string) => ReturnType<typeof sql>) => {
    const made = await createToken(db, OPERATOR, { name: 'x', scopes: [...SCOPES] }, m.world.chidi.email);
    if (change) await change(made.id).execute(db);
    return made.token;
  };
  const disabled = await createPerson(db, 'Dora', 'admin');
  const ofDisabled = await createBearer(db, disabled, [...SCOPES]);
  await sql`update users set active = false where id = ${disabled.userId}`.execute(db);
  refused = {
    'an unknown token': `Bearer pmis_${'x'.repeat(43)}`,
    'a malformed token': 'Bearer nonsense',
    'another scheme': 'Basic eDp5',
    'an expired token': `Bearer ${await make((id) => sql`update tokens set expires_at = now() - interval '1 second' where id = ${id}`)}`,
    'a revoked token': `Bearer ${await make((id) => sql`update tokens set revoked_at = now() where id = ${id}`)}`,
    'a disabled owner’s token': `Bearer ${ofDisabled}`,
  };
});
afterAll(() => m.close());

const document = buildDocument(ENDPOINTS, '0') as {
  paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
};
const described = ENDPOINTS.filter((one) => one.scope !== null).map((endpoint) => {
  const name = `${endpoint.method} ${endpoint.path}`;
  return { name, endpoint, test: CASES[name]! };
});
const signedIn = described.filter(({ test }) => test !== undefined);
const writes = signedIn.filter(({ endpoint }) => endpoint.method !== 'get');

/** The call, with what holds of every answer: a documented status, and the one form of errors. */
async function call(endpoint: Endpoint, sent: Sent): Promise<Got> {
  const got = await callEndpoint(endpoint, sent);
  if ((sent.method ?? endpoint.method) === endpoint.method)
    expect(Object.keys(document.paths[endpoint.path]![endpoint.method]!.responses), got.text.slice(0, 300)).toContain(
      String(got.status),
    );
  if (got.status >= 400) {
    expect(got.body, got.text.slice(0, 300)).toEqual({
      error: {
        code: expect.stringMatching(/^[a-z_]+$/),
        message: expect.stringMatching(/^\S.{9}/s),
        ...(got.body?.error?.details ? { details: expect.any(Object) } : {}),
      },
    });
  }
  return got;
}

const succeeds = ({ endpoint, test }: (typeof signedIn)[number]) => m.bearer(test.as ?? test.least, [endpoint.scope!]);

it('every endpoint has its cases, and every case an endpoint', () => {
  expect(Object.keys(CASES).sort()).toEqual(described.map(({ name }) => name).sort());
  for (const { endpoint, test, name } of signedIn)
    expect('409' in document.paths[endpoint.path]![endpoint.method]!.responses, `${name} 409`).toBe(
      test.conflicts !== undefined,
    );
});

describe.each(signedIn)('$name', (one) => {
  const { endpoint, test } = one;

  it('succeeds for the least role with its one scope, in the documented form', async () => {
    const got = await call(endpoint, { ...(await test.given(m)), token: await succeeds(one) });
    expect(got.status, got.text.slice(0, 500)).toBe(test.status);
    const { schema, type } = endpoint.answers[got.status]!;
    expect(got.headers.get('content-type')).toContain(
      schema ? 'application/json' : type === 'application/octet-stream' ? '/' : type,
    );
    expect(got.headers.get('cache-control')).toContain('no-store');
    // Equal to what the schema lets through: nothing is missing, nothing is there that is not described.
    if (schema) expect(schema.parse(got.body)).toEqual(got.body);
  });

  it('401 without a usable credential, before anything else', async () => {
    const answers = [undefined, ...Object.values(refused)].map((authorization) =>
      call(endpoint, {
        params: ['x', 'x'],
        ...(endpoint.body ? { body: '{' } : {}),
        headers: authorization ? { authorization } : {},
      }),
    );
    for (const got of await Promise.all(answers)) {
      expect(got.status).toBe(401);
      expect(got.body!.error!.code).toBe('unauthenticated');
      expect(got.headers.get('www-authenticate')).toMatch(/^Bearer/);
    }
  });

  it('403 below its role and without its scope, before 404 and 422', async () => {
    const lesser = ROLES.slice(0, ROLES.indexOf(test.least));
    const others = SCOPES.filter((scope) => scope !== endpoint.scope && scope !== test.orScope);
    const tokens = [
      ...(await Promise.all(lesser.map((role) => m.bearer(role, [...SCOPES])))),
      await m.bearer('admin', others),
    ];
    const bodies = endpoint.body ? [{ nonsense: 1 }, '{', new Uint8Array([0xff])] : [undefined];
    for (const token of tokens)
      for (const body of bodies) {
        const got = await call(endpoint, {
          params: [NOBODY, NOBODY],
          query: endpoint.query ? 'limit=0' : '',
          body,
          token,
        });
        expect([got.status, got.body?.error?.code]).toEqual([403, 'forbidden']);
      }
  });

  if (endpoint.path.includes('{'))
    it('404 for what names nothing, before 422', async () => {
      const token = test.seeks ? await m.bearer(test.seeks, [...SCOPES]) : await succeeds(one);
      const known = (await test.given(m)).params!;
      const paths = [
        ...(known.length === 1 || test.unknownAfter ? NOTHING.map((ref) => [ref, ...known.slice(1)]) : []),
        ...(test.unknown ?? []),
        ...(test.unknownAfter ?? []).map((ref) => [...known.slice(0, -1), ref]),
      ];
      for (const params of paths) {
        const got = await call(endpoint, { params, body: endpoint.body && { nonsense: 1 }, token });
        expect(got.status, JSON.stringify(params).slice(0, 80)).toBe(404);
      }
    });

  if (test.conflicts)
    it('409 with what it conflicts with', async () => {
      for (const [what, make] of Object.entries(test.conflicts!)) {
        const got = await call(endpoint, { ...(await make(m)), token: await succeeds(one) });
        expect([got.status, got.body?.error?.code], `${what}: ${got.text.slice(0, 200)}`).toEqual([409, 'conflict']);
      }
    });

  if (endpoint.body)
    it('400, 413, 415 and 422 for bodies that are no such object', async () => {
      const token = await succeeds(one);
      const { params } = await test.given(m);
      const send = (body: unknown, type = 'application/json') =>
        call(endpoint, { params, body, token, headers: { 'content-type': type } });
      for (const body of ['{', '{"a":1,}', 'nonsense', '\ufeff', new Uint8Array([0x22, 0xc3, 0x28, 0x22])])
        expect((await send(body)).status, String(body)).toBe(400);
      for (const body of ['[]', '"text"', '1', 'null', 'true']) expect((await send(body)).status, body).toBe(422);
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'])
        expect((await send('{}', type)).status, type).toBe(415);
      expect((await send(`{"title":"${'x'.repeat(10 * 1024 * 1024)}"}`)).status).toBe(413);
    });

  if (endpoint.body)
    it('422 names an unknown field, and does nothing', async () => {
      const given = await test.given(m);
      for (const name of ['nonsense', 'constructor', '__proto__', 'toString', 'id', '']) {
        const text = JSON.stringify(given.body).replace(
          /^\{/,
          `{${JSON.stringify(name)}:{"polluted":1}${given.body && Object.keys(given.body).length > 0 ? ',' : ''}`,
        );
        const got = await call(endpoint, { ...given, body: text, token: await succeeds(one) });
        expect(got.status, `${name}: ${got.text.slice(0, 200)}`).toBe(422);
        expect(fieldsOf(got), name).toContain(name);
      }
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
    });

  if (endpoint.method === 'get')
    it('HEAD answers as GET does', async () => {
      const got = await call(endpoint, { ...(await test.given(m)), method: 'HEAD', token: await succeeds(one) });
      expect(got.status).toBe(test.status);
    });
});

describe.each(writes)('Idempotency-Key: $name', (one) => {
  it('the same call again gives the first answer and is not run', async () => {
    const { endpoint, test } = one;
    const given = {
      ...(await test.given(m)),
      token: await succeeds(one),
      headers: { 'idempotency-key': `k${m.next()}` },
    };
    const first = await call(endpoint, given);
    expect(first.status).toBe(test.status);
    const { rows: before } = await sql<{ n: number }>`select count(*)::int as n from events`.execute(m.database.db);
    const again = await callEndpoint(endpoint, given);
    expect([again.status, again.body, again.headers.get('idempotent-replayed')]).toEqual([
      first.status,
      first.body,
      'true',
    ]);
    const { rows: after } = await sql<{ n: number }>`select count(*)::int as n from events`.execute(m.database.db);
    expect(after).toEqual(before);
  });
});

describe.each([...new Set(signedIn.map(({ endpoint }) => endpoint.path))])('%s', (path) => {
  const there = signedIn.filter(({ endpoint }) => endpoint.path === path);
  const allowed = there.map(({ endpoint }) => endpoint.method.toUpperCase());

  it('405 with the possible methods for every other one', async () => {
    const token = await m.bearer('admin', [...SCOPES]);
    for (const method of ['GET', 'POST', 'PATCH', 'PUT', 'DELETE'].filter((name) => !allowed.includes(name))) {
      const got = await call({ ...there[0]!.endpoint }, { method, token });
      expect([method, got.status, got.headers.get('allow')?.split(', ').sort()]).toEqual([
        method,
        405,
        allowed.toSorted(),
      ]);
    }
  });

  it('OPTIONS and CORS: only for the configured origins', async () => {
    setEnv({ CORS_ORIGINS: ['https://tools.example'] });
    const ask = (origin: string, sent: Sent) => call(there[0]!.endpoint, { ...sent, headers: { origin } });
    for (const sent of [{ method: 'OPTIONS' }, {}]) {
      const ours = await ask('https://tools.example', sent);
      expect(ours.status).toBe(sent.method ? 204 : 401);
      expect(ours.headers.get('access-control-allow-origin')).toBe('https://tools.example');
      expect(ours.headers.get('access-control-allow-credentials')).toBeNull();
      expect(ours.headers.get('vary')).toContain('origin');
      for (const origin of ['https://evil.example', 'null', 'https://tools.example.evil.test', 'http://tools.example'])
        expect((await ask(origin, sent)).headers.get('access-control-allow-origin'), origin).toBeNull();
    }
    setEnv({ CORS_ORIGINS: [] });
  });
});
