import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lockVerification } from '../../../server/audit/audit-verify.queries.ts';
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
let packages: { id: string; code: string }[];

async function writeTrail(): Promise<void> {
  const world = await createWorld(test.db);
  packages = [await createPackageRow(test.db, world), await createPackageRow(test.db, world)];
  for (let round = 1; round <= 4; round += 1) {
    for (const { id } of packages) {
      await test.db.transaction().execute((tx) =>
        recordEvent(tx, SYSTEM, {
          entityType: 'package',
          entityId: id,
          eventType: 'package_patched',
          before: { title: `v${round - 1}`, amount: 1.5 },
          after: { title: `v${round}`, amount: '4050000.00' },
          reason: 'naïve — reason with "quotes"',
          evidence: [{ type: 'note', quote: 'line one\nline two' }],
        }),
      );
    }
  }
}

/** As somebody with the owner's password would: the trigger off, a statement, the trigger on again. */
async function tamper(statement: string): Promise<void> {
  await sql.raw('alter table events disable trigger user').execute(owner);
  await sql.raw(statement).execute(owner);
  await sql.raw('alter table events enable trigger user').execute(owner);
}

const eventAt = async (position: number, of = 0): Promise<number> => {
  const { rows } = await sql<{ id: number }>`
    select id from events where entity_id = ${packages[of]!.id}::uuid and entity_seq = ${position}`.execute(owner);
  return rows[0]!.id;
};

async function exportText(): Promise<string> {
  let text = '';
  for await (const chunk of exportAudit(test.db, SYSTEM)) text += chunk;
  return text;
}

const verifyText = (text: string) =>
  verifyAuditFile(Readable.from(text.split('\n').slice(0, text.endsWith('\n') ? -1 : undefined)));

const CHECKPOINTS = ['audit_checkpoint_heads', 'audit_checkpoints'];

/** The trail as it was written, whatever the test before did to it: one database serves all of them. */
async function mendTrail(): Promise<void> {
  await tamper('delete from events; insert into events select * from kept_events');
  await tamper(
    'update packages p set event_seq = k.event_seq, event_hash = k.event_hash from kept_packages k where k.id = p.id',
  );
  for (const table of CHECKPOINTS)
    await sql.raw(`alter table ${table} disable trigger user; delete from ${table}`).execute(owner);
  for (const table of CHECKPOINTS) await sql.raw(`alter table ${table} enable trigger user`).execute(owner);
}

beforeAll(async () => {
  test = await createTestDatabase();
  owner = createDatabase(test.ownerUrl, { max: 2 }).db;
  await writeTrail();
  await sql.raw('create table kept_events as select * from events').execute(owner);
  await sql.raw('create table kept_packages as select id, event_seq, event_hash from packages').execute(owner);
  return async () => {
    await owner.destroy();
    await test.drop();
  };
});

beforeEach(mendTrail);

describe('verifyAudit', () => {
  it('says OK with counts on an untouched trail', async () => {
    await takeCheckpoint(test.db, SYSTEM);
    expect(await verifyAudit(test.db)).toMatchObject({
      ok: true,
      events: 8,
      entities: 2,
      checkpoints: 1,
      problems: 0,
      first: null,
    });
  });

  it('gives up when its time is up, and runs once at a time where its time is limited', async () => {
    await expect(verifyAudit(test.db, { limitMs: 0 })).rejects.toMatchObject({ code: 'unavailable' });
    await owner.transaction().execute(async (tx) => {
      expect(await lockVerification(tx)).toBe(true);
      await expect(verifyAudit(test.db, { limitMs: 60_000 })).rejects.toMatchObject({ code: 'conflict' });
      expect(await verifyAudit(test.db)).toMatchObject({ ok: true });
    });
    expect(await verifyAudit(test.db, { limitMs: 60_000 })).toMatchObject({ ok: true, events: 8 });
  });

  it.each([
    ['event_type', `'package_created'`, 'eventType'],
    ['actor', `'{"kind":"system","name":"nobody"}'::jsonb`, 'actor'],
    ['via', `'ui'`, 'via'],
    ['before', `'{"title":"other"}'::jsonb`, 'before'],
    ['after', `after || '{"amount":"1.00"}'::jsonb`, 'after'],
    ['after', 'null', 'after'],
    ['reason', `'another reason'`, 'reason'],
    ['evidence', `'[]'::jsonb`, 'evidence'],
    ['package_id', 'null', 'packageId'],
    ['at', `at + interval '1 microsecond'`, 'at'],
    ['at', `at + interval '2 months'`, 'at'],
    ['body', `replace(body, 'package_patched', 'package_created')`, 'body'],
    ['hash', `repeat('0', 64)`, 'hash'],
    ['prev_hash', `repeat('0', 64)`, 'prev_hash'],
    ['entity_seq', '12', ''],
    ['entity_type', `'task'`, ''],
    ['entity_id', 'gen_random_uuid()', ''],
  ])('finds a changed %s (%s)', async (column, value, named) => {
    const id = await eventAt(2);
    await tamper(`update events set ${column} = ${value} where id = ${id}`);
    const report = await verifyAudit(test.db);
    expect(report.ok).toBe(false);
    expect(report.first?.eventId).toBe(id);
    expect(report.first?.what).toContain(named);
    if (!['entity_type', 'entity_id'].includes(column)) expect(report.first?.code).toBe(packages[0]!.code);
  });

  it('finds a changed id', async () => {
    await tamper(`update events set id = 900 where id = ${await eventAt(2)}`);
    expect((await verifyAudit(test.db)).first?.eventId).toBe(900);
  });

  it('finds a removed first, middle and last event, and a chain removed whole', async () => {
    await tamper(`delete from events where id = ${await eventAt(2)}`);
    expect((await verifyAudit(test.db)).first).toMatchObject({
      eventId: await eventAt(3),
      what: expect.stringContaining('removed'),
    });
    await tamper(`delete from events where entity_id = '${packages[0]!.id}'`);
    expect((await verifyAudit(test.db)).first).toMatchObject({
      eventId: null,
      code: packages[0]!.code,
      what: expect.stringContaining('4 event(s)'),
    });
    await tamper(`delete from events where id = ${await eventAt(4, 1)}`);
    expect((await verifyAudit(test.db)).first).toMatchObject({
      eventId: await eventAt(3, 1),
      code: packages[1]!.code,
      what: expect.stringContaining('after it'),
    });
    await tamper(`delete from events where id = ${await eventAt(1, 1)}`);
    expect((await verifyAudit(test.db)).first).toMatchObject({
      eventId: await eventAt(2, 1),
      what: expect.stringContaining('removed'),
    });
  });

  it('finds an event replaced by another with a sound hash of its own', async () => {
    const written = `pmis_event_body(id, entity_seq, at, event_type, entity_type, entity_id, package_id, actor, via, before,
      after, 'forged', evidence)`;
    await tamper(`update events set reason = 'forged', body = ${written}, hash = pmis_event_hash(prev_hash, ${written})
      where id = ${await eventAt(2)}`);
    expect((await verifyAudit(test.db)).first).toMatchObject({
      eventId: await eventAt(3),
      what: expect.stringContaining('replaced'),
    });
  });

  it('finds the gap of a removed event when all that follows, head and hashes, was written anew', async () => {
    const [second, last] = [await eventAt(2), await eventAt(4)];
    await tamper(`delete from events where id = ${await eventAt(3)}`);
    const before = `(select hash from events where id = ${second})`;
    await tamper(`update events set prev_hash = ${before}, hash = pmis_event_hash(${before}, body) where id = ${last}`);
    await tamper(`update packages set event_hash = (select hash from events where id = ${last})
      where id = '${packages[0]!.id}'`);
    expect((await verifyAudit(test.db)).first).toMatchObject({
      eventId: last,
      what: expect.stringContaining('removed'),
    });
  });

  it('finds an event inserted by hand with a hash of its own', async () => {
    await tamper(`
      with last as (select * from events where id = ${await eventAt(4)}),
      forged as (select last.*, 5 as seq, nextval('event_ids') as new_id, pmis_event_body(currval('event_ids'), 5, last.at,
        'package_patched', 'package', last.entity_id, last.package_id, last.actor, 'ui', null, '{"status":"awarded"}', null, null) as text from last)
      insert into events (id, at, event_type, entity_type, entity_id, entity_seq, package_id, actor, via, after, prev_hash, hash, body)
      select new_id, at, 'package_patched', 'package', entity_id, seq, package_id, actor, 'ui', '{"status":"awarded"}', hash,
        pmis_event_hash(hash, text), text from forged`);
    expect((await verifyAudit(test.db)).first).toMatchObject({
      code: packages[0]!.code,
      what: expect.stringContaining('by hand'),
    });
  });

  it('finds by its checkpoint a chain that was rewritten whole, heads and all', async () => {
    await takeCheckpoint(test.db, SYSTEM);
    await tamper(`delete from events where id = ${await eventAt(4)}`);
    await tamper(
      `update packages set event_seq = 3, event_hash = (select hash from events where id = ${await eventAt(3)}) where id = '${packages[0]!.id}'`,
    );
    expect((await verifyAudit(test.db)).first).toMatchObject({
      code: packages[0]!.code,
      what: expect.stringContaining('checkpoint'),
    });
  });

  it('finds a changed checkpoint', async () => {
    await takeCheckpoint(test.db, SYSTEM);
    await sql.raw('alter table audit_checkpoint_heads disable trigger user').execute(owner);
    await sql`delete from audit_checkpoint_heads where entity_id = ${packages[0]!.id}::uuid`.execute(owner);
    expect((await verifyAudit(test.db)).first?.what).toContain('checkpoint of');
  });
});

describe('takeCheckpoint', () => {
  it('takes one a day however many ask at once', async () => {
    const taken = await Promise.all(Array.from({ length: 6 }, () => takeCheckpoint(test.db, SYSTEM)));
    expect(taken.filter((one) => one.taken)).toHaveLength(1);
    expect(new Set(taken.map((one) => one.hash)).size).toBe(1);
    expect(taken[0]).toMatchObject({ heads: 2, prevHash: '' });
  });

  it('hashes only heads that moved since the one before, and follows it', async () => {
    const first = await takeCheckpoint(test.db, SYSTEM);
    await sql.raw('alter table audit_checkpoints disable trigger user').execute(owner);
    await sql`update audit_checkpoints set day = day - 1`.execute(owner);
    await test.db
      .transaction()
      .execute((tx) =>
        recordEvent(tx, SYSTEM, { entityType: 'package', entityId: packages[1]!.id, eventType: 'package_patched' }),
      );
    expect(await takeCheckpoint(test.db, SYSTEM)).toMatchObject({ heads: 1, prevHash: first.hash });
  });
});

describe('the export', () => {
  it('is verified without a database and carries the hashed text verbatim', async () => {
    await takeCheckpoint(test.db, SYSTEM);
    const text = await exportText();
    expect(await verifyText(text)).toMatchObject({ ok: true, events: 8, entities: 2, checkpoints: 1, first: null });
    const { rows } = await sql<{ body: string }>`select body from events order by id`.execute(test.db);
    const bodies = text
      .split('\n')
      .filter((line) => line.includes('"type":"event"'))
      .map((line) => JSON.parse(line).body);
    expect(bodies).toEqual(rows.map((row) => row.body));
  });

  it('tells any change of any line', async () => {
    await takeCheckpoint(test.db, SYSTEM);
    const lines = (await exportText()).trimEnd().split('\n');
    for (const [index, line] of lines.entries()) {
      const without = lines.filter((_, at) => at !== index).join('\n');
      expect((await verifyText(without)).ok, `without line ${index + 1}`).toBe(false);
      expect(
        (await verifyText([...lines.slice(0, index), line, ...lines.slice(index)].join('\n'))).ok,
        `line ${index + 1} twice`,
      ).toBe(false);
      const digit = line.replace(/[0-9](?=[^0-9]*$)/, (found) => String((Number(found) + 1) % 10));
      if (index > 0)
        expect((await verifyText(lines.with(index, digit).join('\n'))).ok, `line ${index + 1} changed: ${digit}`).toBe(
          false,
        );
    }
    expect(await verifyText(lines.slice(0, -3).join('\n'))).toMatchObject({
      ok: false,
      first: { what: expect.stringContaining('cut off') },
    });
  });

  it('tells that the latest events were removed in the database before', async () => {
    await tamper(`delete from events where id = ${await eventAt(4)}`);
    expect(await verifyText(await exportText())).toMatchObject({
      ok: false,
      first: { what: expect.stringContaining('heads') },
    });
  });
});
