import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { triageCount } from '../../../server/emails/count-triage.ts';
import { fileEmail } from '../../../server/emails/file-email.ts';
import { createMessageParser } from '../../../server/emails/parse/create-message-parser.ts';
import { readEmailsJson } from '../../../server/emails/read-emails.ts';
import { reprocessEmail } from '../../../server/emails/reprocess-email.ts';
import { setAsideEmail } from '../../../server/emails/set-aside-email.ts';
import { createPackageRow, createWorld, type World } from '../../factories/governance.ts';
import { drain, eventsOf, ingest, linksOf } from '../../factories/mail.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

let database: TestDatabase;
let world: World;
let a: { id: string; code: string };
let b: { id: string; code: string };
let id: string;
let number = 500;
const parser = createMessageParser();

beforeAll(async () => {
  database = await createTestDatabase();
  world = await createWorld(database.db);
});
beforeEach(async () => {
  number += 2;
  a = await createPackageRow(database.db, world, { code: `P-${number}`, status: 'po_issued', vendor_id: null });
  b = await createPackageRow(database.db, world, { code: `P-${number + 1}`, status: 'closed', vendor_id: null });
  id = await ingest(database.db, parser, { subject: 'no code here' });
});
afterAll(async () => {
  await parser.close();
  await database.drop();
});
const file = (body: unknown, actor = world.bob) => fileEmail(database.db, actor, id, body);

describe('filing by hand', () => {
  test('files, traces, and leaves triage; the same again changes nothing', async () => {
    const before = await triageCount(database.db, world.bob);
    expect(await file({ package: a.code.toLowerCase() })).toMatchObject({ package: a.code, changed: true });
    expect(await file({ package: a.id })).toMatchObject({ changed: false });
    expect(await linksOf(database.db, id)).toEqual([{ code: a.code, method: 'manual', status: 'filed' }]);
    expect(await eventsOf(database.db, id)).toEqual([
      'email_ingested',
      `email_filed ${a.code}`,
      `email_ingested ${a.code}`,
    ]);
    expect(await triageCount(database.db, world.bob)).toBe(before - 1);
    expect(await triageCount(database.db, world.vera)).toBe(0);
  });

  test('a person may file under a closed package', async () => {
    await file({ package: b.code });
    expect(await linksOf(database.db, id)).toEqual([{ code: b.code, method: 'manual', status: 'filed' }]);
  });

  test('moves, takes away, and comes back with one email_ingested each', async () => {
    await file({ package: a.code });
    await file({ package: b.code, from: a.code });
    await file({ package: b.code, status: 'removed' });
    await file({ package: a.code });
    expect(await linksOf(database.db, id)).toEqual([
      { code: a.code, method: 'manual', status: 'filed' },
      { code: b.code, method: 'manual', status: 'removed' },
    ]);
    const events = await eventsOf(database.db, id);
    expect(events.filter((event) => event === `email_ingested ${a.code}`)).toHaveLength(1);
    expect(events.filter((event) => event.startsWith('email_unfiled'))).toEqual([
      `email_unfiled ${a.code}`,
      `email_unfiled ${b.code}`,
    ]);
  });

  test('twenty at once file once', async () => {
    const all = await Promise.all(Array.from({ length: 20 }, () => file({ package: a.code })));
    expect(all.filter(({ changed }) => changed)).toHaveLength(1);
    expect((await eventsOf(database.db, id)).filter((event) => event === `email_filed ${a.code}`)).toHaveLength(1);
  });

  test('refusals', async () => {
    await expect(file({ package: a.code }, world.vera)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(fileEmail(database.db, world.bob, '00000000-0000-4000-8000-000000000000', {})).rejects.toMatchObject({
      code: 'not_found',
    });
    await expect(file({ package: 'P-77777' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(file({ package: a.code, status: 'removed' })).rejects.toMatchObject({ code: 'conflict' });
    await expect(file({ package: a.code, expectedVersion: 99 })).rejects.toMatchObject({ code: 'conflict' });
    await expect(file({ package: a.code, colour: 'red' })).rejects.toThrow(/colour/);
    expect(await linksOf(database.db, id)).toEqual([]);
  });

  test('a bid that is hidden from a person cannot be filed by him', async () => {
    const hidden = await createPackageRow(database.db, world, { code: `P-${number}9`, status: 'rfq_issued' });
    await file({ package: hidden.code });
    const other = await import('../../factories/governance.ts').then(({ createPerson }) =>
      createPerson(database.db, 'Otto Other', 'operator'),
    );
    await expect(file({ package: a.code }, other)).rejects.toMatchObject({ code: 'forbidden' });
  });
});

test('set aside leaves triage and is traced; back again', async () => {
  const waiting = async () =>
    JSON.parse(await readEmailsJson(database.db, world.bob, { triage: 'true', limit: '1000' })).items.some(
      (item: { id: string }) => item.id === id,
    );
  expect(await waiting()).toBe(true);
  await setAsideEmail(database.db, world.bob, id, {});
  expect(await waiting()).toBe(false);
  await setAsideEmail(database.db, world.bob, id, { aside: false });
  expect(await waiting()).toBe(true);
  expect(await eventsOf(database.db, id)).toEqual(['email_ingested', 'email_set_aside', 'email_brought_back']);
});

test('a quarantined message is read again; one that was read is not', async () => {
  await expect(reprocessEmail(database.db, world.bob, id)).rejects.toMatchObject({ code: 'conflict' });
  await sql`update emails set status = 'quarantined', error = 'The thread died.' where id = ${id}`.execute(database.db);
  expect(await reprocessEmail(database.db, world.bob, id)).toEqual({ id, status: 'received' });
  await drain(database.db, parser);
  const { rows } = await sql`select status, error from emails where id = ${id}`.execute(database.db);
  expect(rows).toEqual([{ status: 'processed', error: null }]);
});

test('the list pages in both orders without gaps or repeats', async () => {
  for (const sort of ['-receivedAt', 'receivedAt']) {
    const whole = JSON.parse(await readEmailsJson(database.db, world.bob, { limit: '1000', sort })).items.map(
      (item: { id: string }) => item.id,
    );
    const paged: string[] = [];
    let cursor: string | undefined;
    do {
      const page = JSON.parse(await readEmailsJson(database.db, world.bob, { limit: '3', sort, cursor }));
      paged.push(...page.items.map((item: { id: string }) => item.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(paged).toEqual(whole);
  }
});
