import { connect } from 'node:net';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import nodemailer, { type SendMailOptions } from 'nodemailer';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDatabase } from '../../../server/db.ts';
import { authenticationOf } from '../../../server/emails/auth-results.policy.ts';
import { parseMessage } from '../../../server/emails/parse/parse-message.ts';
import type { Lookup } from '../../../server/sources/smtp/check-sender.ts';
import { listenForMail, type ListenOptions } from '../../../server/sources/smtp/listen-for-mail.ts';
import { makeCertificate } from '../../setup/certificate.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { startTcpCutter } from '../../setup/tcp-cutter.ts';

const OURS = 'pmis.northgate.example';
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const dkimKey = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');

/** The DNS of the world of these tests; a name that is not here does not exist. */
const ZONE: Record<string, string[][] | string[]> = {
  'TXT vendor.example': [['v=spf1 -all']],
  'TXT s1._domainkey.vendor.example': [[`v=DKIM1; k=rsa; p=${dkimKey}`]],
  'TXT _dmarc.vendor.example': [['v=DMARC1; p=reject']],
  'TXT here.example': [['v=spf1 ip4:127.0.0.1 -all']],
  'TXT _dmarc.here.example': [['v=DMARC1; p=none']],
};
const lookup: Lookup = async (name, type) => {
  if (name.endsWith('hangs.example')) throw Object.assign(new Error('timeout'), { code: 'ETIMEOUT' });
  const found = ZONE[`${type} ${name}`];
  if (!found) throw Object.assign(new Error(`no ${name}`), { code: 'ENOTFOUND' });
  return found;
};

let database: TestDatabase;
let dir: string;
const refused: string[] = [];
const open: (() => Promise<void>)[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  dir = mkdtempSync(path.join(tmpdir(), 'pmis-smtp-'));
  makeCertificate(dir, 'localhost');
});
beforeEach(() => void (refused.length = 0));
afterAll(async () => {
  for (const close of open) await close();
  rmSync(dir, { recursive: true, force: true });
  await database.drop();
});

async function listen(change: Partial<ListenOptions> = {}) {
  const listener = await listenForMail({
    db: database.db,
    kind: 'smtp',
    listen: { host: '127.0.0.1', port: 0 },
    accept: ['packages@northgate.example', 'pmis.northgate.example'],
    relays: [],
    authservId: OURS,
    onRefused: (reason) => refused.push(reason),
    lookup,
    ...change,
  });
  open.push(listener.close);
  const send = (mail: SendMailOptions, options = {}) =>
    nodemailer
      .createTransport({ host: '127.0.0.1', port: listener.port, secure: false, ignoreTLS: true, ...options })
      .sendMail({ from: 'ana@vendor.example', to: 'packages@northgate.example', text: 'Hello.', ...mail });
  return { ...listener, send };
}

/** The message as stored, and what we found out about its sender. */
async function stored(response: string, trusted = [OURS]) {
  const id = /Stored as (\S+)/.exec(response)![1]!;
  const { rows } = await sql<{ raw: Buffer; mail_source: string; source: string; status: string }>`
    select r.raw, e.mail_source, e.source, e.status from emails e join email_raws r on r.email_id = e.id
    where e.id = ${id}`.execute(database.db);
  const raw = rows[0]!.raw;
  const message = await parseMessage(raw);
  const domain = message.from!.address.split('@')[1]!;
  return {
    ...rows[0]!,
    text: raw.toString(),
    message,
    authentication: authenticationOf(message.authenticationResults, trusted, domain),
  };
}
const count = async () =>
  Number((await sql<{ n: number }>`select count(*) as n from emails`.execute(database.db)).rows[0]!.n);

const dkim = {
  domainName: 'vendor.example',
  keySelector: 's1',
  privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
};

describe('SMTP listener', () => {
  it('stores before it says 250, with where it came from and its Return-Path', async () => {
    const { send } = await listen();
    const { response } = await send({ subject: 'first', to: 'packages+offer@northgate.example' });
    expect(response).toMatch(/^250 /);
    const mail = await stored(response);
    expect(mail).toMatchObject({ source: 'smtp', mail_source: 'smtp', status: 'received' });
    expect(mail.text).toMatch(/^Authentication-Results: pmis\.northgate\.example; /);
    expect(mail.text).toContain('\r\nReturn-Path: <ana@vendor.example>\r\nReceived: from ');
    expect(mail.message.subject).toBe('first');
  });

  it('takes mail for configured recipients only: 550 for others, none stored', async () => {
    const { send } = await listen();
    const before = await count();
    await expect(send({ to: 'someone@elsewhere.example' })).rejects.toMatchObject({ responseCode: 550 });
    await expect(send({ to: 'packages@northgate.example.evil.example' })).rejects.toMatchObject({ responseCode: 550 });
    expect(await count()).toBe(before);
    expect(refused).toHaveLength(2);
    const { rejected, accepted } = await send({ to: ['x@elsewhere.example', 'any@PMIS.northgate.example'] });
    expect([rejected, accepted]).toEqual([['x@elsewhere.example'], ['any@pmis.northgate.example']]);
  });

  it('552 above 25 MB, said in advance or not', async () => {
    const { send, port } = await listen();
    const before = await count();
    const big = { attachments: [{ filename: 'a.bin', content: Buffer.alloc(19.5 * 1024 * 1024, 1) }] };
    await expect(send(big)).rejects.toMatchObject({ responseCode: 552 });
    const answers = await new Promise<string>((resolve, reject) => {
      let said = '';
      const lines = `${'x'.repeat(998)}\r\n`;
      const socket = connect(port, '127.0.0.1');
      socket.once('data', () => {
        socket.write('EHLO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<packages@northgate.example>\r\nDATA\r\n');
        setTimeout(() => socket.write(`Subject: x\r\n\r\n${lines.repeat(26_500)}.\r\nQUIT\r\n`), 100);
      });
      socket.on('data', (data: Buffer) => (said += data.toString()));
      socket.on('end', () => resolve(said)).on('error', reject);
    });
    expect(answers).toMatch(/^552 /m);
    expect(await count()).toBe(before);
    expect(refused.at(-1)).toContain('25 MB');
  });

  it('451 while the database is away: the sender keeps it, and the same message is taken when it is back', async () => {
    const postgres = new URL(database.url);
    const cutter = await startTcpCutter(Number(postgres.port));
    postgres.port = String(cutter.port);
    const { db } = createDatabase(postgres.href, { max: 2 });
    open.push(
      () => db.destroy(),
      () => cutter.close(),
    );
    const { send } = await listen({ db });
    const mail = { subject: 'kept', messageId: '<kept@vendor.example>', date: new Date(0) };
    cutter.down();
    await expect(send(mail)).rejects.toMatchObject({ responseCode: 451 });
    cutter.restore();
    const { response } = await send(mail);
    expect((await stored(response)).message.subject).toBe('kept');
  });

  it('believes nothing that the message says about itself', async () => {
    const { send } = await listen();
    const forged = `${OURS}; dmarc=pass header.from=vendor.example`;
    const { response } = await send({
      headers: { 'Authentication-Results': forged, 'authentication-results': `mx.other.example; dmarc=pass` },
    });
    const mail = await stored(response);
    expect(mail.authentication).toBe('fail');
    expect(mail.message.authenticationResults).toHaveLength(1);
    expect(mail.text).toMatch(/^X-Received-Authentication-Results: pmis\.northgate\.example; dmarc=pass/m);
  });

  it('checks DKIM, SPF and DMARC of who sends straight to it', async () => {
    const { send } = await listen();
    const signed = await stored((await send({ subject: 'signed', dkim })).response);
    expect(signed.authentication).toBe('pass');
    expect(signed.text).toMatch(/dkim=pass header\.d=vendor\.example[\s\S]*dmarc=pass header\.from=vendor\.example/);
    const aligned = await stored((await send({ from: 'leo@here.example' })).response);
    expect(aligned.authentication).toBe('pass');
    const spoofed = await stored((await send({ subject: 'spoofed' })).response);
    expect(spoofed.authentication).toBe('fail');
    const altered = await stored((await send({ dkim: { ...dkim, domainName: 'here.example' } })).response);
    expect(altered.authentication).toBe('fail');
    const unknown = await stored((await send({ from: 'x@hangs.example' })).response);
    expect(unknown.authentication).toBe('unknown');
    const nowhere = await stored((await send({ from: 'x@nowhere.example' })).response);
    expect(nowhere.authentication).toBe('unknown');
  });

  it('a server of ours in front has checked it: its findings stay, ours are not added', async () => {
    const { send } = await listen({ relays: ['127.0.0.0/8'] });
    const { response } = await send({
      subject: 'relayed',
      headers: { 'Authentication-Results': 'mx.northgate.example; dmarc=pass header.from=vendor.example' },
    });
    const mail = await stored(response, ['mx.northgate.example']);
    expect(mail).toMatchObject({ mail_source: 'smtp-relay', authentication: 'pass' });
    expect(mail.text).not.toContain(`Authentication-Results: ${OURS}`);
  });

  it('speaks LMTP, an answer for each recipient', async () => {
    const { send } = await listen({ kind: 'lmtp' });
    const { response } = await send({ subject: 'by lmtp' }, { lmtp: true });
    expect(await stored(response)).toMatchObject({ mail_source: 'lmtp', source: 'smtp' });
  });

  it('STARTTLS with a certificate, none without; no sign-in either way', async () => {
    const tls = { keyFile: path.join(dir, 'key.pem'), certFile: path.join(dir, 'cert.pem') };
    const secured = await listen({ tls });
    const encrypted = { ignoreTLS: false, requireTLS: true, tls: { rejectUnauthorized: false } };
    const mail = await stored((await secured.send({ subject: 'secret' }, encrypted)).response);
    expect(mail.text).toContain('with ESMTPS');
    const plain = await listen();
    await expect(plain.send({}, encrypted)).rejects.toThrow(/STARTTLS/i);
    expect(((await plain.send({})).ehlo ?? ['AUTH']).join(' ')).not.toMatch(/AUTH|STARTTLS/);
  });

  it('a client that breaks off in the middle leaves nothing behind', async () => {
    const { port, send } = await listen();
    const before = await count();
    await new Promise<void>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('data', () => {
        socket.write('EHLO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<packages@northgate.example>\r\nDATA\r\n');
        setTimeout(() => socket.write('Subject: half\r\n\r\nThis is only'), 100);
        setTimeout(() => socket.destroy(), 200);
      });
      socket.on('close', () => resolve());
    });
    expect((await send({ subject: 'whole' })).response).toMatch(/^250 /);
    expect(await count()).toBe(before + 1);
  });
});
