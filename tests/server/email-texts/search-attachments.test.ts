import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createMessageParser } from '../../../server/emails/parse/create-message-parser.ts';
import { readEmailsJson } from '../../../server/emails/read-emails.ts';
import { fileEmail } from '../../../server/emails/file-email.ts';
import { setEnv } from '../../../server/env.ts';
import { createPackageRow, createPerson, createWorld, type World } from '../../factories/governance.ts';
import { docxOf, pdfOf } from '../../factories/documents.ts';
import { ingest } from '../../factories/mail.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { makeTestFolder } from '../../setup/services.ts';
import type { UserActor } from '../../../server/actor.ts';

let database: TestDatabase;
let world: World;
const parser = createMessageParser();

beforeAll(async () => {
  database = await createTestDatabase();
  setEnv({ DATABASE_URL: database.url, DATA_DIR: makeTestFolder('texts') });
  world = await createWorld(database.db);
});
afterAll(async () => {
  await parser.close();
  await database.drop();
});

function letterWith(subject: string, files: [name: string, content: Buffer][], html = '<p>See the list.</p>'): Buffer {
  const parts = files.map(
    ([name, content]) =>
      `--b\r\nContent-Type: application/octet-stream; name="${name}"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64\r\n\r\n${content.toString('base64')}\r\n`,
  );
  const body = `--b\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\nContent-Type: text/plain\r\n\r\nSee the list.\r\n--a\r\nContent-Type: text/html\r\n\r\n${html}\r\n--a--\r\n`;
  return Buffer.from(
    `From: Jo <jo@mill.test>\r\nTo: pmis@northgate.example\r\nSubject: ${subject}\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${body}${parts.join('')}--b--\r\n`,
  );
}
const found = async (q: string, actor: UserActor = world.bob) =>
  (
    JSON.parse(await readEmailsJson(database.db, actor, { q })).items as {
      id: string;
      found: { n: number; filename: string | null }[];
    }[]
  ).map(({ id, found: where }) => [id, where.map(({ filename }) => filename)]);

test('a search finds HTML and attachments, and says where', async () => {
  const id = await ingest(
    database.db,
    parser,
    letterWith(
      'Lists',
      [
        ['drawing.pdf', pdfOf('flangeword')],
        ['prices.docx', docxOf('gasketword')],
        ['photo.png', Buffer.from('x')],
      ],
      '<p>See the list, htmlword.</p>',
    ),
  );
  expect(await found('flangeword')).toEqual([[id, ['drawing.pdf']]]);
  expect(await found('gasketword')).toEqual([[id, ['prices.docx']]]);
  expect(await found('htmlword')).toEqual([[id, [null]]]);
  expect(await found('lists')).toEqual([[id, []]]);
  expect(await found('nowhereword')).toEqual([]);
  const { rows } = await sql<{ n: number }>`select n from email_texts where email_id = ${id} order by n`.execute(
    database.db,
  );
  expect(rows.map((row) => row.n)).toEqual([0, 1, 2]);
});

test('equal content is read once; a broken document is kept with the reason', async () => {
  const file: [string, Buffer] = ['again.pdf', pdfOf('repeatedword')];
  await ingest(database.db, parser, letterWith('One', [file, ['broken.pdf', Buffer.from('%PDF-broken')]]));
  await sql`update email_texts set text = 'copiedword' where text like '%repeatedword%'`.execute(database.db);
  const second = await ingest(database.db, parser, letterWith('Two', [file]));
  expect((await found('copiedword')).map(([id]) => id)).toContain(second);
  const { rows } = await sql<{ error: string }>`
    select t.error from email_texts t join attachments a on a.email_id = t.email_id and a.n = t.n where a.filename = 'broken.pdf'`.execute(
    database.db,
  );
  expect(rows[0]!.error).toMatch(/could not be read/);
});

test('a hidden bid is not found by the words of its attachments', async () => {
  const pkg = await createPackageRow(database.db, world, { code: 'P-900', status: 'rfq_issued', vendor_id: null });
  const id = await ingest(database.db, parser, letterWith('Bid', [['bid.pdf', pdfOf('secretprice')]]));
  await fileEmail(database.db, world.charlie, id, { package: pkg.code });
  const other = await createPerson(database.db, 'Otto Other', 'operator');
  expect(await found('secretprice', other)).toEqual([]);
  expect(await found('secretprice', world.charlie)).toHaveLength(1);
});

test('a text of a million different words is searched by its beginning', async () => {
  const words = Array.from({ length: 90_000 }, (_, i) => `слово${i}`).join(' ');
  const id = await ingest(database.db, parser, letterWith('Many', [['many.txt', Buffer.from(words)]]));
  expect(await found('слово7')).toEqual([[id, ['many.txt']]]);
});
