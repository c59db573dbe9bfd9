import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../server/audit/verify-audit.ts';
import { setEnv } from '../../../server/env.ts';
import { checkOverdue } from '../../../server/tasks/check-overdue.ts';
import { updateTask } from '../../../server/tasks/update-task.ts';
import { createPackageRow, createWorld, type World } from '../../factories/governance.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

const SYSTEM = { kind: 'system', name: 'overdue check', via: 'worker' } as const;

let test: TestDatabase;
let world: World;

beforeAll(async () => {
  test = await createTestDatabase({ max: 12 });
});
afterAll(() => test.drop());
beforeEach(async () => {
  setEnv({ PMIS_NOW: '2026-03-05T09:00:00Z' });
  world = await createWorld(test.db);
});
afterEach(async () => {
  setEnv({ PMIS_NOW: undefined });
  await sql`update tasks set status = 'cancelled'`.execute(test.db);
});

async function addTasks(packageId: string, dueDate: string | null, count = 1, status = 'open'): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    insert into tasks (package_id, project_id, title, source, due_date, first_due_date, status)
    select ${packageId}::uuid, p.project_id, 'Task ' || n, 'api', ${dueDate}::date, ${dueDate}::date, ${status}
    from packages p, generate_series(1, ${count}) n where p.id = ${packageId}::uuid returning id`.execute(test.db);
  return rows.map((row) => row.id);
}

async function escalations(ids: string[]): Promise<{ n: number; packageId: string | null; after: unknown }[]> {
  const { rows } = await sql<{ n: number; packageId: string | null; after: unknown }>`
    select count(*)::int as n, min(package_id::text) as "packageId", min(after::text)::json as after from events
    where entity_type = 'task' and event_type = 'task_escalated' and entity_id = any(${ids}::uuid[]) group by entity_id`.execute(
    test.db,
  );
  return rows;
}

describe('checkOverdue', () => {
  it('writes one event for each overdue task, with its package, and none when asked again', async () => {
    const pkg = await createPackageRow(test.db, world);
    const [late] = await addTasks(pkg.id, '2026-03-04');
    const others = [
      ...(await addTasks(pkg.id, '2026-03-05')),
      ...(await addTasks(pkg.id, null)),
      ...(await addTasks(pkg.id, '2026-03-01', 1, 'done')),
      ...(await addTasks(pkg.id, '2026-03-01', 1, 'cancelled')),
    ];
    expect(await checkOverdue(test.db, SYSTEM)).toEqual({ escalated: 1 });
    expect(await checkOverdue(test.db, SYSTEM)).toEqual({ escalated: 0 });
    expect(await escalations([late!])).toEqual([
      { n: 1, packageId: pkg.id, after: { dueDate: '2026-03-04', daysLate: 1 } },
    ]);
    expect(await escalations(others)).toEqual([]);
  });

  it.each(['on_hold', 'cancelled', 'closed'])('leaves the tasks of a package that is %s alone', async (status) => {
    const pkg = await createPackageRow(test.db, world, { status });
    await addTasks(pkg.id, '2026-01-01', 3);
    expect(await checkOverdue(test.db, SYSTEM)).toEqual({ escalated: 0 });
  });

  it('judges today in the project’s own zone', async () => {
    await sql`update projects set time_zone = 'Pacific/Kiritimati' where id = ${world.projectId}::uuid`.execute(
      test.db,
    );
    const pkg = await createPackageRow(test.db, world);
    await addTasks(pkg.id, '2026-03-05');
    expect(await checkOverdue(test.db, SYSTEM)).toEqual({ escalated: 0 });
    setEnv({ PMIS_NOW: '2026-03-05T10:30:00Z' });
    expect(await checkOverdue(test.db, SYSTEM)).toEqual({ escalated: 1 });
  });

  it('escalates a task again for its next due date', async () => {
    const pkg = await createPackageRow(test.db, world);
    const [id] = await addTasks(pkg.id, '2026-03-01');
    await checkOverdue(test.db, SYSTEM);
    await updateTask(test.db, world.bob, id!, { dueDate: '2026-03-06', reason: 'Vendor asked for it' });
    expect(await checkOverdue(test.db, SYSTEM)).toEqual({ escalated: 0 });
    setEnv({ PMIS_NOW: '2026-03-09T00:00:00Z' });
    expect(await checkOverdue(test.db, SYSTEM)).toEqual({ escalated: 1 });
    expect((await escalations([id!]))[0]!.n).toBe(2);
  });

  it('is exactly once for 25,000 tasks while four checks run and people edit the same tasks', async () => {
    const pkg = await createPackageRow(test.db, world);
    const ids = await addTasks(pkg.id, '2026-02-01', 25_000);
    const edits = ids.slice(0, 40).map((id, n) => updateTask(test.db, world.bob, id, { title: `Edited ${n}` }));
    const checks = Array.from({ length: 4 }, () => checkOverdue(test.db, SYSTEM));
    const results = await Promise.all(checks);
    await Promise.all(edits);
    expect(results.reduce((sum, one) => sum + one.escalated, 0)).toBe(25_000);
    const counts = await escalations(ids);
    expect(counts).toHaveLength(25_000);
    expect(counts.every((one) => one.n === 1)).toBe(true);
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
  }, 60_000);
});
