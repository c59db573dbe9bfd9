import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { api, type ApiContext } from '../../app/http/api.server.ts';
import { json, readJson } from '../../app/http/answers.server.ts';
import { closeDb } from '../../server/db.ts';
import { setEnv } from '../../server/env.ts';
import { DomainError } from '../../server/errors.ts';
import { deleteOldKeys } from '../../server/idempotency/idempotency.queries.ts';
import { callRoute } from '../factories/call-route.ts';
import { createBearer, createSignInPerson } from '../factories/people.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';

let test: TestDatabase;
let bearer: string;
let other: string;
let runs: number;
let handle: (call: ApiContext) => Promise<Response>;
const route = api({ POST: (call) => handle(call) });

beforeAll(async () => {
  test = await createTestDatabase();
  setEnv({ DATABASE_URL: test.url });
  bearer = await createBearer(test.db, await createSignInPerson(test.db, 'operator', 'Bob'));
  other = await createBearer(test.db, await createSignInPerson(test.db, 'operator', 'Otto'));
});
afterAll(async () => {
  await closeDb();
  await test.drop();
});
beforeEach(() => {
  runs = 0;
  handle = async ({ request }) => {
    runs += 1;
    return json({ run: runs, got: await readJson(request) }, 201);
  };
});

const post = (key: string | null, body: unknown = { a: 1 }, token = bearer, path = '/api/x') =>
  callRoute(route, { method: 'POST', path, token, body, headers: key === null ? {} : { 'idempotency-key': key } });

describe('Idempotency-Key', () => {
  it('runs a write once and gives the stored answer again', async () => {
    const first = await post('once');
    expect(first).toMatchObject({ status: 201, body: { run: 1, got: { a: 1 } } });
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    const again = await post('once');
    expect(again).toMatchObject({ status: 201, body: first.body });
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.headers.get('content-type')).toContain('application/json');
    expect(runs).toBe(1);
  });

  it('without the header every call runs', async () => {
    await post(null);
    expect((await post(null)).body).toMatchObject({ run: 2 });
  });

  it('is a 422 for another body, path or method under the same key', async () => {
    await post('same');
    expect(await post('same', { a: 2 })).toMatchObject({ status: 422, body: { error: { code: 'invalid' } } });
    expect((await post('same', { a: 1 }, bearer, '/api/y')).status).toBe(422);
    expect((await post('same', { a: 1 }, bearer, '/api/x?q=1')).status).toBe(422);
    expect(runs).toBe(1);
  });

  it('belongs to its owner', async () => {
    await post('mine');
    expect((await post('mine', { a: 2 }, other)).body).toMatchObject({ run: 2 });
  });

  it('is refused when it is not printable or too long', async () => {
    for (const key of ['', 'x'.repeat(256), 'ünï', 'a b']) expect((await post(key)).status, key).toBe(400);
    expect(runs).toBe(0);
  });

  it('one of twenty at once runs; the others are told to come again', async () => {
    handle = async () => {
      runs += 1;
      await new Promise((resolve) => setTimeout(resolve, 300));
      return json({ run: runs }, 202);
    };
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('race')));
    expect(runs).toBe(1);
    expect(answers.filter(({ status }) => status === 202)).toHaveLength(1);
    const waiting = answers.filter(({ status }) => status === 409);
    expect(waiting).toHaveLength(19);
    expect(waiting[0]!.headers.get('retry-after')).toBe('1');
    expect(await post('race')).toMatchObject({ status: 202, body: { run: 1 } });
  });

  it('keeps a refusal, and runs again after a failure of ours', async () => {
    handle = async () => {
      runs += 1;
      throw new DomainError('conflict', 'Not now.');
    };
    expect((await post('refused')).status).toBe(409);
    expect(await post('refused')).toMatchObject({ status: 409, body: { error: { message: 'Not now.' } } });
    expect(runs).toBe(1);
    handle = async () => {
      runs += 1;
      throw new Error('a bug');
    };
    expect((await post('failed')).status).toBe(500);
    expect((await post('failed')).status).toBe(500);
    expect(runs).toBe(3);
  });

  it('a call that ended without an answer is not run again', async () => {
    await post('lost');
    await sql`update idempotency_keys set status = null, created_at = now() - interval '1 hour' where key = 'lost'`.execute(
      test.db,
    );
    const answer = await post('lost');
    expect(answer).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining('Look whether') } },
    });
    expect(answer.headers.get('retry-after')).toBeNull();
    expect(runs).toBe(1);
  });

  it('is forgotten after 24 hours', async () => {
    await post('old');
    const age = () =>
      sql`update idempotency_keys set created_at = now() - interval '25 hours' where key = 'old'`.execute(test.db);
    await age();
    expect((await post('old', { a: 2 })).body).toMatchObject({ run: 2 });
    await age();
    expect(await deleteOldKeys(test.db)).toBe(1);
  });
});
