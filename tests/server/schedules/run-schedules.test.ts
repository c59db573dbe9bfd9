import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createMessageParser } from '../../../server/emails/parse/create-message-parser.ts';
import { claimDueSlots } from '../../../server/schedules/run-schedules.ts';
import { createPackageRow, createWorld, type World } from '../../factories/governance.ts';
import { drain } from '../../factories/mail.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

let database: TestDatabase;
let world: World;
const CRON = '0 0 * * *';
const at = (text: string) => new Date(text);

beforeAll(async () => {
  database = await createTestDatabase();
  world = await createWorld(database.db);
  await sql`insert into projects (code, name, time_zone, currency) values ('IST', 'Istanbul', 'Europe/Istanbul', 'EUR')`.execute(
    database.db,
  );
});
beforeEach(async () => {
  await sql`delete from jobs`.execute(database.db);
  await sql`delete from schedule_runs`.execute(database.db);
});
afterAll(() => database.drop());

const kinds = async () =>
  (
    await sql<{
      kind: string;
      count: number;
    }>`select kind, count(*)::int as count from jobs group by kind order by kind`.execute(database.db)
  ).rows;

test('of many workers one makes the job of a slot', async () => {
  const claimed = await Promise.all(
    Array.from({ length: 12 }, (_, i) => claimDueSlots(database.db, `worker-${i}`, CRON, at('2026-03-05T10:00:00Z'))),
  );
  const names = claimed.flat();
  expect(new Set(names).size).toBe(names.length);
  expect(names).toEqual(
    expect.arrayContaining([
      'audit_checkpoint',
      'check_overdue',
      'check_overdue midnight Europe/Istanbul',
      'clean_up',
      'ensure_partitions',
    ]),
  );
  expect((await kinds()).reduce((sum, { count }) => sum + count, 0)).toBe(names.length);
  expect(await kinds()).toContainEqual({ kind: 'check_overdue', count: 3 });
});

test('a slot comes once, the next day’s again, and what was missed while down at start', async () => {
  await claimDueSlots(database.db, 'one', CRON, at('2026-03-05T10:00:00Z'));
  expect(await claimDueSlots(database.db, 'one', CRON, at('2026-03-05T10:05:00Z'))).toEqual([]);
  expect(await claimDueSlots(database.db, 'two', CRON, at('2026-03-05T21:00:00Z'))).toEqual([
    'check_overdue midnight Europe/Istanbul',
    'clean_up',
    'expire_approvals',
  ]);
  // Down over two midnights: one run makes up for them.
  const late = await claimDueSlots(database.db, 'three', CRON, at('2026-03-08T03:00:00Z'));
  expect(late.filter((name) => name === 'check_overdue')).toHaveLength(1);
});

test('the overdue check of a slot escalates, and the run says what it did', async () => {
  const pkg = await createPackageRow(database.db, world, { status: 'po_issued' });
  await sql`
    insert into tasks (package_id, project_id, title, due_date, first_due_date, source)
    values (${pkg.id}, ${world.projectId}, 'Chase', '2026-01-05', '2026-01-05', 'api')`.execute(database.db);
  await claimDueSlots(database.db, 'one', CRON);
  await drain(database.db, createMessageParser());
  const { rows } = await sql<{ name: string; result: { escalated: number } }>`
    select name, result from schedule_runs where name like 'check_overdue%' and finished_at is not null`.execute(
    database.db,
  );
  expect(rows).toHaveLength(3);
  expect(rows.reduce((sum, row) => sum + row.result.escalated, 0)).toBe(1);
  const { rows: unfinished } = await sql`select name from schedule_runs where finished_at is null`.execute(database.db);
  expect(unfinished).toEqual([]);
});
