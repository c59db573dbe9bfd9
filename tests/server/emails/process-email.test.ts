import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMessageParser } from '../../../server/emails/parse/create-message-parser.ts';
import { receiveEmail } from '../../../server/emails/receive-email.ts';
import { createPackageRow, createWorld, type World } from '../../factories/governance.ts';
import { drain, eventsOf, ingest, letter, linksOf, LISTENER } from '../../factories/mail.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

let database: TestDatabase;
let world: World;
let counter = 100;
const parser = createMessageParser();

beforeAll(async () => {
  database = await createTestDatabase();
  world = await createWorld(database.db);
  await sql`insert into vendor_domains (domain, vendor_id) values ('voltara.example', ${world.vendorId})`.execute(
    database.db,
  );
});
afterAll(async () => {
  await parser.close();
  await database.drop();
});

/** An ordered package that shows its mail to everybody, unless told otherwise. */
async function pkg(columns: Record<string, string | null> = {}) {
  counter += 1;
  return createPackageRow(database.db, world, {
    code: `P-${counter}`,
    status: 'po_issued',
    vendor_id: null,
    ...columns,
  });
}

const column = async (id: string, name: string) => {
  const { rows } = await sql<{ value: unknown }>`select ${sql.ref(name)} as value from emails where id = ${id}`.execute(
    database.db,
  );
  return rows[0]!.value;
};

describe('filing order', () => {
  test('a code in the new text files', async () => {
    const { code } = await pkg();
    const id = await ingest(database.db, parser, { text: `The castings for ${code} are late.` });
    expect(await linksOf(database.db, id)).toEqual([{ code, method: 'code', status: 'filed' }]);
    expect(await eventsOf(database.db, id)).toEqual([`email_ingested ${code}`]);
  });

  test('several codes file under each, however they are written', async () => {
    const [a, b] = [await pkg(), await pkg()];
    const id = await ingest(database.db, parser, {
      subject: `${a.code.replace('-', '')} & ${b.code.toLowerCase()} visit`,
    });
    expect((await linksOf(database.db, id)).map(({ code, status }) => [code, status])).toEqual([
      [a.code, 'filed'],
      [b.code, 'filed'],
    ]);
    expect(await eventsOf(database.db, id)).toHaveLength(2);
  });

  test('a PO number in the new text files', async () => {
    const { code } = await pkg({ po_number: '4500018821' });
    const id = await ingest(database.db, parser, { text: 'Our ref. PO 4500018821, first shipment.' });
    expect(await linksOf(database.db, id)).toEqual([{ code, method: 'po_number', status: 'filed' }]);
  });

  test('an answer without a code follows its thread', async () => {
    const { code } = await pkg();
    const id = '<parent-1@elsewhere.test>';
    await ingest(database.db, parser, { id, subject: `${code} drawings` });
    const answer = await ingest(database.db, parser, {
      subject: `Re: ${code} drawings`,
      references: [id],
      text: 'Agreed.',
    });
    expect(await linksOf(database.db, answer)).toEqual([{ code, method: 'thread', status: 'filed' }]);
  });

  test('a written code files and the thread’s package is suggested', async () => {
    const [a, b] = [await pkg(), await pkg()];
    const id = '<parent-2@elsewhere.test>';
    await ingest(database.db, parser, { id, subject: `${a.code} drawings` });
    const answer = await ingest(database.db, parser, {
      subject: `Re: ${a.code} drawings`,
      references: [id],
      text: `This is about ${b.code}.`,
    });
    expect(await linksOf(database.db, answer)).toEqual([
      { code: a.code, method: 'thread', status: 'probable' },
      { code: b.code, method: 'code', status: 'filed' },
    ]);
  });

  test('an answer that comes before the message it answers is filed when that comes', async () => {
    const { code } = await pkg();
    const id = '<late-parent@elsewhere.test>';
    const answer = await ingest(database.db, parser, { subject: 'Re: drawings', references: [id], text: 'Agreed.' });
    expect(await linksOf(database.db, answer)).toEqual([]);
    const parent = await ingest(database.db, parser, { id, subject: 'drawings', text: `Drawings of ${code}` });
    expect(await linksOf(database.db, answer)).toEqual([{ code, method: 'thread', status: 'filed' }]);
    expect(await eventsOf(database.db, answer)).toEqual(['email_ingested', `email_ingested ${code}`]);
    expect(await column(answer, 'thread_id')).toBe(await column(parent, 'thread_id'));
  });

  test('a code only in quoted text is a suggestion', async () => {
    const { code } = await pkg();
    const text = `Thanks, noted.\r\n\r\nOn Mon, 2 Mar 2026 at 09:00, Jo <jo@elsewhere.test> wrote:\r\n> Please see ${code}.`;
    const id = await ingest(database.db, parser, { text });
    expect(await linksOf(database.db, id)).toEqual([{ code, method: 'code', status: 'probable' }]);
    expect(await eventsOf(database.db, id)).toEqual(['email_ingested']);
  });

  test.each(['closed', 'cancelled'])('a %s package is suggested, not filed', async (status) => {
    const { code } = await pkg({ status });
    const id = await ingest(database.db, parser, { subject: `${code} retention` });
    expect(await linksOf(database.db, id)).toEqual([{ code, method: 'code', status: 'probable' }]);
  });

  test('an unknown code leads to triage', async () => {
    const id = await ingest(database.db, parser, { subject: 'P-99999 busducts' });
    expect(await linksOf(database.db, id)).toEqual([]);
    expect(await column(id, 'filed')).toBe(false);
    expect(await column(id, 'flags')).toMatchObject({ unknownCodes: ['P-99999'] });
  });

  test('the sender’s domain and the words of the title are a suggestion', async () => {
    const { code } = await pkg({ vendor_id: world.vendorId, title: 'Lightning arresters' });
    const id = await ingest(database.db, parser, {
      from: 'eva@voltara.example',
      subject: 'arresters',
      text: 'Ready for inspection.',
    });
    expect(await linksOf(database.db, id)).toEqual([{ code, method: 'words', status: 'probable' }]);
  });

  test('a package named in the JSON form files; an unknown one keeps the message for triage', async () => {
    const { code } = await pkg();
    const named = await receiveEmail(database.db, LISTENER, { raw: letter(), source: 'redis', givenPackageCode: code });
    const unknown = await receiveEmail(database.db, LISTENER, {
      raw: letter(),
      source: 'redis',
      givenPackageCode: 'P-88888',
    });
    await drain(database.db, parser);
    expect(await linksOf(database.db, named.id)).toEqual([{ code, method: 'code', status: 'filed' }]);
    expect(await linksOf(database.db, unknown.id)).toEqual([]);
  });
});

describe('repeats', () => {
  test('the same bytes are answered with the first one’s id and store nothing', async () => {
    const raw = letter();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => receiveEmail(database.db, LISTENER, { raw, source: 'redis' })),
    );
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(answers.filter(({ duplicate }) => !duplicate)).toHaveLength(1);
    await drain(database.db, parser);
  });

  test('the same message by another way is a duplicate and is not filed', async () => {
    const { code } = await pkg();
    const message = { id: '<twice@elsewhere.test>', subject: `${code} twice` };
    const first = await ingest(database.db, parser, message);
    const second = await ingest(database.db, parser, { ...message, headers: ['X-Way: another'] });
    expect(await column(second, 'duplicate_of')).toBe(first);
    expect(await linksOf(database.db, second)).toEqual([]);
    expect(await eventsOf(database.db, second)).toEqual(['email_duplicate']);
  });

  test('repeats that are read at the same time file once', async () => {
    const { code } = await pkg();
    const ids: string[] = [];
    for (let i = 0; i < 8; i++) {
      const raw = letter({ id: '<together@elsewhere.test>', subject: `${code} together`, headers: [`X-Way: ${i}`] });
      ids.push((await receiveEmail(database.db, LISTENER, { raw, source: 'redis' })).id);
    }
    await drain(database.db, parser);
    const links = await Promise.all(ids.map((id) => linksOf(database.db, id)));
    expect(links.flat()).toHaveLength(1);
  });

  test('the same id with other content is kept, filed and marked', async () => {
    const { code } = await pkg();
    await ingest(database.db, parser, { id: '<reused@elsewhere.test>', text: 'One.' });
    const second = await ingest(database.db, parser, { id: '<reused@elsewhere.test>', text: `Two, ${code}.` });
    expect(await column(second, 'message_id_reused')).toBe(true);
    expect(await linksOf(database.db, second)).toHaveLength(1);
  });
});

describe('senders', () => {
  test('an imitated domain files nothing by itself', async () => {
    const { code } = await pkg();
    const id = await ingest(database.db, parser, { from: 'Eva <eva@voltarra.example>', subject: `${code} invoice` });
    expect(await linksOf(database.db, id)).toEqual([{ code, method: 'code', status: 'probable' }]);
    expect(await column(id, 'sender_mismatch')).toEqual(['voltarra.example looks like voltara.example but is not.']);
  });

  test('our own people are inside, others outside', async () => {
    const inside = await ingest(database.db, parser, { from: world.bob.email });
    const outside = await ingest(database.db, parser, {});
    expect(await column(inside, 'outside')).toBe(false);
    expect(await column(outside, 'outside')).toBe(true);
  });

  test('mail about bank details is marked', async () => {
    const id = await ingest(database.db, parser, {
      text: 'Our bank details changed: IBAN DE89 3704 0044 0532 0130 00.',
    });
    expect(await column(id, 'bank_details')).toBe(true);
  });
});

describe('what cannot be read', () => {
  test('zero bytes are refused', async () => {
    await expect(receiveEmail(database.db, LISTENER, { raw: Buffer.alloc(0), source: 'redis' })).rejects.toMatchObject({
      code: 'invalid',
    });
  });

  test('over 25 MB: refused by HTTP, stored and quarantined otherwise', async () => {
    const raw = Buffer.concat([letter(), Buffer.alloc(25 * 1024 * 1024, 0x61)]);
    await expect(receiveEmail(database.db, LISTENER, { raw, source: 'api' })).rejects.toMatchObject({
      code: 'too_large',
    });
    const { id, status } = await receiveEmail(database.db, LISTENER, { raw, source: 'redis' });
    expect(status).toBe('quarantined');
    expect(await eventsOf(database.db, id)).toEqual(['email_quarantined']);
  });

  test('deep nesting is quarantined with the reason, once, without a retry', async () => {
    let inner = 'Content-Type: text/plain\r\n\r\nx';
    for (let i = 0; i < 200; i++)
      inner = `Content-Type: multipart/mixed; boundary=b${i}\r\n\r\n--b${i}\r\n${inner}\r\n--b${i}--`;
    const id = await ingest(
      database.db,
      parser,
      Buffer.from(`From: a@elsewhere.test\r\nMIME-Version: 1.0\r\n${inner}\r\n`),
    );
    expect(await column(id, 'status')).toBe('quarantined');
    expect(await column(id, 'error')).toMatch(/./);
    const { rows } = await sql<{ attempts: number; status: string }>`
      select attempts, status from jobs where payload->>'emailId' = ${id}`.execute(database.db);
    expect(rows).toEqual([{ attempts: 1, status: 'done' }]);
  });
});
