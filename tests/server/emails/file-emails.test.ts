import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { fileEmails } from '../../../server/emails/file-emails.ts';
import { createMessageParser } from '../../../server/emails/parse/create-message-parser.ts';
import { readAttachedMessage, readNestedAttachment } from '../../../server/emails/read-attached-message.ts';
import { listThreadMessages } from '../../../server/emails/mail-view.queries.ts';
import { fileEmail } from '../../../server/emails/file-email.ts';
import { reprocessEmails } from '../../../server/emails/reprocess-emails.ts';
import { createPackageRow, createPerson, createWorld, type World } from '../../factories/governance.ts';
import { eventsOf, ingest, linksOf } from '../../factories/mail.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

let database: TestDatabase;
let world: World;
let pkg: { id: string; code: string };
let ids: string[];
let number = 800;
const parser = createMessageParser();
const file = (body: unknown, actor = world.bob) => fileEmails(database.db, actor, body);

beforeAll(async () => {
  database = await createTestDatabase();
  world = await createWorld(database.db);
});
beforeEach(async () => {
  number += 1;
  pkg = await createPackageRow(database.db, world, { code: `B-${number}`, status: 'po_issued', vendor_id: null });
  ids = [];
  for (const subject of ['One', 'Two', 'Three']) ids.push(await ingest(database.db, parser, { subject }));
});
afterAll(async () => {
  await parser.close();
  await database.drop();
});

describe('filing many at once', () => {
  test('files each with one event of its own; the same again changes nothing', async () => {
    expect(await file({ ids: [...ids, ids[0]], package: pkg.code.toLowerCase() })).toEqual({
      package: pkg.code,
      filed: 3,
      unchanged: 0,
    });
    for (const id of ids) {
      expect(await linksOf(database.db, id)).toEqual([{ code: pkg.code, method: 'manual', status: 'filed' }]);
      expect(await eventsOf(database.db, id)).toEqual([
        'email_ingested',
        `email_filed ${pkg.code}`,
        `email_ingested ${pkg.code}`,
      ]);
    }
    expect(await file({ ids, package: pkg.code })).toEqual({ package: pkg.code, filed: 0, unchanged: 3 });
    expect(await eventsOf(database.db, ids[0]!)).toHaveLength(3);
  });

  test('what stood there by hand stays; what was taken away comes back without a second email_ingested', async () => {
    await fileEmail(database.db, world.charlie, ids[0]!, { package: pkg.code });
    await fileEmail(database.db, world.charlie, ids[1]!, { package: pkg.code });
    await fileEmail(database.db, world.charlie, ids[1]!, { package: pkg.code, status: 'removed' });
    expect(await file({ ids, package: pkg.code })).toMatchObject({ filed: 2, unchanged: 1 });
    const events = await eventsOf(database.db, ids[1]!);
    expect(events.filter((event) => event === `email_ingested ${pkg.code}`)).toHaveLength(1);
  });

  test('all or none, and says why', async () => {
    const nobody = '00000000-0000-4000-8000-000000000000';
    await expect(file({ ids: [...ids, nobody], package: pkg.code })).rejects.toMatchObject({ code: 'invalid' });
    await expect(file({ ids, package: 'B-1' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(file({ ids: [], package: pkg.code })).rejects.toThrow(/at least one/);
    await expect(file({ ids, package: pkg.code }, world.vera)).rejects.toMatchObject({ code: 'forbidden' });
    await sql`update emails set status = 'received' where id = ${ids[2]}`.execute(database.db);
    await expect(file({ ids, package: pkg.code })).rejects.toThrow(/Nothing was filed: among them is “Three”/);
    expect(await linksOf(database.db, ids[0]!)).toEqual([]);
  });

  test('a hidden bid is not filed by whom it is hidden from', async () => {
    const bid = await createPackageRow(database.db, world, {
      code: `R-${number}`,
      status: 'rfq_issued',
      vendor_id: null,
    });
    await file({ ids: [ids[0]], package: bid.code });
    const other = await createPerson(database.db, 'Otto Other', 'operator');
    await expect(file({ ids, package: pkg.code }, other)).rejects.toThrow(/a bid that is not shown/);
  });

  test('two who file the same at once both end', async () => {
    const both = await Promise.all([
      file({ ids, package: pkg.code }),
      file({ ids: ids.toReversed(), package: pkg.code }, world.alice),
    ]);
    expect(both.map(({ filed }) => filed).sort()).toEqual([0, 3]);
  });
});

test('a conversation shows what each wrote and folds what they quote; a bid only exists', async () => {
  const root = await ingest(database.db, parser, { id: `<c-${number}@x.test>`, text: 'Which seal?' });
  const answer = await ingest(database.db, parser, {
    references: [`<c-${number}@x.test>`],
    text: 'The black one.\n\nOn Monday Jo <jo@x.test> wrote:\n> Which seal?',
  });
  const { rows } = await sql<{ thread: string }>`select thread_id as thread from emails where id = ${root}`.execute(
    database.db,
  );
  const shown = await listThreadMessages(database.db, world.bob, rows[0]!.thread);
  expect(shown).toMatchObject([
    { id: root, text: 'Which seal?', quoted: '' },
    { id: answer, text: 'The black one.', quoted: expect.stringContaining('> Which seal?') },
  ]);
  const bid = await createPackageRow(database.db, world, {
    code: `S-${number}`,
    status: 'rfq_issued',
    vendor_id: null,
  });
  await fileEmail(database.db, world.charlie, answer, { package: bid.code });
  const other = await createPerson(database.db, 'Otto Other', 'operator');
  expect(await listThreadMessages(database.db, other, rows[0]!.thread)).toMatchObject([
    { restricted: false },
    { id: answer, restricted: true, at: expect.any(String) },
  ]);
});

test('those that could not be read are read again together; those that were read stay', async () => {
  const unread = ids.slice(0, 2);
  await sql`update emails set status = 'quarantined', error = 'broken' where id = any(${unread}::uuid[])`.execute(
    database.db,
  );
  const again = () => reprocessEmails(database.db, world.bob, { ids: [...ids, ids[0]!.toUpperCase()] });
  expect(await again()).toEqual({ again: 2, unchanged: 1 });
  const { rows } = await sql`
    select e.status, (select count(*)::int from jobs j where j.unique_key = 'email:' || e.id and j.status = 'queued') as jobs
    from emails e where e.id = any(${ids}::uuid[]) order by array_position(${ids}::uuid[], e.id)`.execute(database.db);
  expect(rows).toEqual([
    { status: 'received', jobs: 1 },
    { status: 'received', jobs: 1 },
    { status: 'processed', jobs: 0 },
  ]);
  expect(await eventsOf(database.db, ids[1]!)).toContain('email_reprocessed');
  expect(await again()).toEqual({ again: 0, unchanged: 3 });
  const unknown = '00000000-0000-4000-8000-000000000000';
  await expect(reprocessEmails(database.db, world.bob, { ids: [unknown] })).rejects.toMatchObject({ code: 'invalid' });
  await expect(reprocessEmails(database.db, world.vera, { ids })).rejects.toMatchObject({ code: 'forbidden' });
});

test('an attached message is read; another attachment is not one', async () => {
  const part = (type: string, body: string) =>
    `--b\r\nContent-Type: ${type}\r\nContent-Disposition: attachment\r\n\r\n${body}\r\n`;
  const inner = 'From: Mill <mill@steel.test>\r\nTo: jo@x.test\r\nSubject: Plates\r\n\r\nThey are late.';
  const body = `${part('message/rfc822', inner)}${part('text/csv; name=a.csv', 'Subject: a\r\n\r\nb')}--b--`;
  const id = await ingest(
    database.db,
    parser,
    Buffer.from(`From: jo@x.test\r\nSubject: Fw ${number}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${body}`),
  );
  expect(await readAttachedMessage(database.db, world.bob, id, '1')).toMatchObject({
    subject: 'Plates',
    from: { address: 'mill@steel.test' },
    text: 'They are late.',
  });
  const nested = await readNestedAttachment(database.db, world.bob, id, '1');
  nested.stream.destroy();
  expect(nested.filename).toBe('Plates.eml');
  for (const path of ['1.1', '2.1', '1.', '1.0', '01'])
    await expect(readNestedAttachment(database.db, world.bob, id, path), path).rejects.toMatchObject({
      code: 'not_found',
    });
  await expect(readAttachedMessage(database.db, world.bob, id, '2')).rejects.toMatchObject({ code: 'invalid' });
  await expect(readAttachedMessage(database.db, world.bob, id, '9')).rejects.toMatchObject({ code: 'not_found' });
});
