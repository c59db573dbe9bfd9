import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:net';
import { sql } from 'kysely';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createMessageParser } from '../../../server/emails/parse/create-message-parser.ts';
import { setEnv } from '../../../server/env.ts';
import { DomainError } from '../../../server/errors.ts';
import { drain } from '../../factories/mail.ts';
import { attempt, mailOff, mailOn, outgoingFacts, queueOne } from '../../factories/outgoing.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { refusal, startSmtpServer, type TestSmtpServer } from '../../setup/smtp-server.ts';

let database: TestDatabase;
const open: TestSmtpServer[] = [];
const parser = createMessageParser();

beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  await sql`delete from jobs`.execute(database.db);
  mailOff();
  await Promise.all(open.splice(0).map((server) => server.close()));
});
afterAll(async () => {
  await parser.close();
  await database.drop();
});

async function serve(options: Parameters<typeof startSmtpServer>[0] = {}): Promise<TestSmtpServer> {
  const server = await startSmtpServer(options);
  open.push(server);
  mailOn(server.url);
  return server;
}

const header = (raw: string, name: string) =>
  new RegExp(`^${name}:((?:.*)(?:\\r\\n[ \\t].*)*)`, 'im')
    .exec(raw)?.[1]
    ?.replace(/\r\n\s+/g, ' ')
    .trim() ?? null;

describe('what the mail server gets', () => {
  test('a notification by the queue: headers, both parts, envelope', async () => {
    const server = await serve();
    const about = { type: 'task' as const, id: randomUUID() };
    const { id, messageId } = await queueOne(database.db, { about, forUser: null });
    await drain(database.db, parser);
    expect(await outgoingFacts(database.db, id)).toMatchObject({ status: 'sent', attempts: 1, error: null });
    const [mail] = server.taken;
    expect(mail).toMatchObject({ from: 'pmis@northgate.example', to: ['ann@reader.test'] });
    const { raw } = mail!;
    expect(header(raw, 'Message-ID')).toBe(messageId);
    expect(header(raw, 'From')).toBe('PMIS <pmis@northgate.example>');
    expect(header(raw, 'To')).toBe('Ann Reader <ann@reader.test>');
    expect(header(raw, 'Reply-To')).toMatch(/reply\+[a-z2-7]+@mail\.northgate\.example/);
    expect(header(raw, 'Auto-Submitted')).toBe('auto-generated');
    expect(header(raw, 'X-Auto-Response-Suppress')).toBe('All');
    expect(header(raw, 'List-Unsubscribe')).toBeNull();
    expect(header(raw, 'In-Reply-To')).toBe(`<about-task-${about.id}@mail.northgate.example>`);
    expect(header(raw, 'References')).toBe(header(raw, 'In-Reply-To'));
    expect(raw).toContain('Look at <b>T-1</b> & the rest.');
    expect(raw.replace(/=\r\n/g, '')).toContain('Look at &lt;b&gt;T-1&lt;/b&gt; &amp; the rest.');
    expect(raw).not.toContain('<table');
    const { rows } = await sql<{ raw: Buffer }>`select raw from outgoing_emails where id = ${id}`.execute(database.db);
    expect(rows[0]!.raw.toString('utf8').trimEnd()).toBe(raw.trimEnd());
  });

  test('signed by DKIM, where a key is configured, so that others can verify it', async () => {
    const server = await serve();
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    setEnv({ MAIL_DKIM_SELECTOR: 'pmis1', MAIL_DKIM_KEY: { pem, kind: 'rsa' } });
    const { id } = await queueOne(database.db);
    await drain(database.db, parser);
    setEnv({ MAIL_DKIM_SELECTOR: undefined, MAIL_DKIM_KEY: undefined });
    expect(await outgoingFacts(database.db, id)).toMatchObject({ status: 'sent' });
    const key = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
    const asked: string[] = [];
    const resolver = (name: string) => {
      asked.push(name);
      return Promise.resolve([[`v=DKIM1; k=rsa; p=${key}`]]);
    };
    const { results } = await dkimVerify(Buffer.from(server.taken[0]!.raw), { resolver });
    expect(results.map((one) => one.status.result)).toEqual(['pass']);
    expect(asked).toEqual(['pmis1._domainkey.northgate.example']);
    const changed = await dkimVerify(Buffer.from(server.taken[0]!.raw.replace('T-1', 'T-2')), { resolver });
    expect(changed.results.map((one) => one.status.result)).not.toEqual(['pass']);
  });

  test('a digest ends by one click', async () => {
    const server = await serve();
    await queueOne(database.db, { kind: 'digest', unsubscribeUrl: 'https://pmis.example/unsubscribe/abc' });
    await drain(database.db, parser);
    const { raw } = server.taken[0]!;
    expect(header(raw, 'List-Unsubscribe')).toBe('<https://pmis.example/unsubscribe/abc>');
    expect(header(raw, 'List-Unsubscribe-Post')).toBe('List-Unsubscribe=One-Click');
    expect(header(raw, 'Reply-To')).toBeNull();
  });

  test('with a name and password it signs in', async () => {
    const seen: string[] = [];
    const server = await serve({
      authOptional: false,
      onAuth(auth, _session, done) {
        seen.push(`${auth.username}:${auth.password}`);
        done(null, auth.password === 'p@ss w' ? { user: 'pmis' } : undefined);
      },
    });
    mailOn(`smtp://pmis:p%40ss%20w@127.0.0.1:${server.port}`);
    const { id } = await queueOne(database.db);
    expect(await attempt(database.db, parser, id)).toBeNull();
    expect(seen).toEqual(['pmis:p@ss w']);
    mailOn(`smtp://pmis:wrong@127.0.0.1:${server.port}`);
    const other = await queueOne(database.db);
    const error = await attempt(database.db, parser, other.id);
    expect(error).not.toBeInstanceOf(DomainError);
    expect(await outgoingFacts(database.db, other.id)).toMatchObject({ status: 'queued', attempts: 1 });
  });
});

describe('failures', () => {
  test('a reply of 4yz is tried again and told until it goes', async () => {
    let busy = true;
    const server = await serve({
      onRcptTo: (_address, _session, done) => done(busy ? refusal(451, 'Greylisted, try again') : undefined),
    });
    const { id, messageId } = await queueOne(database.db);
    const error = await attempt(database.db, parser, id);
    expect(error?.message).toMatch(/Greylisted/);
    expect(error).not.toBeInstanceOf(DomainError);
    expect(await outgoingFacts(database.db, id)).toMatchObject({ status: 'queued', attempts: 1 });
    busy = false;
    expect(await attempt(database.db, parser, id)).toBeNull();
    expect(await outgoingFacts(database.db, id)).toMatchObject({ status: 'sent', attempts: 2, error: null });
    expect(server.taken.map(({ raw }) => header(raw, 'Message-ID'))).toEqual([messageId]);
  });

  test('a 4yz after the text was sent is known not to be taken', async () => {
    let full = true;
    const server = await serve({ judge: () => (full ? refusal(452, 'Disk full') : null) });
    const { id } = await queueOne(database.db);
    expect((await attempt(database.db, parser, id))?.message).toMatch(/Disk full/);
    expect(await outgoingFacts(database.db, id)).toMatchObject({ status: 'queued' });
    full = false;
    expect(await attempt(database.db, parser, id)).toBeNull();
    expect(server.taken).toHaveLength(1);
  });

  test('a reply of 5yz ends it: failed, a dead letter, never tried again', async () => {
    await serve({ onRcptTo: (_address, _session, done) => done(refusal(550, 'No such user here')) });
    const { id } = await queueOne(database.db);
    await drain(database.db, parser);
    expect(await outgoingFacts(database.db, id)).toMatchObject({ status: 'failed', attempts: 1, maybeSent: false });
    expect((await outgoingFacts(database.db, id)).error).toMatch(/No such user here/);
    const { rows } = await sql<{ status: string }>`select status from jobs where id = ${id}`.execute(database.db);
    expect(rows).toEqual([{ status: 'dead' }]);
  });

  test('of two recipients the refused one is named', async () => {
    const server = await serve({
      onRcptTo: ({ address }, _session, done) =>
        done(address.startsWith('no') ? refusal(550, 'No such user') : undefined),
    });
    const to = [
      { name: null, address: 'yes@reader.test' },
      { name: null, address: 'no@reader.test' },
    ];
    const { id } = await queueOne(database.db, { to });
    expect(await attempt(database.db, parser, id)).toBeNull();
    expect(server.taken[0]!.to).toEqual(['yes@reader.test']);
    const facts = await outgoingFacts(database.db, id);
    expect(facts.status).toBe('sent');
    expect(facts.failed).toEqual([{ address: 'no@reader.test', error: expect.stringContaining('No such user') }]);
  });

  test('nobody answers the connection: it waits', async () => {
    const server = await serve();
    await server.close();
    const { id } = await queueOne(database.db);
    expect((await attempt(database.db, parser, id))?.message).toMatch(/ECONNREFUSED/);
    expect(await outgoingFacts(database.db, id)).toMatchObject({ status: 'queued', attempts: 1 });
  });

  test('a server that greets nobody is given up in time', async () => {
    const silent: Server = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = silent.address() as { port: number };
    mailOn(`smtp://127.0.0.1:${address.port}`);
    const { id } = await queueOne(database.db);
    const begun = Date.now();
    expect(await attempt(database.db, parser, id)).not.toBeNull();
    expect(Date.now() - begun).toBeLessThan(4_000);
    expect(await outgoingFacts(database.db, id)).toMatchObject({ status: 'queued' });
    silent.close();
  });

  test('no answer after the text: it may have been sent, and is not sent again by itself', async () => {
    let answers = false;
    const server = await serve({ judge: () => (answers ? null : new Promise(() => undefined)) });
    const { id } = await queueOne(database.db);
    const error = await attempt(database.db, parser, id);
    expect(error).toBeInstanceOf(DomainError);
    expect(await outgoingFacts(database.db, id)).toMatchObject({ status: 'sending' });
    answers = true;
    await drain(database.db, parser);
    expect(await outgoingFacts(database.db, id)).toMatchObject({ status: 'failed', maybeSent: true });
    expect(server.taken).toEqual([]);
  });

  test('two workers with one mail send it once', async () => {
    const server = await serve();
    const { id } = await queueOne(database.db);
    const errors = await Promise.all([attempt(database.db, parser, id), attempt(database.db, parser, id)]);
    await attempt(database.db, parser, id);
    expect(errors.filter((error) => error === null).length).toBeGreaterThan(0);
    expect(server.taken).toHaveLength(1);
    expect(await outgoingFacts(database.db, id)).toMatchObject({ status: 'sent' });
  });
});

describe('held back', () => {
  test('with mail off nothing is queued', async () => {
    mailOff();
    expect(await queueOne(database.db)).toBeUndefined();
  });

  test('above the cap, to an address of ours, to a robot', async () => {
    const server = await serve();
    const about = { type: 'task' as const, id: randomUUID() };
    const queued = [];
    for (let i = 0; i < 22; i++) queued.push(await queueOne(database.db, { about }));
    expect(queued.map(({ status }) => status)).toEqual([...Array(20).fill('queued'), 'capped', 'capped']);
    expect(queued[20]!.error).toMatch(/20 mails a day/);
    const elsewhere = await queueOne(database.db, { about, to: [{ name: null, address: 'ben@reader.test' }] });
    expect(elsewhere.status).toBe('queued');
    setEnv({
      MAIL_ACCEPT: ['in@northgate.example', 'northgate.example'],
      MAIL_OWN_ADDRESSES: ['desk@northgate.example'],
    });
    for (const address of [
      'PMIS@northgate.example',
      'pmis+x@northgate.example',
      'reply+abc@mail.northgate.example',
      'In@northgate.example',
      'desk@northgate.example',
    ]) {
      const own = await queueOne(database.db, { to: [{ name: null, address }] });
      expect([own.status, own.error]).toEqual(['capped', `PMIS itself receives mail at ${address}.`]);
    }
    const colleague = await queueOne(database.db, { to: [{ name: null, address: 'ann@northgate.example' }] });
    expect(colleague.status).toBe('queued');
    const answers = { kind: 'auto', messageId: '<a@b.test>', references: [], threadId: null };
    expect((await queueOne(database.db, { kind: 'answer', answers })).status).toBe('capped');
    await drain(database.db, parser);
    expect(server.taken).toHaveLength(22);
    setEnv({ MAIL_ACCEPT: [] });
  });

  test('two transactions at once do not exceed the cap together', async () => {
    await serve();
    const about = { type: 'task' as const, id: randomUUID() };
    const queued = await Promise.all(Array.from({ length: 26 }, () => queueOne(database.db, { about })));
    expect(queued.filter(({ status }) => status === 'queued')).toHaveLength(20);
    await drain(database.db, parser);
  });
});
