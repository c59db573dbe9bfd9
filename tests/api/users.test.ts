import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as me from '../../app/routes/api.me.ts';
import * as token from '../../app/routes/api.tokens.$id.ts';
import * as tokens from '../../app/routes/api.tokens.ts';
import * as user from '../../app/routes/api.users.$id.ts';
import * as users from '../../app/routes/api.users.ts';
import type { UserActor } from '../../server/actor.ts';
import { closeDb } from '../../server/db.ts';
import { setEnv } from '../../server/env.ts';
import { beginSession } from '../../server/sessions/session-store.ts';
import { callRoute } from '../factories/call-route.ts';
import { createBearer, createSignInPerson } from '../factories/people.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';

let test: TestDatabase;
let vera: UserActor;
let charlie: UserActor;
let bearer: { vera: string; charlie: string; reader: string };
const nobody = 'pmis_'.padEnd(48, 'x');

beforeAll(async () => {
  test = await createTestDatabase();
  setEnv({ DATABASE_URL: test.url });
  vera = await createSignInPerson(test.db, 'viewer', 'Vera');
  charlie = await createSignInPerson(test.db, 'admin', 'Charlie');
  bearer = {
    vera: await createBearer(test.db, vera, ['read', 'write', 'admin']),
    charlie: await createBearer(test.db, charlie, ['read', 'write', 'admin']),
    reader: await createBearer(test.db, charlie, ['read']),
  };
});
afterAll(async () => {
  await closeDb();
  await test.drop();
});

const routes = [
  { name: 'users', route: users, methods: ['GET', 'POST'] },
  { name: 'users/:id', route: user, methods: ['GET', 'PATCH'] },
  { name: 'tokens', route: tokens, methods: ['GET', 'POST'] },
  { name: 'tokens/:id', route: token, methods: ['DELETE'] },
  { name: 'me', route: me, methods: ['GET'] },
];

describe.each(routes)('/api/$name', ({ route, methods }) => {
  it.each(methods)(
    '%s without, with a wrong and with a malformed credential is 401 that says what to do',
    async (method) => {
      const body = method === 'GET' || method === 'DELETE' ? undefined : {};
      const bare = await callRoute(route, { method, body, params: { id: 'x' } });
      expect(bare).toMatchObject({ status: 401, body: { error: { code: 'unauthenticated' } } });
      expect(bare.headers.get('www-authenticate')).toContain('Bearer');
      expect(JSON.stringify(bare.body)).toContain('Authorization: Bearer pmis_');
      for (const headers of [
        { authorization: `Bearer ${nobody}` },
        { authorization: 'Basic eA==' },
        { authorization: '' },
      ])
        expect((await callRoute(route, { method, body, headers })).status).toBe(401);
      expect((await callRoute(route, { method, body, cookie: 'pmis_session=nonsense' })).status).toBe(401);
    },
  );

  it('another method is 405 with the possible ones', async () => {
    const answer = await callRoute(route, { method: 'PUT', token: bearer.charlie, body: {} });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe(methods.join(', '));
  });
});

describe('POST /api/users', () => {
  const post = (body: unknown, token = bearer.charlie, headers?: Record<string, string>) =>
    callRoute(users, { method: 'POST', token, body, headers });

  it('201 for an admin, 403 for others, 409 for a known address', async () => {
    const input = { email: 'new.person@northgate.example', name: 'New', role: 'operator' };
    expect((await post(input, bearer.vera)).status).toBe(403);
    expect((await post(input, bearer.reader)).status).toBe(403);
    expect(await post(input)).toMatchObject({
      status: 201,
      body: { email: input.email, decisionLimit: null, version: 1 },
    });
    expect(await post(input)).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
  });

  it('400, 413, 415 and 422 for bad bodies, naming the field', async () => {
    expect((await post('{')).status).toBe(400);
    expect((await post(`{"name": "${'x'.repeat(10 * 1024 * 1024)}"}`)).status).toBe(413);
    expect((await post('a=b', bearer.charlie, { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(
      415,
    );
    expect((await post([])).status).toBe(422);
    const answer = await post({ email: 'x', name: '<script>', role: 'root', extra: 1 });
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toMatch(/email.*role|extra/);
  });
});

describe('PATCH /api/users/:id', () => {
  const patch = (id: string, body: unknown, token = bearer.charlie) =>
    callRoute(user, { method: 'PATCH', params: { id }, token, body });

  it('200, 403, 404, 409 and 422', async () => {
    expect(await patch(vera.email, { title: 'Auditor' })).toMatchObject({
      status: 200,
      body: { title: 'Auditor', version: 2 },
    });
    expect(await patch('me', { timeZone: 'Asia/Tokyo' }, bearer.vera)).toMatchObject({ status: 200 });
    expect((await patch(charlie.email, { title: 'x' }, bearer.vera)).status).toBe(403);
    expect((await patch('me', { decisionLimit: 'unlimited' })).status).toBe(403);
    expect((await patch('nobody@northgate.example', {})).status).toBe(404);
    expect((await patch(vera.email, { title: 'y', expectedVersion: 1 })).status).toBe(409);
    expect((await patch(vera.email, { timeZone: 'Mars' })).status).toBe(422);
    expect(await patch('me', { active: false })).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
  });
});

describe('GET', () => {
  it('lists are {items, nextCursor}; limits above 1000 and unknown parameters are 422', async () => {
    for (const route of [users, tokens]) {
      const list = await callRoute(route, { path: '/api/x?limit=1', token: bearer.charlie });
      expect(list).toMatchObject({ status: 200, body: { items: [{}] } });
      expect(Object.keys(list.body).sort()).toEqual(['items', 'nextCursor']);
      for (const query of ['limit=1001', 'limit=0', 'cursor=zzz', 'nope=1', 'sort=nope'])
        expect((await callRoute(route, { path: `/api/x?${query}`, token: bearer.charlie })).status, query).toBe(422);
    }
  });

  it('a person by email, id and "me"; 404 otherwise', async () => {
    for (const id of [vera.email, vera.userId, 'me'])
      expect(await callRoute(user, { params: { id }, token: bearer.vera })).toMatchObject({
        body: { email: vera.email },
      });
    expect((await callRoute(user, { params: { id: 'x' }, token: bearer.vera })).status).toBe(404);
  });

  it('the session cookie works as a token does, without scopes', async () => {
    const cookie = `other=1; pmis_session=${await beginSession({ db: test.db, redis: null }, vera.userId)}`;
    expect(await callRoute(me, { cookie })).toMatchObject({ status: 200, body: { email: vera.email, scopes: null } });
    expect(await callRoute(me, { token: bearer.vera })).toMatchObject({ body: { scopes: ['read', 'write', 'admin'] } });
  });
});

describe('tokens', () => {
  it('are made, used and revoked', async () => {
    const made = await callRoute(tokens, { method: 'POST', token: bearer.vera, body: { name: 'ci' } });
    expect(made.status).toBe(201);
    const { id, token: secret } = made.body as unknown as { id: string; token: string };
    expect((await callRoute(me, { token: secret })).status).toBe(200);
    expect(JSON.stringify((await callRoute(tokens, { token: bearer.vera })).body)).not.toContain(secret);
    const revoke = (by: string) => callRoute(token, { method: 'DELETE', params: { id }, token: by });
    expect(await revoke(bearer.vera)).toMatchObject({ status: 200, body: { id } });
    expect((await callRoute(me, { token: secret })).status).toBe(401);
    expect((await revoke(bearer.reader)).status).toBe(403);
  });

  it('429 with retry-after above the limit, for refused tokens too', async () => {
    setEnv({ RATE_LIMIT_API: 8 });
    const statuses = async (secret: string) => {
      const answers = await Promise.all(
        Array.from({ length: 5 }, () => callRoute(me, { token: secret, clientAddress: '10.9.8.7' })),
      );
      return answers.map(({ status, headers }) => [status, headers.get('retry-after')]);
    };
    const fresh = await createBearer(test.db, vera);
    expect(await statuses(fresh)).toEqual(
      expect.arrayContaining([
        [200, null],
        [429, '8'],
      ]),
    );
    expect(await statuses(nobody)).toEqual(expect.arrayContaining([[429, '8']]));
    setEnv({ RATE_LIMIT_API: 0 });
    expect((await statuses(fresh)).every(([status]) => status === 200)).toBe(true);
  });
});
