import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as dropRoute from '../../app/routes/api.jobs.$id.drop.ts';
import * as retryRoute from '../../app/routes/api.jobs.$id.retry.ts';
import * as jobsRoute from '../../app/routes/api.jobs.ts';
import { closeDb } from '../../server/db.ts';
import { setEnv } from '../../server/env.ts';
import { insertJobs } from '../../server/queue/job.queries.ts';
import { jobOutput } from '../../server/queue/job.schema.ts';
import { callRoute } from '../factories/call-route.ts';
import { createBearer, createSignInPerson } from '../factories/people.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';

const NOBODY = '00000000-0000-4000-8000-000000000000';
let database: TestDatabase;
let admin: string;
let operator: string;

beforeAll(async () => {
  database = await createTestDatabase();
  setEnv({ DATABASE_URL: database.url, RATE_LIMIT_API: 0, REDIS_URL: undefined });
  admin = await createBearer(database.db, await createSignInPerson(database.db, 'admin'), ['read', 'write', 'admin']);
  operator = await createBearer(database.db, await createSignInPerson(database.db, 'operator'));
});
afterAll(async () => {
  await closeDb();
  await database.drop();
});

test('admins list, retry and drop; others do not', async () => {
  await insertJobs(database.db, [{ kind: 'process_email', payload: { emailId: NOBODY } }]);
  const { rows } = await sql<{
    id: string;
  }>`update jobs set status = 'dead', last_error = 'broken' where payload->>'emailId' = ${NOBODY} returning id`.execute(
    database.db,
  );
  const { id } = rows[0]!;
  const list = await callRoute(jobsRoute, { path: '/api/jobs?status=dead', token: admin });
  expect(list.body).toMatchObject({ items: [{ id, status: 'dead', lastError: 'broken' }], nextCursor: null });
  for (const item of (list.body['items'] ?? []) as unknown[])
    expect(
      jobOutput.omit({ runAt: true, startedAt: true, finishedAt: true, createdAt: true }).parse(item),
    ).toBeTruthy();
  for (const [route, call] of [
    [jobsRoute, {}],
    [retryRoute, { method: 'POST', params: { id } }],
    [dropRoute, { method: 'POST', params: { id } }],
  ] as const) {
    expect((await callRoute(route, call)).status).toBe(401);
    expect((await callRoute(route, { ...call, token: operator })).status).toBe(403);
  }
  expect((await callRoute(jobsRoute, { path: '/api/jobs?status=lost', token: admin })).status).toBe(422);
  for (const route of [retryRoute, dropRoute])
    expect((await callRoute(route, { method: 'POST', params: { id: 'x' }, token: admin })).status).toBe(404);
  expect((await callRoute(retryRoute, { method: 'POST', params: { id }, token: admin })).body).toEqual({
    id,
    status: 'queued',
  });
  expect((await callRoute(dropRoute, { method: 'POST', params: { id }, token: admin })).status).toBe(409);
});
