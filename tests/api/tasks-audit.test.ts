import { readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as exported from '../../app/routes/api.audit.export.ts';
import * as trail from '../../app/routes/api.audit.$entityType.$id.ts';
import * as project from '../../app/routes/api.projects.$id.ts';
import * as projects from '../../app/routes/api.projects.ts';
import * as task from '../../app/routes/api.tasks.$id.ts';
import * as tasks from '../../app/routes/api.tasks.ts';
import * as vendor from '../../app/routes/api.vendors.$id.ts';
import * as vendors from '../../app/routes/api.vendors.ts';
import type { UserActor } from '../../server/actor.ts';
import { eventOutput } from '../../server/audit/event.schema.ts';
import { recordEvent } from '../../server/audit/record-event.ts';
import { verifyAuditFile } from '../../server/audit/verify-audit-file.ts';
import { closeDb } from '../../server/db.ts';
import { setEnv } from '../../server/env.ts';
import { projectOutput } from '../../server/projects/project.schema.ts';
import { seedWorld } from '../../server/seed/seed-world.ts';
import { taskOutput } from '../../server/tasks/task.schema.ts';
import { vendorOutput } from '../../server/vendors/vendor.schema.ts';
import { callRoute } from '../factories/call-route.ts';
import { createBearer, createSignInPerson } from '../factories/people.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';

const SYSTEM = { kind: 'system', name: 'test', via: 'cli' } as const;
const northgate = JSON.parse(
  readFileSync(new URL('../../server/seed/northgate.json', import.meta.url), 'utf8'),
) as unknown;

let test: TestDatabase;
let bob: UserActor;
let bearer: Record<'vera' | 'bob' | 'alice' | 'charlie' | 'reader', string>;

beforeAll(async () => {
  test = await createTestDatabase();
  setEnv({ DATABASE_URL: test.url, PMIS_NOW: '2026-03-05T09:00:00Z' });
  await seedWorld(test.db, northgate, { shiftToToday: false, demoPeople: false });
  bob = await createSignInPerson(test.db, 'operator', 'Bob');
  const charlie = await createSignInPerson(test.db, 'admin', 'Charlie');
  bearer = {
    vera: await createBearer(test.db, await createSignInPerson(test.db, 'viewer', 'Vera')),
    bob: await createBearer(test.db, bob),
    alice: await createBearer(test.db, await createSignInPerson(test.db, 'analyst', 'Alice')),
    charlie: await createBearer(test.db, charlie, ['read', 'write', 'admin']),
    reader: await createBearer(test.db, charlie, ['read']),
  };
});
afterAll(async () => {
  setEnv({ PMIS_NOW: undefined });
  await closeDb();
  await test.drop();
});

const asked = (route: typeof tasks, token: string, query = '', params = {}) =>
  callRoute(route, { token, path: `/api${query}`, params });
const post = (route: typeof tasks, token: string, body: unknown, headers = {}) =>
  callRoute(route, { method: 'POST', token, body, headers });
const patch = (route: typeof tasks, token: string, id: string, body: unknown) =>
  callRoute(route, { method: 'PATCH', token, params: { id }, body });

const routes: { name: string; route: typeof tasks; methods: string[]; params: Record<string, string> }[] = [
  { name: 'tasks', route: tasks, methods: ['GET', 'POST'], params: {} },
  { name: 'tasks/:id', route: task, methods: ['GET', 'PATCH'], params: { id: 'T-101' } },
  { name: 'vendors', route: vendors, methods: ['GET', 'POST'], params: {} },
  { name: 'vendors/:id', route: vendor, methods: ['GET', 'PATCH'], params: { id: 'Voltara Energy' } },
  { name: 'projects', route: projects, methods: ['GET', 'POST'], params: {} },
  { name: 'projects/:id', route: project, methods: ['GET', 'PATCH'], params: { id: 'NORTHGATE' } },
  { name: 'audit', route: trail, methods: ['GET'], params: { entityType: 'package', id: 'P-001' } },
  { name: 'audit/export', route: exported, methods: ['GET'], params: {} },
];

describe.each(routes)('$name', ({ route, methods, params }) => {
  it.each(['GET', 'POST', 'PATCH', 'PUT', 'DELETE'])(
    '%s: 401 without a token, 405 where it is not possible',
    async (method) => {
      const body = method === 'GET' ? undefined : {};
      const answer = await callRoute(route, { method, params, body });
      expect(answer.status).toBe(methods.includes(method) ? 401 : 405);
    },
  );

  it.each(methods.filter((method) => method !== 'GET'))(
    '%s: 403 for a viewer, 415, 400 and 413 for what is no JSON object',
    async (method) => {
      expect((await callRoute(route, { method, params, token: bearer.vera, body: {} })).status).toBe(403);
      const send = (body: string, headers = {}) =>
        callRoute(route, { method, params, token: bearer.charlie, body, headers });
      expect((await send('a=1', { 'content-type': 'application/x-www-form-urlencoded' })).status).toBe(415);
      expect((await send('{"title":')).status).toBe(400);
      expect((await send(`{"title":"${'x'.repeat(11_000_000)}"}`)).status).toBe(413);
      expect(await send('{"nonsense":1}')).toMatchObject({ status: 422, body: { error: { code: 'invalid' } } });
    },
  );
});

describe.each([
  ['tasks/:id', task],
  ['vendors/:id', vendor],
  ['projects/:id', project],
])('%s', (_name, route) => {
  it.each(['nothing', '00000000-0000-4000-8000-000000000000', 'nul\0', "' or 1=1 --"])('404 for %j', async (id) => {
    expect((await asked(route, bearer.charlie, '', { id })).status).toBe(404);
    expect((await patch(route, bearer.charlie, id, { nonsense: 1 })).status).toBe(404);
  });
});

describe.each([
  ['tasks', tasks],
  ['vendors', vendors],
  ['projects', projects],
])('the list of %s', (_name, route) => {
  it.each(['?limit=0', '?limit=1001', '?limit=x', '?sort=nonsense', '?cursor=nonsense', '?unknown=1', '?q=%00'])(
    '422 for %s',
    async (query) => {
      expect(await asked(route, bearer.vera, query)).toMatchObject({
        status: 422,
        body: { error: { code: 'invalid' } },
      });
    },
  );

  it('pages to the end without showing anything twice', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const { status, body } = await asked(route, bearer.vera, `?limit=5${cursor && `&cursor=${cursor}`}`);
      expect(status).toBe(200);
      const { items, nextCursor } = body as unknown as { items: { id: string }[]; nextCursor: string | null };
      seen.push(...items.map((item) => item.id));
      cursor = nextCursor ?? '';
    } while (cursor);
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThan(0);
  });
});

describe('tasks', () => {
  it('are listed, created, read and changed as described', async () => {
    const late = await asked(tasks, bearer.vera, '?overdue=true');
    expect((late.body as unknown as { items: { code: string }[] }).items.map((item) => item.code)).toEqual([
      'T-110',
      'T-101',
    ]);
    const created = await post(tasks, bearer.bob, {
      package: 'P-001',
      title: '<b>Call</b> the vendor',
      assignee: 'me',
      dueDate: '2026-03-20',
    });
    expect(created).toMatchObject({
      status: 201,
      body: { code: 'T-113', package: 'P-001', title: '<b>Call</b> the vendor', assignee: { email: bob.email } },
    });
    expect(created.headers.get('location')).toBe('/api/tasks/T-113');
    const read = await asked(task, bearer.vera, '', { id: 'T-113' });
    expect(taskOutput.parse(read.body)).toEqual(created.body);
    expect(await patch(task, bearer.bob, 'T-113', { status: 'done', expectedVersion: 1 })).toMatchObject({
      status: 200,
      body: { status: 'done', version: 2 },
    });
    expect(await patch(task, bearer.bob, 'T-113', { title: 'x', expectedVersion: 1 })).toMatchObject({
      status: 409,
      body: { error: { details: { version: 2 } } },
    });
    expect((await patch(task, bearer.bob, 'T-113', { status: 'blocked' })).status).toBe(409);
    expect((await post(tasks, bearer.reader, { package: 'P-001', title: 'x' })).status).toBe(403);
  });

  it.each([
    [{ title: 'x' }, 'package'],
    [{ package: 'P-001' }, 'title'],
    [{ package: 'P-001', title: 'nul\0' }, 'title'],
    [{ package: 'P-001', title: 'x', dueDate: '2026-02-30' }, 'dueDate'],
    [{ package: 'P-001', title: 'x', assignee: 7 }, 'assignee'],
    [{ package: 'P-001', title: 'x', status: 'done' }, 'status'],
    [{ package: 'P-001', title: 'x', due: '2026-03-01' }, 'due'],
    [{ package: 'P-999', title: 'x' }, 'package'],
  ])('422 for %j names the field', async (body, field) => {
    const answer = await post(tasks, bearer.bob, body);
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body)).toContain(`"field":"${field}"`);
  });
});

describe('vendors and projects', () => {
  it('answer as described', async () => {
    const made = await post(vendors, bearer.alice, { name: 'Delta Pumps' });
    expect(made.status).toBe(201);
    expect(vendorOutput.parse((await asked(vendor, bearer.vera, '', { id: 'delta pumps' })).body)).toEqual(made.body);
    expect((await post(vendors, bearer.alice, { name: 'DELTA PUMPS' })).status).toBe(409);
    const proposed = await patch(vendor, bearer.bob, 'Delta Pumps', { domains: ['delta.example'] });
    expect(proposed).toMatchObject({ status: 202, body: { status: 'pending', subjectType: 'vendor' } });
    const found = await asked(project, bearer.vera, '', { id: 'northgate' });
    expect(projectOutput.parse(found.body)).toMatchObject({
      code: 'NORTHGATE',
      packages: 24,
      thresholds: { CNY: '40000000.00' },
    });
    expect(await patch(project, bearer.charlie, 'NORTHGATE', { workDays: [1, 2, 3, 4] })).toMatchObject({
      status: 200,
      body: { workDays: [1, 2, 3, 4], version: 2 },
    });
    expect((await patch(project, bearer.alice, 'NORTHGATE', { workDays: [1] })).status).toBe(403);
  });
});

describe('the audit trail', () => {
  const timeline = (entityType: string, id: string, token = bearer.vera, query = '') =>
    asked(trail, token, query, { entityType, id });

  it('of a package has every event of it, newest first, paged', async () => {
    await post(tasks, bearer.bob, { package: 'P-010', title: 'Chase the bond' });
    const first = await timeline('package', 'P-010', bearer.vera, '?limit=2');
    const { items, nextCursor } = first.body as unknown as { items: Record<string, unknown>[]; nextCursor: string };
    expect(items.map((item) => item.eventType)).toEqual(['task_created', 'task_created']);
    for (const item of items) expect(Object.keys(eventOutput.parse(item))).toEqual(Object.keys(item));
    expect(Object.keys(items[0]!)).toEqual([
      'id',
      'eventType',
      'entityType',
      'entityId',
      'packageId',
      'actor',
      'via',
      'at',
      'before',
      'after',
      'reason',
      'evidence',
      'prevHash',
      'hash',
    ]);
    expect(items[0]).toMatchObject({
      entityType: 'task',
      actor: { kind: 'user', email: bob.email },
      via: 'api',
      after: { title: 'Chase the bond' },
    });
    const rest = await timeline('package', 'P-010', bearer.vera, `?limit=2&cursor=${nextCursor}`);
    expect(rest.body).toMatchObject({ items: [{ eventType: 'package_created' }], nextCursor: null });
  });

  it.each([
    ['task', 't-101'],
    ['approval', 'AR-31'],
    ['vendor', 'voltara energy'],
    ['project', 'NORTHGATE'],
    ['user', 'MARCUS.HALE@northgate.example'],
  ])('of a %s is found by %s', async (type, id) => {
    expect(await timeline(type, id)).toMatchObject({
      status: 200,
      body: { items: expect.arrayContaining([expect.objectContaining({ entityType: type })]) },
    });
  });

  it('404 for another kind or an unknown one, 422 for a wrong query', async () => {
    for (const [type, id] of [
      ['nonsense', 'P-001'],
      ['package', 'P-999'],
      ['package', '\0'],
      ['email', 'x'],
      ['job', 'x'],
    ])
      expect((await timeline(type!, id!)).status, `${type} ${id}`).toBe(404);
    for (const query of ['?limit=0', '?cursor=x', '?sort=id'])
      expect((await timeline('package', 'P-001', bearer.vera, query)).status).toBe(422);
  });

  it('keeps back the quotes of a bid from who may not read it, in the export too', async () => {
    const { rows } = await sql<{ id: string; packageId: string }>`
      with mail as (insert into emails (source, raw_sha256, raw_size, status, outside) values ('smtp', 'abc', 3, 'processed', true) returning id),
      link as (insert into email_links (email_id, package_id, method, score, status) select mail.id, p.id, 'code', 1, 'filed'
        from mail, packages p where p.code = 'P-003' returning email_id, package_id)
      select email_id as id, package_id as "packageId" from link`.execute(test.db);
    const { id, packageId } = rows[0]!;
    await test.db.transaction().execute(async (tx) => {
      await recordEvent(tx, SYSTEM, {
        entityType: 'email',
        entityId: id,
        eventType: 'email_ingested',
        packageId,
        after: { package: 'P-003', method: 'words', why: 'our price EUR 1' },
        evidence: [{ type: 'email', id }],
      });
      await recordEvent(tx, SYSTEM, {
        entityType: 'package',
        entityId: packageId,
        eventType: 'package_patched',
        evidence: [
          { type: 'email', id, quote: 'our price EUR 1' },
          { type: 'note', quote: 'seen' },
        ],
      });
    });
    const hidden = (await timeline('package', 'P-003', bearer.vera)).body as unknown as {
      items: Record<string, unknown>[];
    };
    expect(JSON.stringify(hidden)).not.toContain('our price');
    expect(hidden.items[0]).toMatchObject({
      evidence: [
        { type: 'email', id, restricted: true },
        { type: 'note', quote: 'seen' },
      ],
    });
    expect(hidden.items[1]).toMatchObject({ after: { package: 'P-003', method: 'words' } });
    expect(JSON.stringify((await timeline('package', 'P-003', bearer.charlie)).body)).toContain('our price');

    const lines = async () => {
      const { loader } = exported;
      const request = new Request('http://pmis.test/api/audit/export', {
        headers: { authorization: `Bearer ${bearer.charlie}` },
      });
      return (
        await (
          await loader({
            request,
            params: {},
            context: { cspNonce: '', requestId: 'test', clientAddress: '', secure: false },
          })
        ).text()
      )
        .trimEnd()
        .split('\n');
    };
    async function* each(all: string[]) {
      yield* all;
    }
    const whole = await lines();
    expect(await verifyAuditFile(each(whole))).toMatchObject({ ok: true, withheld: 0 });
    await sql`update users set decision_limit_kind = 'none' where role = 'admin'`.execute(test.db);
    const cut = await lines();
    await sql`update users set decision_limit_kind = 'default'`.execute(test.db);
    expect(cut.join()).not.toContain('our price');
    expect(await verifyAuditFile(each(cut))).toMatchObject({ ok: true, withheld: 2, events: cut.length - 2 });
  });

  it('is exported to admins only', async () => {
    expect((await asked(exported, bearer.alice)).status).toBe(403);
    expect((await asked(exported, bearer.vera)).status).toBe(403);
  });
});
