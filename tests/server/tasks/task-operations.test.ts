import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { setEnv } from '../../../server/env.ts';
import { createTask } from '../../../server/tasks/create-task.ts';
import { getTaskJson, listTasksJson } from '../../../server/tasks/task.queries.ts';
import { taskListInput } from '../../../server/tasks/task.schema.ts';
import { updateTask } from '../../../server/tasks/update-task.ts';
import { createPackageRow, createPerson, createWorld, trailOf, type World } from '../../factories/governance.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

let test: TestDatabase;
let world: World;
let pkg: { id: string; code: string };

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  setEnv({ PMIS_NOW: '2026-03-05T09:00:00Z' });
  world = await createWorld(test.db);
  pkg = await createPackageRow(test.db, world);
});
afterEach(() => setEnv({ PMIS_NOW: undefined }));

const create = (body: object = {}, actor = world.bob) =>
  createTask(test.db, actor, { package: pkg.code, title: 'Return stamped drawings', ...body });
const update = (id: string, body: object, actor = world.bob) => updateTask(test.db, actor, id, body);
const list = async (query: Record<string, string>, actor = world.bob) =>
  JSON.parse(await listTasksJson(test.db, actor.userId, taskListInput.parse(query))) as {
    items: { code: string; title: string; dueDate: string | null; overdue: boolean }[];
    nextCursor: string | null;
  };

describe('createTask', () => {
  it('gives the task as the API answers it and records it on the package', async () => {
    const task = await create({ assignee: world.alice.email, dueDate: '2026-03-04', priority: 'high' });
    expect(task).toMatchObject({
      package: pkg.code,
      packageId: pkg.id,
      title: 'Return stamped drawings',
      status: 'open',
      priority: 'high',
      assignee: { email: world.alice.email, name: 'Alice' },
      buyer: { email: world.bob.email, name: 'Bob' },
      dueDate: '2026-03-04',
      firstDueDate: '2026-03-04',
      dueMoves: 0,
      overdue: true,
      daysLate: 1,
      paused: false,
      source: 'api',
      evidence: [],
      closedAt: null,
      version: 1,
    });
    expect(task.code).toMatch(/^T-\d+$/);
    expect(await trailOf(test.db, pkg.id)).toEqual(['task_created']);
  });

  it.each([
    ['an unknown package', { package: 'X-1' }, 'package'],
    ['an unknown person', { assignee: 'nobody@northgate.example' }, 'assignee'],
    ['a start after the due date', { startDate: '2026-04-02', dueDate: '2026-04-01' }, 'startDate'],
    ['blocked without what for', { status: 'blocked', lookAgainDate: '2026-04-01' }, 'waitingFor'],
    ['blocked without a look-again date', { status: 'blocked', waitingFor: 'Voltara' }, 'lookAgainDate'],
  ])('refuses %s and names the field', async (_what, body, field) => {
    await expect(create(body)).rejects.toMatchObject({ code: 'invalid', details: { fields: [{ field }] } });
    expect(await trailOf(test.db, pkg.id)).toEqual([]);
  });

  it('gives no task to a viewer, and takes none from one', async () => {
    await expect(create({ assignee: world.vera.email })).rejects.toMatchObject({ code: 'invalid' });
    await expect(create({}, world.vera)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('adds none to a closed package', async () => {
    const closed = await createPackageRow(test.db, world, { status: 'closed' });
    await expect(create({ package: closed.code })).rejects.toMatchObject({ code: 'conflict' });
  });

  it('is paused on a held package and then not overdue', async () => {
    const held = await createPackageRow(test.db, world, { status: 'on_hold', held_from: 'planned' });
    expect(await create({ package: held.code, dueDate: '2026-03-01' })).toMatchObject({
      paused: true,
      overdue: false,
      daysLate: null,
    });
  });

  it('marks what an assistant makes as chat', async () => {
    expect(
      await create({ evidence: [{ type: 'note', quote: 'please do' }] }, { ...world.bob, ai: true }),
    ).toMatchObject({
      source: 'chat',
      evidence: [{ type: 'note', quote: 'please do' }],
    });
  });
});

describe('updateTask', () => {
  it('keeps the first date and counts the moves; an overdue date moves only with a reason', async () => {
    const { id } = await create({ dueDate: '2026-03-04' });
    await expect(update(id, { dueDate: '2026-03-10' })).rejects.toMatchObject({
      code: 'invalid',
      details: { fields: [{ field: 'reason' }] },
    });
    const moved = await update(id, { dueDate: '2026-03-10', reason: 'Vendor is late' });
    expect(moved).toMatchObject({
      dueDate: '2026-03-10',
      firstDueDate: '2026-03-04',
      dueMoves: 1,
      overdue: false,
      version: 2,
    });
    expect(await update(id, { dueDate: '2026-03-11' })).toMatchObject({ dueMoves: 2, firstDueDate: '2026-03-04' });
    expect(await trailOf(test.db, pkg.id)).toEqual(['task_created', 'task_updated', 'task_updated']);
  });

  it('is a 409 for an old version and says who changed what', async () => {
    const { id } = await create();
    await update(id, { title: 'Another title', expectedVersion: 1 }, world.alice);
    await expect(update(id, { priority: 'low', expectedVersion: 1 })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/Alice changed title/i),
      details: { version: 2 },
    });
  });

  it('completes, records it once, and takes work up again', async () => {
    const { id } = await create();
    const done = await update(id, { status: 'done' });
    expect(done.closedAt).not.toBeNull();
    await expect(update(id, { status: 'cancelled' })).rejects.toMatchObject({
      code: 'conflict',
      details: { allowed: ['open', 'in_progress'] },
    });
    expect(await update(id, { status: 'open' })).toMatchObject({ closedAt: null });
    expect(await trailOf(test.db, pkg.id)).toEqual(['task_created', 'task_completed', 'task_updated']);
  });

  it('writes nothing when nothing differs', async () => {
    const { id } = await create();
    expect(await update(id, { title: 'Return stamped drawings' })).toMatchObject({ version: 1 });
    expect(await trailOf(test.db, pkg.id)).toEqual(['task_created']);
  });

  it('refuses a viewer before it looks for the task, and an unknown task before it looks at the body', async () => {
    await expect(update('T-0', { nonsense: 1 }, world.vera)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(update('T-0', { nonsense: 1 })).rejects.toMatchObject({ code: 'not_found' });
  });

  it('of two edits of the same version at once one wins', async () => {
    const { id } = await create();
    const edits = ['a', 'b', 'c'].map((title) => update(id, { title, expectedVersion: 1 }));
    const settled = await Promise.allSettled(edits);
    expect(settled.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
    expect(JSON.parse((await getTaskJson(test.db, id))!)).toMatchObject({ version: 2 });
  });
});

describe('listing', () => {
  it('shows mine: assigned to me, and unassigned ones of packages that I buy', async () => {
    const [assigned, buyers] = [await create({ assignee: world.alice.email }), await create()];
    await create({ assignee: world.chidi.email });
    expect((await list({ assignee: 'me', package: pkg.code }, world.alice)).items.map((item) => item.code)).toEqual([
      assigned.code,
    ]);
    expect((await list({ assignee: 'me', package: pkg.code }, world.bob)).items.map((item) => item.code)).toEqual([
      buyers.code,
    ]);
    expect(
      (await list({ assignee: world.bob.email, package: pkg.code }, world.alice)).items.map((item) => item.code),
    ).toEqual([buyers.code]);
  });

  it('pages by due date, without a date last, forwards and backwards, none twice', async () => {
    const dates = ['2026-03-09', null, '2026-03-01', '2026-03-01', null, '2026-12-31', '2026-02-28'];
    for (const dueDate of dates) await create({ dueDate });
    for (const sort of ['dueDate', '-dueDate', 'createdAt', '-createdAt']) {
      const seen: { code: string; dueDate: string | null }[] = [];
      let cursor: string | null = null;
      do {
        const page = await list({ package: pkg.code, limit: '2', sort, ...(cursor ? { cursor } : {}) });
        seen.push(...page.items);
        cursor = page.nextCursor;
      } while (cursor);
      expect(new Set(seen.map((item) => item.code)).size).toBe(7);
      const keys = seen.map((item) => item.dueDate ?? '9999');
      if (sort === 'dueDate') expect(keys).toEqual(keys.toSorted());
      if (sort === '-dueDate') expect(keys).toEqual(keys.toSorted().toReversed());
    }
  });

  it('filters by overdue, status, date, text and code', async () => {
    const late = await create({ dueDate: '2026-03-01', title: 'Chase 100% of the bond' });
    const due = await create({ dueDate: '2026-03-05' });
    const done = await create({ dueDate: '2026-03-01' });
    await update(done.id, { status: 'done' });
    const codes = async (query: Record<string, string>) =>
      (await list({ package: pkg.code, ...query })).items.map((item) => item.code).toSorted();
    expect(await codes({ overdue: 'true' })).toEqual([late.code]);
    expect(await codes({ overdue: 'false' })).toEqual([due.code, done.code].toSorted());
    expect(await codes({ status: 'done,cancelled' })).toEqual([done.code]);
    expect(await codes({ status: 'open', dueBy: '2026-03-01' })).toEqual([late.code]);
    expect(await codes({ q: '100%' })).toEqual([late.code]);
    expect(await codes({ q: '%' })).toEqual([late.code]);
    expect(await codes({ q: due.code.toLowerCase() })).toEqual([due.code]);
    expect(await codes({ project: 'nowhere' })).toEqual([]);
    expect((await list({ overdue: 'true' })).items.every((item) => item.overdue)).toBe(true);
  });

  it('refuses a cursor that is not its own', async () => {
    const forged = Buffer.from(JSON.stringify(['2026-13-45x', 'no id'])).toString('base64url');
    for (const cursor of ['x', forged]) await expect(list({ cursor })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('knows a disabled person’s name no more as an assignee', async () => {
    const gone = await createPerson(test.db, 'Gone', 'operator');
    await test.db.updateTable('users').set({ active: false }).where('id', '=', gone.userId).execute();
    await expect(create({ assignee: gone.email })).rejects.toMatchObject({ code: 'invalid' });
  });
});
