import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import { sql } from 'kysely';
import nodemailer from 'nodemailer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld } from '../factories/governance.ts';
import { letter } from '../factories/mail.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';
import { type Dovecot, dovecotMissing, startDovecot } from '../setup/dovecot.ts';
import { startProgram } from '../setup/product.ts';
import { freePort, makeTestFolder } from '../setup/services.ts';

const MESSAGES = 80;
const USER = 'buyers@northgate.example';

const missing = dovecotMissing();
if (missing) process.stdout.write(`SKIPPED tests/product/mail-in-crash.test.ts, its IMAP part: ${missing}\n`);

let database: TestDatabase;
let smtpPort: number;
let output = '';
const children: ChildProcess[] = [];
const dataDir = makeTestFolder('mail-in-crash');

beforeAll(async () => {
  [database, smtpPort] = await Promise.all([createTestDatabase(), freePort()]);
  await createWorld(database.db);
});
afterAll(async () => {
  await Promise.all(children.map(kill));
  await database.drop();
});

function startWorker(env: Record<string, string>): ChildProcess {
  const child = startProgram('worker', {
    ...process.env,
    PMIS_ENV: 'test',
    LOG_LEVEL: 'warn',
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: '',
    REDIS_URL: '',
    ...env,
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  children.push(child);
  return child;
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

async function until(what: string, check: () => Promise<boolean>, ms = 30_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await check().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`Not within ${ms} ms: ${what}\n${output.slice(-3000)}`);
    await sleep(10);
  }
}

test.skipIf(missing !== null)('IMAP: a worker killed in the middle loses and repeats nothing', async () => {
  const dovecot: Dovecot = await startDovecot();
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: dovecot.port,
    secure: false,
    auth: { user: USER, pass: 'secret' },
    logger: false,
  });
  await client.connect();
  try {
    for (let i = 0; i < MESSAGES; i++)
      await client.append('INBOX', letter({ id: `<crash-${i}@elsewhere.test>`, subject: `Nr ${i}`, text: `${i}.` }));
    const account = { name: 'buyers', host: '127.0.0.1', port: dovecot.port, tls: 'none', user: USER };
    const env = { MAIL_SOURCES: JSON.stringify(account), MAIL_SOURCE_SECRETS: '{"buyers":"secret"}' };
    const stored = async () =>
      (
        await sql<{ n: number }>`select count(*) as n from emails where mail_source = 'buyers/INBOX'`.execute(
          database.db,
        )
      ).rows[0]!.n;
    const worker = startWorker(env);
    await until('some stored', async () => (await stored()) >= 20);
    await kill(worker);
    // The time until its right to the mailbox ends.
    await sql`update mail_sources set lease_until = now()`.execute(database.db);
    const killedAt = await stored();
    expect(killedAt).toBeLessThan(MESSAGES);
    startWorker(env);
    await until('all stored', async () => (await stored()) >= MESSAGES);
    await client.mailboxOpen('INBOX');
    await until('all marked', async () => {
      const unseen = await client.search({ seen: false }, { uid: true });
      return Array.isArray(unseen) && unseen.length === 0;
    });
    expect(await stored()).toBe(MESSAGES);
  } finally {
    client.close();
    await Promise.all(children.splice(0).map(kill));
    await dovecot.stop();
  }
});

test('SMTP: what a killed worker did not acknowledge its sender still has, and hands over again', async () => {
  const env = {
    MAIL_SMTP_LISTEN: `127.0.0.1:${smtpPort}`,
    MAIL_ACCEPT: 'northgate.example',
    MAIL_SMTP_RELAYS: '127.0.0.1',
  };
  const transport = nodemailer.createTransport({ host: '127.0.0.1', port: smtpPort, ignoreTLS: true });
  const send = (n: number) =>
    transport.sendMail({
      from: 'ana@vendor.example',
      to: 'packages@northgate.example',
      subject: `Nr ${n}`,
      messageId: `<smtp-${n}@vendor.example>`,
      date: new Date(0),
      text: 'x'.repeat(200_000),
    });
  const worker = startWorker(env);
  await until('listening', async () => transport.verify());
  const numbers = Array.from({ length: 12 }, (_, n) => n);
  const firstTries = numbers.map((n) =>
    send(n).then(
      () => null,
      () => n,
    ),
  );
  await Promise.race(firstTries);
  await kill(worker);
  const unacknowledged = (await Promise.all(firstTries)).filter((n) => n !== null);
  expect(unacknowledged.length).toBeGreaterThan(0);
  startWorker(env);
  await until('listening again', async () => transport.verify());
  await Promise.all(unacknowledged.map(send));
  const { rows } = await sql<{ subject: string }>`
    select distinct substring(convert_from(substring(r.raw from 1 for 2000), 'UTF8') from 'Subject: (Nr [0-9]+)') as subject
    from emails e join email_raws r on r.email_id = e.id where e.mail_source = 'smtp-relay'`.execute(database.db);
  expect(rows).toHaveLength(numbers.length);
});
