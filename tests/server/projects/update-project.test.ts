import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createProject } from '../../../server/projects/create-project.ts';
import { projectPolicy } from '../../../server/projects/project.queries.ts';
import { updateProject } from '../../../server/projects/update-project.ts';
import { createVendor } from '../../../server/vendors/create-vendor.ts';
import { findVendorRef } from '../../../server/vendors/vendor.queries.ts';
import { createWorld, type World } from '../../factories/governance.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

let test: TestDatabase;
let world: World;
let made = 0;

beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(async () => {
  world = await createWorld(test.db);
  made += 1;
});

const create = (body: object = {}, actor = world.charlie) =>
  createProject(test.db, actor, {
    code: `PRJ${made}`,
    name: 'Outfall',
    timeZone: 'Europe/London',
    currency: 'EUR',
    ...body,
  });

async function lastEvent(
  id: string,
): Promise<{ type: string; before: unknown; after: unknown; reason: string | null }> {
  const { rows } = await sql<{ type: string; before: unknown; after: unknown; reason: string | null }>`
    select event_type as type, before, after, reason from events where entity_id = ${id}::uuid order by id desc limit 1`.execute(
    test.db,
  );
  return rows[0]!;
}

describe('projects', () => {
  it('are created with the default thresholds and a policy in minor units', async () => {
    const project = await create({ holidays: [{ date: '2026-12-25', name: 'Christmas' }], workDays: [7, 1, 2, 1] });
    expect(project).toMatchObject({
      workDays: [1, 2, 7],
      thresholds: { EUR: '5000000.00', CNY: '40000000.00' },
      secondDecision: true,
      version: 1,
    });
    expect(await projectPolicy(test.db, project.id)).toEqual({
      timeZone: 'Europe/London',
      currency: 'EUR',
      calendar: { workingDays: [1, 2, 7], holidays: ['2026-12-25'] },
      thresholds: { EUR: 500_000_000, USD: 500_000_000, GBP: 500_000_000, CNY: 4_000_000_000 },
      secondDecision: true,
    });
  });

  it('change with before and after in the trail', async () => {
    const { id, code } = await create();
    const changed = await updateProject(test.db, world.chidi, code, {
      thresholds: { EUR: '100.00', JPY: '500' },
      name: 'Outfall',
      reason: 'Board 12',
    });
    expect(changed).toMatchObject({ thresholds: { EUR: '100.00', JPY: '500' }, version: 2 });
    expect(await lastEvent(id)).toEqual({
      type: 'project_updated',
      before: { thresholds: { EUR: '5000000.00', USD: '5000000.00', GBP: '5000000.00', CNY: '40000000.00' } },
      after: { thresholds: { EUR: '100.00', JPY: '500' } },
      reason: 'Board 12',
    });
    expect(await updateProject(test.db, world.chidi, id, { name: 'Outfall' })).toMatchObject({ version: 2 });
    await expect(updateProject(test.db, world.chidi, id, { name: 'Other', expectedVersion: 1 })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/Chidi changed thresholds on \d{4}-\d\d-\d\d, \d\d:\d\d UTC/),
    });
  });

  it('keep the second decision where three people decide', async () => {
    const { id } = await create();
    const off = () => updateProject(test.db, world.chidi, id, { secondDecision: false });
    await expect(off()).rejects.toMatchObject({ code: 'invalid', details: { fields: [{ field: 'secondDecision' }] } });
    const before = await test.db.selectFrom('users').select(['id', 'decision_limit_kind as kind']).execute();
    await test.db
      .updateTable('users')
      .set({ decision_limit_kind: 'none' })
      .where('id', 'not in', [world.chidi.userId, world.charlie.userId])
      .execute();
    expect(await off()).toMatchObject({ secondDecision: false, version: 2 });
    for (const { id, kind } of before)
      await test.db.updateTable('users').set({ decision_limit_kind: kind }).where('id', '=', id).execute();
  });

  it('are an admin’s to create and change', async () => {
    await expect(create({}, world.alice)).rejects.toMatchObject({ code: 'forbidden' });
    const { id } = await create();
    await expect(updateProject(test.db, world.alice, id, { secondDecision: false })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  it.each([
    [{ timeZone: 'Mars/Olympus' }],
    [{ currency: 'EURO' }],
    [{ workDays: [] }],
    [{ workDays: [8] }],
    [{ thresholds: { EUR: '-1' } }],
    [{ thresholds: { XXX: '1.00' } }],
    [{ thresholds: { JPY: '1.50' } }],
    [{ holidays: [{ date: '2026-02-30', name: 'x' }] }],
    [{ code: 'lower' }],
    [{ unknown: 1 }],
  ])('refuse %j', async (body) => {
    await expect(create(body)).rejects.toHaveProperty('name', 'ZodError');
  });

  it('have a code of their own', async () => {
    await create();
    await expect(create()).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('vendors', () => {
  it('have a name of their own, whatever the case, and are found by it', async () => {
    const vendor = await createVendor(test.db, world.alice, { name: `Voltara ${made}`, country: 'DE' });
    expect(vendor).toMatchObject({ name: `Voltara ${made}`, country: 'DE', domains: [], packages: 0, version: 1 });
    await expect(createVendor(test.db, world.alice, { name: `VOLTARA ${made}` })).rejects.toMatchObject({
      code: 'conflict',
    });
    expect(await findVendorRef(test.db, `voltara ${made}`)).toEqual({ id: vendor.id, name: vendor.name });
    expect(await findVendorRef(test.db, vendor.id)).toMatchObject({ id: vendor.id });
    expect(await findVendorRef(test.db, 'nul\0')).toBeNull();
    expect(await lastEvent(vendor.id)).toMatchObject({ type: 'vendor_created' });
  });

  it('are created by analysts, without domains', async () => {
    await expect(createVendor(test.db, world.bob, { name: 'X' })).rejects.toMatchObject({ code: 'forbidden' });
    await expect(createVendor(test.db, world.alice, { name: 'X', domains: ['x.example'] })).rejects.toHaveProperty(
      'name',
      'ZodError',
    );
  });
});
