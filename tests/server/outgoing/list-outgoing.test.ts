import { Kysely, PostgresDialect, sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DB } from '../../../server/db-types.ts';
import { createMessageParser } from '../../../server/emails/parse/create-message-parser.ts';
import { replyToEmail } from '../../../server/emails/reply-to-email.ts';
import { listOutgoing } from '../../../server/outgoing/list-outgoing.ts';
import { retryMail } from '../../../server/outgoing/retry-mail.ts';
import type { OutgoingJson } from '../../../server/outgoing/outgoing.schema.ts';
import { createPackageRow, createPerson, createWorld, type World } from '../../factories/governance.ts';
import { drain, eventsOf, ingest } from '../../factories/mail.ts';
import { mailOff, mailOn, outgoingFacts, queueOne } from '../../factories/outgoing.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { refusal, startSmtpServer, type TestSmtpServer } from '../../setup/smtp-server.ts';
import { createPool } from '../../../server/db.ts';

let database: TestDatabase;
let world: World;
let server: TestSmtpServer;
let refuse = false;
const parser = createMessageParser();

beforeAll(async () => {
  database = await createTestDatabase();
  world = await createWorld(database.db);
  server = await startSmtpServer({ judge: () => (refuse ? refusal(554, 'Message rejected as spam') : null) });
  mailOn(server.url);
});
afterAll(async () => {
  mailOff();
  await server.close();
  await parser.close();
  await database.drop();
});

const listed = async (actor: Parameters<typeof listOutgoing>[1], query: Record<string, string> = {}) =>
  (JSON.parse(await listOutgoing(database.db, actor, query)) as { items: OutgoingJson[]; nextCursor: string | null })
    .items;

test('a failed reply is sent again by hand, with the same Message-ID and an event', async () => {
  const id = await ingest(database.db, parser, { text: 'When?' });
  refuse = true;
  const { id: emailId, outgoingId, messageId } = await replyToEmail(database.db, world.bob, id, { text: 'By Friday.' });
  await drain(database.db, parser);
  expect((await listed(world.vera, { status: 'failed' })).map((mail) => mail.id)).toEqual([outgoingId]);
  await expect(retryMail(database.db, world.vera, outgoingId)).rejects.toMatchObject({ code: 'forbidden' });
  refuse = false;
  await retryMail(database.db, world.alice, outgoingId);
  await expect(retryMail(database.db, world.alice, outgoingId)).rejects.toMatchObject({ code: 'conflict' });
  await drain(database.db, parser);
  expect(await outgoingFacts(database.db, outgoingId)).toMatchObject({ status: 'sent', error: null, maybeSent: false });
  expect(server.taken.map(({ raw }) => raw.includes(messageId))).toEqual([true]);
  expect(await eventsOf(database.db, emailId)).toEqual(['email_sent', 'email_send_failed', 'email_send_retried']);
});

test('a reply to a hidden bid is seen by those who read the bid; it cannot be sent again by others', async () => {
  const olga = await createPerson(database.db, 'Olga', 'operator');
  const { code } = await createPackageRow(database.db, world, { code: 'P-901', status: 'evaluation', vendor_id: null });
  const id = await ingest(database.db, parser, { subject: `${code} our bid`, text: 'We offer EUR 1.' });
  await expect(replyToEmail(database.db, olga, id, { text: 'Thank you.' })).rejects.toMatchObject({
    code: 'forbidden',
  });
  const { id: emailId, outgoingId } = await replyToEmail(database.db, world.charlie, id, { text: 'Thank you.' });
  expect((await listed(world.charlie)).map((mail) => mail.emailId)).toContain(emailId);
  expect((await listed(olga)).map((mail) => mail.emailId)).not.toContain(emailId);
  await sql`update outgoing_emails set status = 'failed' where id = ${outgoingId}`.execute(database.db);
  await expect(retryMail(database.db, olga, outgoingId)).rejects.toMatchObject({ code: 'not_found' });
  await drain(database.db, parser);
});

test('what PMIS sends by itself is shown to admins only', async () => {
  const { id } = await queueOne(database.db);
  expect((await listed(world.charlie, { kind: 'notification' })).map((mail) => mail.id)).toEqual([id]);
  await expect(listed(world.alice, { kind: 'notification' })).rejects.toMatchObject({ code: 'forbidden' });
  await drain(database.db, parser);
});

describe('with 100,000 mails', () => {
  const sent: { sql: string; values: readonly unknown[] }[] = [];
  let recorder: Kysely<DB>;
  const pool = () => createPool(database.url, { max: 1 });

  beforeAll(async () => {
    await sql`
      with stored as (
        insert into emails (status, kind, source, raw_sha256, raw_size, received_at, processed_at, message_id, subject, outside)
        select 'processed', 'normal', 'sent', 'sent-' || n, 1, now() - n * interval '1 minute', now(), '<m' || n || '@x>',
          'Re: ' || n, n % 2 = 0 from generate_series(1, 50000) n returning id, message_id, received_at
      )
      insert into outgoing_emails (kind, status, message_id, email_id, thread_key, to_list, recipients, subject, text, html, created_at)
      select 'reply', 'sent', message_id, id, id::text, '[]', '{}', 'Re', '', '', received_at from stored`.execute(
      database.db,
    );
    await sql`
      insert into outgoing_emails (kind, status, message_id, thread_key, to_list, recipients, subject, text, html, created_at)
      select 'notification', case when n % 1000 = 0 then 'failed' else 'sent' end, '<n' || n || '@x>',
        case when n % 2 = 0 then 'busy' else n::text end, '[]', array['p' || n % 500 || '@x.test'], 'N', '', '',
        now() - n * interval '1 minute' from generate_series(1, 50000) n`.execute(database.db);
    await sql`analyze emails`.execute(database.db);
    await sql`analyze outgoing_emails`.execute(database.db);
    recorder = new Kysely<DB>({
      dialect: new PostgresDialect({ pool: pool() }),
      log: ({ query }) => void sent.push({ sql: query.sql, values: query.parameters }),
    });
  }, 60_000);
  afterAll(() => recorder.destroy());

  /** Pages that the last statement touches, and tables that it reads whole. */
  async function cost(): Promise<{ buffers: number; scans: string[] }> {
    const { sql: text, values } = sent.at(-1)!;
    const client = pool();
    const { rows } = await client.query(`explain (analyze, buffers, format json) ${text}`, [...values]);
    await client.end();
    const plan = rows[0]['QUERY PLAN'][0].Plan as Record<string, unknown>;
    const all = JSON.stringify(plan);
    const scans = [...all.matchAll(/"Node Type":"Seq Scan"[^}]*?"Relation Name":"(\w+)"/g)].map((match) => match[1]!);
    return { buffers: Number(plan['Shared Hit Blocks']) + Number(plan['Shared Read Blocks']), scans };
  }

  test('a page of replies, of another kind, of failed ones is read by index', async () => {
    for (const [actor, query] of [
      [world.vera, {}],
      [world.charlie, { kind: 'notification' }],
      [world.charlie, { kind: 'notification', status: 'failed' }],
    ] as const) {
      await listOutgoing(recorder, actor, query);
      const { buffers, scans } = await cost();
      expect(
        // Of what is small here the planner may read all.
        scans.filter((table) => ['emails', 'outgoing_emails'].includes(table)),
        JSON.stringify(query),
      ).toEqual([]);
      expect(buffers, JSON.stringify(query)).toBeLessThan(3_000);
    }
  });
});
