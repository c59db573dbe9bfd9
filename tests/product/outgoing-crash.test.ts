import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mailOff, mailOn, outgoingFacts, queueOne } from '../factories/outgoing.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';
import { startProgram } from '../setup/product.ts';
import { makeTestFolder } from '../setup/services.ts';
import { startSmtpServer, type TestSmtpServer } from '../setup/smtp-server.ts';

let database: TestDatabase;
let server: TestSmtpServer;
let silent = true;
/** Addresses whose text reached the mail server, taken or not. */
const reached: string[] = [];
const asked = new Set<string>();
const children: ChildProcess[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  server = await startSmtpServer({
    // One recipient is never answered before the text, the other never after it; until the worker was killed.
    onRcptTo({ address }, _session, done) {
      asked.add(address);
      if (!silent || address !== 'before@reader.test') done();
    },
    judge({ to }) {
      reached.push(to[0]!);
      return silent ? new Promise(() => undefined) : null;
    },
  });
  mailOn(server.url);
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  mailOff();
  await server.close();
  await database.drop();
});

const dataDir = makeTestFolder('outgoing-crash');

function startWorker(): ChildProcess {
  const child = startProgram('worker', {
    ...process.env,
    PMIS_ENV: 'test',
    LOG_LEVEL: 'warn',
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: '',
    REDIS_URL: '',
    SMTP_URL: server.url,
    SMTP_TIMEOUT_MS: '60000',
    MAIL_FROM: 'PMIS <pmis@northgate.example>',
    MAIL_DOMAIN: 'mail.northgate.example',
  });
  children.push(child);
  return child;
}

async function until(check: () => Promise<boolean> | boolean, ms: number): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error('It did not happen in time.');
    await sleep(50);
  }
}

test('a worker killed before the text goes out sends it later, once; killed while it goes out, never twice', async () => {
  const to = (address: string) => ({ to: [{ name: null, address }] });
  const before = await queueOne(database.db, to('before@reader.test'));
  const during = await queueOne(database.db, to('during@reader.test'));
  const after = await queueOne(database.db, to('after@reader.test'));
  const first = startWorker();
  await until(() => asked.has('before@reader.test') && reached.includes('during@reader.test'), 15_000);
  await until(async () => (await outgoingFacts(database.db, during.id)).status === 'sending', 5_000);
  first.kill('SIGKILL');
  await once(first, 'exit');
  silent = false;
  startWorker();
  const settled = async (id: string) => ['sent', 'failed'].includes((await outgoingFacts(database.db, id)).status);
  await until(
    async () => (await settled(before.id)) && (await settled(during.id)) && (await settled(after.id)),
    30_000,
  );
  await sleep(500);
  expect(await outgoingFacts(database.db, before.id)).toMatchObject({ status: 'sent' });
  expect(await outgoingFacts(database.db, during.id)).toMatchObject({ status: 'failed', maybeSent: true });
  expect(reached.filter((address) => address === 'before@reader.test')).toHaveLength(1);
  expect(reached.filter((address) => address === 'during@reader.test')).toHaveLength(1);
  // The third was in the same state as the second: its text went out too, and no more than once.
  expect(reached.filter((address) => address === 'after@reader.test')).toHaveLength(1);
}, 60_000);
