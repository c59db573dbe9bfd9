import type { ActionFunctionArgs } from '@remix-run/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as account from '../../app/routes/account.tsx';
import * as signIn from '../../app/routes/sign-in.tsx';
import * as signOut from '../../app/routes/sign-out.ts';
import type { UserActor } from '../../server/actor.ts';
import { closeDb } from '../../server/db.ts';
import { setEnv } from '../../server/env.ts';
import { createSignInPerson, PASSWORD } from '../factories/people.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';

let test: TestDatabase;
let alice: UserActor;

beforeAll(async () => {
  test = await createTestDatabase();
  setEnv({ DATABASE_URL: test.url, RATE_LIMIT_SIGN_IN: 0 });
  alice = await createSignInPerson(test.db, 'analyst', 'Alice');
});
afterAll(async () => {
  await closeDb();
  await test.drop();
});

type Data = { type: 'DataWithResponseInit'; data: unknown; init: ResponseInit };

function args(path: string, form?: Record<string, string>, { cookie = '', secure = false } = {}): ActionFunctionArgs {
  const body = form && new URLSearchParams(form);
  const request = new Request(`http://pmis.test${path}`, { method: body ? 'POST' : 'GET', body, headers: { cookie } });
  const context = { cspNonce: '', requestId: 'test-request', clientAddress: '127.0.0.1', secure };
  return { request, params: {}, context };
}

async function thrown(promise: Promise<unknown>): Promise<Response> {
  const reason: unknown = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (reason instanceof Response) return reason;
  throw new Error('no response was thrown');
}

const enter = (form: Record<string, string>, options = {}) => signIn.action(args('/sign-in', form, options));
const cookieOf = (response: Response) =>
  response.headers.getSetCookie().find((text) => text.startsWith('pmis_session='))!;
async function signedIn(): Promise<string> {
  const response = (await enter({ email: alice.email, password: PASSWORD })) as Response;
  return cookieOf(response).split(';')[0]!;
}

describe('signing in', () => {
  it('sets a cookie that scripts and other sites do not get, Secure on https', async () => {
    const response = (await enter({ email: alice.email, password: PASSWORD, next: '/packages?q=x' })) as Response;
    expect([response.status, response.headers.get('location')]).toEqual([302, '/packages?q=x']);
    const cookie = cookieOf(response);
    expect(cookie).toMatch(/^pmis_session=[\w-]{43}; /);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Lax');
    expect(cookie).not.toContain('Secure');
    const https = (await enter({ email: alice.email, password: PASSWORD }, { secure: true })) as Response;
    expect(cookieOf(https)).toContain('; Secure');
  });

  it('goes nowhere outside', async () => {
    const response = (await enter({ email: alice.email, password: PASSWORD, next: '//evil.example' })) as Response;
    expect(response.headers.get('location')).toBe('/');
  });

  it('a refusal is a 401 that keeps the address and gives no cookie', async () => {
    const refused = (await enter({ email: alice.email, password: 'wrong' })) as unknown as Data;
    expect(refused.init).toMatchObject({ status: 401 });
    expect(refused.data).toEqual({
      email: alice.email,
      message: expect.stringContaining('Email or password is wrong'),
    });
  });

  it('too many attempts are a 429', async () => {
    setEnv({ RATE_LIMIT_SIGN_IN: 1 });
    await enter({ email: 'x@northgate.example', password: 'wrong' });
    expect((await enter({ email: 'x@northgate.example', password: 'wrong' })) as unknown as Data).toMatchObject({
      init: { status: 429 },
    });
    setEnv({ RATE_LIMIT_SIGN_IN: 0 });
  });

  it('ends the session that the browser had', async () => {
    const before = await signedIn();
    await enter({ email: alice.email, password: PASSWORD }, { cookie: before });
    const sent = await thrown(account.loader(args('/account', undefined, { cookie: before })));
    expect(sent.headers.get('location')).toBe('/sign-in?next=%2Faccount');
  });

  it('shows the demo’s people outside production only', async () => {
    const demo = await signIn.loader(args('/sign-in'));
    expect(demo).toEqual({ next: '/', demo: null });
  });
});

describe('pages', () => {
  it('send whoever is signed out to sign-in and back', async () => {
    const response = await thrown(account.loader(args('/account?cursor=a%20b')));
    expect([response.status, response.headers.get('location')]).toEqual([
      302,
      '/sign-in?next=%2Faccount%3Fcursor%3Da%2Bb',
    ]);
    const posted = await thrown(account.action(args('/account', { intent: 'profile' })));
    expect(posted.headers.get('location')).toBe('/sign-in');
  });

  it('the account saves a name, gives typed values back on failure, and shows a token once', async () => {
    const cookie = await signedIn();
    const { user } = await account.loader(args('/account', undefined, { cookie }));
    const post = (form: Record<string, string>) => account.action(args('/account', form, { cookie }));
    const bad = { intent: 'profile', name: 'New', timeZone: 'Mars', version: String(user.version) };
    expect((await post(bad)) as unknown as Data).toMatchObject({
      init: { status: 422 },
      data: { ok: false, fields: [{ field: 'timeZone' }], values: bad },
    });
    const saved = (await post({ ...bad, timeZone: 'Asia/Tokyo' })) as unknown as Response;
    expect(saved.status).toBe(302);
    expect(saved.headers.getSetCookie().join()).toContain('pmis_toast=');
    const stale = (await post({ ...bad, name: 'Newer', timeZone: 'UTC' })) as unknown as Data;
    expect(stale).toMatchObject({ init: { status: 409 }, data: { message: expect.stringContaining('changed') } });

    const made = await post({ intent: 'create-token', name: 'ci', scopes: 'read', expiresInDays: '30' });
    expect(made).toMatchObject({ ok: true, token: expect.stringMatching(/^pmis_/) });
    const { tokens } = await account.loader(args('/account', undefined, { cookie }));
    expect(tokens.items).toMatchObject([{ name: 'ci', scopes: ['read'] }]);
    const failed = (await post({
      intent: 'password',
      currentPassword: 'wrong',
      newPassword: 'also wrong then',
    })) as unknown as Data;
    expect(failed).toMatchObject({ init: { status: 422 }, data: { values: { intent: 'password' } } });
    expect(JSON.stringify(failed.data)).not.toContain('also wrong then');
  });

  it('a changed password signs out elsewhere and stays signed in here', async () => {
    const [here, there] = [await signedIn(), await signedIn()];
    const form = { intent: 'password', currentPassword: PASSWORD, newPassword: `${PASSWORD} again` };
    const changed = (await account.action(args('/account', form, { cookie: here }))) as unknown as Response;
    const fresh = cookieOf(changed).split(';')[0]!;
    const visit = (cookie: string) => account.loader(args('/account', undefined, { cookie }));
    expect((await visit(fresh)).user.email).toBe(alice.email);
    expect((await thrown(visit(there))).status).toBe(302);
    expect((await thrown(visit(here))).status).toBe(302);

    const out = await signOut.action(args('/sign-out', {}, { cookie: fresh }));
    expect(out.headers.get('set-cookie')).toMatch(/^pmis_session=; .*Max-Age=0/);
    expect((await thrown(visit(fresh))).status).toBe(302);
  });
});
