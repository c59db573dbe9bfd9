import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { archiveMonth } from '../../../server/audit/archive-month.ts';
import { listArchives, listPartitions } from '../../../server/audit/archive.queries.ts';
import { detachMonth } from '../../../server/audit/detach-month.ts';
import { exportAudit } from '../../../server/audit/export-audit.ts';
import { recordEvent } from '../../../server/audit/record-event.ts';
import { takeCheckpoint } from '../../../server/audit/take-checkpoint.ts';
import { verifyAudit } from '../../../server/audit/verify-audit.ts';
import { verifyAuditFile } from '../../../server/audit/verify-audit-file.ts';
import { createDatabase, type Db } from '../../../server/db.ts';
import { createPackageRow, createWorld } from '../../factories/governance.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

const SYSTEM = { kind: 'system', name: 'test', via: 'cli' } as const;

let test: TestDatabase;
let owner: Db;
let first: { id: string };
let second: { id: string };

const record = (at: string, entityId: string) =>
  owner.transaction().execute(async (tx) => {
    await sql`select set_config('test.at', ${at}, true)`.execute(tx);
    await recordEvent(tx, SYSTEM, { entityType: 'package', entityId, eventType: 'package_patched', after: { at } });
  });

async function textOf(chunks: AsyncIterable<string>): Promise<string> {
  let text = '';
  for await (const chunk of chunks) text += chunk;
  return text;
}
const verifyText = (text: string) => verifyAuditFile(Readable.from(text.trimEnd().split('\n')));

const fileOf = async (text: string, name = 'month.jsonl') => {
  const report = await verifyText(text);
  expect(report.first).toBeNull();
  return { name, sha256: 'of the file', month: report.month, events: report.events, trailHash: report.trailHash };
};
const refusal = (promise: Promise<unknown>) =>
  promise.then(
    () => 'done',
    (error: Error) => error.message,
  );

beforeAll(async () => {
  test = await createTestDatabase();
  owner = createDatabase(test.ownerUrl, { max: 2 }).db;
  const world = await createWorld(test.db);
  [first, second] = [await createPackageRow(test.db, world), await createPackageRow(test.db, world)];
  await sql`select pmis_ensure_event_partitions('2025-01-01', 2)`.execute(owner);
  const { rows } = await sql<{ text: string }>`select pg_get_functiondef('pmis_record_event'::regproc) as text`.execute(
    owner,
  );
  // Events of past months, by the real function on a clock of the test.
  await sql.raw(rows[0]!.text.replace('clock_timestamp()', `current_setting('test.at')::timestamptz`)).execute(owner);
  await record('2025-01-05T10:00:00Z', first.id);
  await record('2025-01-31T23:59:59Z', first.id);
  await record('2025-01-20T10:00:00Z', second.id);
  await takeCheckpoint(test.db, SYSTEM);
  await record('2025-02-01T00:00:00Z', first.id);
  await record(new Date().toISOString(), first.id);
});
afterAll(async () => {
  await owner.destroy();
  await test.drop();
});

it('a month’s file is verified by itself, and every change to it is found', async () => {
  const text = await textOf(archiveMonth(test.db, '2025-01'));
  const report = await verifyText(text);
  expect(report).toMatchObject({ ok: true, events: 3, entities: 2, month: '2025-01-01', archivedBefore: 0 });
  const later = await verifyText(await textOf(archiveMonth(test.db, '2025-02')));
  expect(later).toMatchObject({ ok: true, events: 1, entities: 1, archivedBefore: 1 });
  const lines = text.trimEnd().split('\n');
  for (const [n, line] of lines.entries()) {
    const without = [...lines.slice(0, n), ...lines.slice(n + 1)].join('\n');
    expect((await verifyText(without)).ok, `without ${line}`).toBe(false);
  }
  expect((await verifyText(text.replace('2025-01-20T10', '2025-01-21T10'))).ok).toBe(false);
});

it('only the oldest month, long over, is taken out, and only with the file that holds it', async () => {
  const [january, february] = [
    await fileOf(await textOf(archiveMonth(test.db, '2025-01'))),
    await fileOf(await textOf(archiveMonth(test.db, '2025-02'))),
  ];
  const now = new Date().toISOString().slice(0, 7);
  const detach = (month: string, file = january) => refusal(detachMonth(owner, month, file, { drop: false }));
  expect(await detach('2025-1')).toContain('is not a month');
  expect(await detach('2001-01')).toContain('no partition');
  expect(await detach(now)).toContain('too recent');
  expect(await detach('2025-02', february)).toContain('oldest month first');
  expect(await detach('2025-01', february)).toContain('is not the archive of');
  expect(await detach('2025-01', { ...january, trailHash: 'another' })).toContain('does not hold');
  expect(await refusal(detachMonth(test.db, '2025-01', january, { drop: false }))).toMatch(/owner|permission/);
  expect((await listArchives(test.db)).length).toBe(0);
});

it('after it the trail is whole: the database, its export, the checkpoint; what is left cannot lose its beginning', async () => {
  const january = await fileOf(await textOf(archiveMonth(test.db, '2025-01')), 'pmis-2025-01.jsonl');
  expect(await detachMonth(owner, '2025-01', january, { drop: false })).toMatchObject({
    events: 3,
    keptAs: 'archived_events_2025_01',
  });
  expect(await listArchives(test.db)).toMatchObject([
    { month: '2025-01-01', events: 3, fileName: 'pmis-2025-01.jsonl' },
  ]);
  expect((await listPartitions(test.db)).some(({ month }) => month === '2025-01-01')).toBe(false);
  expect((await verifyAudit(test.db)).first).toBeNull();
  const report = await verifyText(await textOf(exportAudit(test.db, SYSTEM)));
  expect(report).toMatchObject({ ok: true, events: 2, archivedBefore: 2 });
  for (const statement of [
    'delete from archived_events_2025_01',
    `insert into archived_events_2025_01 select * from archived_events_2025_01`,
    'truncate archived_events_2025_01',
    'update audit_archives set events = 0',
    'delete from audit_archive_heads',
  ])
    expect(await refusal(sql.raw(statement).execute(owner)), statement).toContain('append-only');

  await sql.raw('alter table events disable trigger user').execute(owner);
  await sql.raw(`delete from events where at < '2025-02-02'`).execute(owner);
  await sql.raw('alter table events enable trigger user').execute(owner);
  const broken = await verifyAudit(test.db);
  expect(broken.ok).toBe(false);
  expect(broken.first?.what).toContain('1 event before it (number 3) was removed');
});
