import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recordEvent } from '../../../server/audit/record-event.ts';
import { recordEvents } from '../../../server/audit/record-events.ts';
import { verifyAudit } from '../../../server/audit/verify-audit.ts';
import { createDatabase, type Db } from '../../../server/db.ts';
import { createPackageRow, createWorld } from '../../factories/governance.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

const SYSTEM = { kind: 'system', name: 'test', via: 'cli' } as const;

let test: TestDatabase;
let owner: Db;
let packages: { id: string; code: string }[];

const record = (packageId: string, n: number) =>
  test.db.transaction().execute((tx) =>
    recordEvent(tx, SYSTEM, {
      entityType: 'package',
      entityId: packageId,
      eventType: 'package_patched',
      after: { n },
    }),
  );

beforeAll(async () => {
  test = await createTestDatabase({ max: 20 });
  owner = createDatabase(test.ownerUrl, { max: 2 }).db;
  const world = await createWorld(test.db);
  packages = await Promise.all(Array.from({ length: 10 }, () => createPackageRow(test.db, world)));
  await record(packages[0]!.id, 0);
});
afterAll(async () => {
  await owner.destroy();
  await test.drop();
});

describe('events are append-only', () => {
  const partition = `events_${new Date().toISOString().slice(0, 7).replace('-', '_')}`;
  const statements = ['events', partition].flatMap((table) => [
    `update ${table} set reason = 'x'`,
    `delete from ${table}`,
    `truncate ${table}`,
  ]);

  it.each(statements)('the application’s role is refused: %s', async (statement) => {
    await expect(sql.raw(statement).execute(test.db)).rejects.toThrow(/permission denied/);
  });

  it.each(statements)('the trigger refuses the owner: %s', async (statement) => {
    await expect(sql.raw(statement).execute(owner)).rejects.toThrow(/append-only/);
  });

  it('what is written goes to the month’s partition', async () => {
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(partition)}`.execute(test.db);
    expect(rows[0]!.n).toBeGreaterThan(0);
  });

  it.each([
    'update audit_checkpoints set day = day',
    'delete from audit_checkpoint_heads',
    'truncate audit_checkpoint_heads',
  ])('checkpoints too: %s', async (statement) => {
    await expect(sql.raw(statement).execute(test.db)).rejects.toThrow(/permission denied/);
    await expect(sql.raw(statement).execute(owner)).rejects.toThrow(/append-only/);
  });
});

describe('writers at the same time', () => {
  it('fifty on one entity make one unbroken chain in the order of ids', async () => {
    const { id } = packages[1]!;
    await Promise.all(Array.from({ length: 50 }, (_, n) => record(id, n)));
    const { rows } = await sql<{ seq: number; id: number; at: string }>`
      select entity_seq as seq, id, at::text from events where entity_id = ${id}::uuid order by id`.execute(test.db);
    expect(rows.map((row) => row.seq)).toEqual(Array.from({ length: 50 }, (_, n) => n + 1));
    expect(rows.map((row) => row.at)).toEqual(rows.map((row) => row.at).toSorted());
    expect((await verifyAudit(test.db)).ok).toBe(true);
  });

  it('fifty on ten entities, some several events at once, leave every chain intact', async () => {
    await Promise.all(
      Array.from({ length: 50 }, (_, n) => {
        const { id } = packages[n % 10]!;
        const event = { entityType: 'package', entityId: id, eventType: 'package_patched', after: { n } } as const;
        return n % 2
          ? record(id, n)
          : test.db.transaction().execute((tx) => recordEvents(tx, SYSTEM, [event, event, event]));
      }),
    );
    expect(await verifyAudit(test.db)).toMatchObject({ ok: true, events: 51 + 100, entities: 10 });
  });
});
