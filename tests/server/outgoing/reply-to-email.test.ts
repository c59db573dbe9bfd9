import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createMessageParser } from '../../../server/emails/parse/create-message-parser.ts';
import { parseMessage } from '../../../server/emails/parse/parse-message.ts';
import { fileEmail } from '../../../server/emails/file-email.ts';
import { replyToEmail } from '../../../server/emails/reply-to-email.ts';
import { readReplyAddress, replyAddress } from '../../../server/outgoing/reply-address.ts';
import { openFile } from '../../../server/storage/files.ts';
import { createPackageRow, createWorld, type World } from '../../factories/governance.ts';
import { drain, eventsOf, ingest, linksOf } from '../../factories/mail.ts';
import { mailOff, mailOn, outgoingFacts } from '../../factories/outgoing.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { refusal, startSmtpServer, type TestSmtpServer } from '../../setup/smtp-server.ts';

let database: TestDatabase;
let world: World;
let server: TestSmtpServer;
let refuse: string | null = null;
let counter = 300;
const parser = createMessageParser();

beforeAll(async () => {
  database = await createTestDatabase();
  world = await createWorld(database.db);
  server = await startSmtpServer({ judge: () => (refuse === null ? null : refusal(554, refuse)) });
  mailOn(server.url);
});
afterEach(() => {
  refuse = null;
  mailOn(server.url);
  server.taken.length = 0;
});
afterAll(async () => {
  mailOff();
  await server.close();
  await parser.close();
  await database.drop();
});

async function filedMessage(letter: Parameters<typeof ingest>[2] = {}) {
  counter += 1;
  const { code } = await createPackageRow(database.db, world, {
    code: `P-${counter}`,
    status: 'po_issued',
    vendor_id: null,
  });
  const id = await ingest(database.db, parser, {
    subject: `Valves ${code}`,
    text: 'When do you need them?',
    ...letter,
  });
  return { id, code };
}

const row = async (id: string) => {
  const { rows } = await sql<Record<string, unknown>>`
    select thread_id, status, kind, source, filed, outside, message_id, in_reply_to, reply_text, duplicate_of, flags, from_name,
      sender_mismatch from emails where id = ${id}::uuid`.execute(database.db);
  return rows[0]!;
};

const raws = () => server.taken.map(({ raw }) => raw);
const replyTo = (raw: string) => /reply\+[a-z2-7]+@mail\.northgate\.example/.exec(raw)![0];

describe('a reply', () => {
  test('is sent, stands in the thread and under the package, and is recorded', async () => {
    const { id, code } = await filedMessage({ id: '<valves-1@elsewhere.test>' });
    const replied = await replyToEmail(database.db, world.bob, id, { text: 'By Friday, please.' });
    expect(replied).toMatchObject({ status: 'queued', threadId: (await row(id))['thread_id'] });
    await drain(database.db, parser);
    expect(await outgoingFacts(database.db, replied.outgoingId)).toMatchObject({ status: 'sent' });
    expect(server.taken[0]).toMatchObject({ from: 'pmis@northgate.example', to: ['jo@elsewhere.test'] });
    const [raw] = raws();
    expect(raw).toMatch(/^In-Reply-To: <valves-1@elsewhere\.test>\r$/m);
    expect(raw).toMatch(new RegExp(`^Subject: Re: Valves ${code}\\r$`, 'm'));
    expect(raw).toMatch(/^From: "?Bob \(PMIS\)"? <pmis@northgate\.example>\r$/m);
    expect(raw).not.toMatch(/^Auto-Submitted/im);
    expect(readReplyAddress(replyTo(raw!))).toMatchObject({ state: 'valid', about: { type: 'email', id } });
    expect(await row(replied.id)).toMatchObject({ source: 'sent', filed: true, reply_text: 'By Friday, please.' });
    expect(await linksOf(database.db, replied.id)).toEqual([{ code, method: 'thread', status: 'filed' }]);
    expect(await eventsOf(database.db, replied.id)).toEqual([`email_sent ${code}`]);
  });

  test('to a message of no package is filed when a person files the message', async () => {
    counter += 1;
    const { code } = await createPackageRow(database.db, world, {
      code: `P-${counter}`,
      status: 'po_issued',
      vendor_id: null,
    });
    const id = await ingest(database.db, parser, { subject: 'A question', text: 'When may we come?' });
    const replied = await replyToEmail(database.db, world.bob, id, { text: 'On Monday.' });
    expect(await linksOf(database.db, replied.id)).toEqual([]);
    await fileEmail(database.db, world.bob, id, { package: code });
    expect(await linksOf(database.db, replied.id)).toEqual([{ code, method: 'thread', status: 'filed' }]);
    expect(await eventsOf(database.db, replied.id)).toEqual(['email_sent', `email_filed ${code}`]);
    await drain(database.db, parser);
  });

  test('answers to it land in the thread, by Message-ID and by reply address', async () => {
    const { id, code } = await filedMessage();
    const replied = await replyToEmail(database.db, world.bob, id, { text: 'By Friday, please.' });
    await drain(database.db, parser);
    const byId = await ingest(database.db, parser, {
      references: [replied.messageId],
      subject: 'Re: x',
      text: 'Fine.',
    });
    expect(await row(byId)).toMatchObject({ thread_id: replied.threadId });
    expect(await linksOf(database.db, byId)).toEqual([{ code, method: 'thread', status: 'filed' }]);
    const byAddress = await ingest(database.db, parser, {
      to: `PMIS <${replyTo(raws()[0]!).toUpperCase()}>`,
      subject: 'Something else',
      text: 'Fine with us.',
    });
    expect(await row(byAddress)).toMatchObject({ thread_id: replied.threadId });
    expect(await linksOf(database.db, byAddress)).toEqual([{ code, method: 'reply_address', status: 'filed' }]);
  });

  test('a forged or expired reply address files nothing and is flagged', async () => {
    const { id } = await filedMessage();
    await replyToEmail(database.db, world.bob, id, { text: 'By Friday, please.' });
    await drain(database.db, parser);
    const address = replyTo(raws()[0]!);
    const at = address.indexOf('@') - 1;
    const forged = `${address.slice(0, at)}${address[at] === 'a' ? 'q' : 'a'}${address.slice(at + 1)}`;
    const letterTo = await ingest(database.db, parser, { to: forged, subject: 'Hi', text: 'Zzz.' });
    expect(await linksOf(database.db, letterTo)).toEqual([]);
    expect((await row(letterTo))['flags']).toMatchObject({ replyAddress: 'forged' });
    const old = replyAddress({ type: 'email', id }, null, new Date(Date.now() - 366 * 86_400_000))!;
    const late = await ingest(database.db, parser, { to: old, subject: 'Hi', text: 'Yyy.' });
    expect(await linksOf(database.db, late)).toEqual([]);
    expect((await row(late))['flags']).toMatchObject({ replyAddress: 'expired' });
  });

  test('its own copy that comes back is a repeat', async () => {
    const { id } = await filedMessage();
    const replied = await replyToEmail(database.db, world.bob, id, { text: 'By Friday, please.' });
    await drain(database.db, parser);
    const copy = await ingest(
      database.db,
      parser,
      Buffer.from(`Received: from x by y; Mon, 2 Mar 2026 10:00:00 +0000\r\n${raws()[0]}`),
    );
    expect(await row(copy)).toMatchObject({ duplicate_of: replied.id });
  });

  test('with files goes out with them, keeps them, and is known when its copy comes back', async () => {
    const { id } = await filedMessage();
    const drawing = Buffer.from([0, 255, 13, 10, 10, 13, 61]);
    const replied = await replyToEmail(database.db, world.bob, id, {
      text: 'See the drawing.',
      attachments: [
        { filename: '../Größe.pdf', contentType: 'application/pdf', content: drawing.toString('base64') },
        { filename: 'old.eml', contentType: 'message/rfc822', content: Buffer.from('From: a\n\nx').toString('base64') },
      ],
    });
    await drain(database.db, parser);
    const parsed = await parseMessage(Buffer.from(raws()[0]!, 'latin1'));
    expect(parsed.attachments.map((file) => file.filename)).toEqual(['Größe.pdf', 'old.eml']);
    expect(Buffer.from(parsed.attachments[0]!.content)).toEqual(drawing);
    const { rows } = await sql`
      select n, filename, content_type, size, sha256 from attachments where email_id = ${replied.id} order by n`.execute(
      database.db,
    );
    expect(rows).toEqual(
      parsed.attachments.map(({ n, filename, contentType, size, sha256 }) => ({
        n,
        filename,
        content_type: contentType,
        size,
        sha256,
      })),
    );
    const kept = await openFile(parsed.attachments[0]!.sha256);
    expect(Buffer.concat(await kept!.stream.toArray())).toEqual(drawing);
    const copy = await ingest(database.db, parser, Buffer.from(`Received: from x by y\r\n${raws()[0]}`, 'latin1'));
    expect(await row(copy)).toMatchObject({ duplicate_of: replied.id });
  });

  test.each([
    ['is no base64', 'no base64!', 'a.pdf is not base64.'],
    ['is empty', '', 'a.pdf is empty.'],
    [
      'is too large',
      Buffer.alloc(15 * 1024 * 1024 + 1).toString('base64'),
      'The files are larger than 15 MB together.',
    ],
  ])('with a file that %s is refused', async (_, content, sentence) => {
    const { id } = await filedMessage();
    const reply = { text: 'See it.', attachments: [{ filename: 'a.pdf', content }] };
    await expect(replyToEmail(database.db, world.bob, id, reply)).rejects.toThrow(sentence);
  });

  test('a bounce of it marks it, stands in the thread, and tells its sender', async () => {
    const { id, code } = await filedMessage();
    const replied = await replyToEmail(database.db, world.bob, id, { text: 'By Friday, please.' });
    await drain(database.db, parser);
    const bounce = await ingest(database.db, parser, bounceOf(replied.messageId, 'jo@elsewhere.test'));
    expect(await row(bounce)).toMatchObject({ kind: 'bounce', thread_id: replied.threadId });
    expect(await outgoingFacts(database.db, replied.outgoingId)).toMatchObject({
      status: 'bounced',
      failed: [{ address: 'jo@elsewhere.test' }],
    });
    expect(await eventsOf(database.db, replied.id)).toEqual([`email_sent ${code}`, `email_bounced ${code}`]);
    const told = await sql<{
      kind: string;
    }>`select kind from notifications where user_id = ${world.bob.userId} and about_id = ${replied.id}`.execute(
      database.db,
    );
    expect(told.rows).toEqual([{ kind: 'mail_bounced' }]);
  });

  test('one that the mail server refuses is failed, recorded and told', async () => {
    const { id, code } = await filedMessage();
    refuse = 'Message rejected as spam';
    const replied = await replyToEmail(database.db, world.bob, id, { text: 'By Friday, please.' });
    await drain(database.db, parser);
    expect(await outgoingFacts(database.db, replied.outgoingId)).toMatchObject({ status: 'failed', maybeSent: false });
    expect(await eventsOf(database.db, replied.id)).toEqual([`email_sent ${code}`, `email_send_failed ${code}`]);
    const told = await sql<{
      kind: string;
    }>`select kind from notifications where user_id = ${world.bob.userId} and about_id = ${replied.id}`.execute(
      database.db,
    );
    expect(told.rows).toEqual([{ kind: 'mail_failed' }]);
  });
});

describe('refused', () => {
  test('a viewer, an unknown message, a robot’s message, our own address, nobody to answer, mail off', async () => {
    const { id } = await filedMessage();
    const reply = (actor: Parameters<typeof replyToEmail>[1], to: string, body: unknown) =>
      replyToEmail(database.db, actor, to, body).then(
        () => 'done',
        (error: unknown) => (error as { code?: string }).code ?? (error as Error).name,
      );
    const nobody = '00000000-0000-4000-8000-000000000000';
    expect(await reply(world.vera, nobody, {})).toBe('forbidden');
    expect(await reply({ ...world.bob, ai: true }, id, { text: 'Hi' })).toBe('forbidden');
    expect(await reply(world.bob, nobody, {})).toBe('not_found');
    expect(await reply(world.bob, id, { text: ' ' })).toBe('ZodError');
    expect(await reply(world.bob, id, { text: 'Hi', to: 'nonsense' })).toBe('ZodError');
    expect(await reply(world.bob, id, { text: 'Hi', to: ['pmis@northgate.example'] })).toBe('invalid');
    const robot = await filedMessage({ headers: ['Auto-Submitted: auto-replied'] });
    expect(await reply(world.bob, robot.id, { text: 'Hi' })).toBe('conflict');
    const fake = await filedMessage({ from: 'Jo <jo@elsewhere.test>', headers: ['Reply-To: thief@other.test'] });
    expect((await row(fake.id))['sender_mismatch']).not.toEqual([]);
    expect(await reply(world.bob, fake.id, { text: 'Hi' })).toBe('invalid');
    mailOff();
    expect(await reply(world.bob, id, { text: 'Hi' })).toBe('unavailable');
    expect(server.taken).toEqual([]);
  });

  test('two auto-responders cannot loop: theirs is stored and triggers nothing', async () => {
    const { id } = await filedMessage();
    await replyToEmail(database.db, world.bob, id, { text: 'By Friday, please.' });
    await drain(database.db, parser);
    const before = await sql<{ count: number }>`select count(*)::int as count from outgoing_emails`.execute(
      database.db,
    );
    for (let i = 0; i < 30; i++) {
      await ingest(database.db, parser, {
        to: replyTo(raws()[0]!),
        headers: ['Auto-Submitted: auto-replied'],
        subject: `Out of office ${i}`,
        text: `I am away ${i}.`,
      });
    }
    const after = await sql<{ count: number }>`select count(*)::int as count from outgoing_emails`.execute(database.db);
    expect(after.rows).toEqual(before.rows);
    expect(server.taken).toHaveLength(1);
  });

  test('a robot with a token: above the cap it is told so', async () => {
    const { id } = await filedMessage();
    const codes = [];
    for (let i = 0; i < 21; i++)
      codes.push(
        await replyToEmail(database.db, world.bob, id, { text: `Again ${i}` }).then(
          () => 'queued',
          (error: unknown) => (error as { code: string }).code,
        ),
      );
    expect(codes).toEqual([...Array(20).fill('queued'), 'rate_limited']);
    await drain(database.db, parser);
    expect(server.taken).toHaveLength(20);
  });
});

/** A report of RFC 3464 about a message of ours. */
function bounceOf(messageId: string, recipient: string): Buffer {
  return Buffer.from(
    [
      'From: Mail Delivery System <MAILER-DAEMON@mx.elsewhere.test>',
      'To: pmis@northgate.example',
      'Subject: Undelivered Mail Returned to Sender',
      'Date: Thu, 05 Mar 2026 10:15:00 +0100',
      `Message-ID: <bounce-${Math.random()}@mx.elsewhere.test>`,
      'Auto-Submitted: auto-replied',
      'MIME-Version: 1.0',
      'Content-Type: multipart/report; report-type=delivery-status; boundary="b1"',
      '',
      '--b1',
      'Content-Type: text/plain',
      '',
      'I could not deliver your message.',
      '--b1',
      'Content-Type: message/delivery-status',
      '',
      'Reporting-MTA: dns; mx.elsewhere.test',
      '',
      `Final-Recipient: rfc822; ${recipient}`,
      'Action: failed',
      'Status: 5.1.1',
      '',
      '--b1',
      'Content-Type: text/rfc822-headers',
      '',
      `Message-ID: ${messageId}`,
      'Subject: Re: Valves',
      '',
      '--b1--',
      '',
    ].join('\r\n'),
  );
}
