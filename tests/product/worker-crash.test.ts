import { sql } from 'kysely';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createDatabase } from '../../server/db.ts';
import { insertEmail } from '../../server/emails/receive.queries.ts';
import { createRedis } from '../../server/redis.ts';
import { createPackageRow, createWorld } from '../factories/governance.ts';
import { letter } from '../factories/mail.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';
import { startProgram } from '../setup/product.ts';
import { makeTestFolder } from '../setup/services.ts';

const MESSAGES = 300;
const LIST = 'pmis:jobs:ingest_email';

let database: TestDatabase;
let ownerDb: TestDatabase['db'];
let code: string;
const children: ChildProcess[] = [];
let output = '';

beforeAll(async () => {
  database = await createTestDatabase();
  ownerDb = createDatabase(database.ownerUrl, { max: 2 }).db;
  const world = await createWorld(database.db);
  ({ code } = await createPackageRow(database.db, world, { code: 'P-001', status: 'po_issued' }));
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await sql`truncate email_links, attachments, email_raws, emails, threads, jobs cascade`.execute(ownerDb);
});
afterAll(async () => {
  await ownerDb.destroy();
  await database.drop();
});

const dataDir = makeTestFolder('worker-crash');

function startWorker(redisUrl = ''): ChildProcess {
  const child = startProgram('worker', {
    ...process.env,
    PMIS_ENV: 'test',
    LOG_LEVEL: 'warn',
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: '',
    REDIS_URL: redisUrl,
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  children.push(child);
  return child;
}

async function redisKeys(): Promise<string> {
  if (!process.env.TEST_REDIS_URL) return '';
  const redis = createRedis(process.env.TEST_REDIS_URL, { blocking: true });
  const keys = await redis.keys('*');
  const lists = await Promise.all(
    keys.map(
      async (key) => `${key}: ${(await redis.type(key)) === 'list' ? (await redis.lrange(key, 0, 3)).join(' | ') : ''}`,
    ),
  );
  redis.disconnect();
  return lists.join('\n');
}

const message = (i: number) =>
  letter({ id: `<crash-${i}@elsewhere.test>`, subject: `${code} message ${i}`, text: `Number ${i}.` });

async function counts(): Promise<{ stored: number; filed: number; links: number; events: number }> {
  const { rows } = await sql<{ stored: number; filed: number; links: number; events: number }>`
    select count(*)::int as stored, count(*) filter (where status = 'processed' and filed)::int as filed,
      (select count(*)::int from email_links where status = 'filed') as links,
      (select count(*)::int from events v where v.event_type = 'email_ingested' and v.entity_id in (select id from emails)) as events
    from emails`.execute(database.db);
  return rows[0]!;
}

async function until(check: () => Promise<boolean>, ms: number): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await check().catch(() => false))) {
    if (Date.now() > deadline)
      throw new Error(
        `It did not happen within ${ms} ms: ${JSON.stringify(await counts())} ${await redisKeys()}\n${output.slice(-3000)}`,
      );
    await sleep(25);
  }
}

async function storeAll(): Promise<void> {
  for (let i = 0; i < MESSAGES; i++) {
    const raw = message(i);
    const rawSha256 = createHash('sha256').update(raw).digest('hex');
    await insertEmail(database.db, {
      raw,
      rawSha256,
      source: 'api',
      receivedBy: null,
      givenPackageCode: null,
      quarantine: null,
    });
  }
}

const ALL = { stored: MESSAGES, filed: MESSAGES, links: MESSAGES, events: MESSAGES };

test('a worker killed while 300 messages are under way: 300 are filed, none twice', async () => {
  await storeAll();
  for (const part of [0.2, 0.5, 0.8]) {
    const worker = startWorker();
    await until(async () => (await counts()).filed >= MESSAGES * part, 60_000);
    worker.kill('SIGKILL');
    await once(worker, 'exit');
  }
  startWorker();
  await until(async () => (await counts()).filed === MESSAGES, 60_000);
  expect(await counts()).toEqual(ALL);
  const { rows } = await sql`select entity_seq from events where entity_type = 'email' and entity_seq > 1`.execute(
    database.db,
  );
  expect(rows).toEqual([]);
}, 180_000);

test('a worker asked to end hands back what it has within 8 s, untried', async () => {
  await storeAll();
  const worker = startWorker();
  await until(async () => (await counts()).filed >= 20, 60_000);
  const asked = Date.now();
  worker.kill('SIGTERM');
  const [exitCode] = (await once(worker, 'exit')) as [number];
  expect(exitCode).toBe(0);
  expect(Date.now() - asked).toBeLessThan(8_000);
  const { rows } = await sql<{ status: string; attempts: number }>`
    select distinct status, attempts from jobs where status in ('running', 'queued', 'dead')`.execute(database.db);
  expect(rows).toEqual([{ status: 'queued', attempts: 0 }]);
  const { rows: workers } = await sql`select name from workers where seen_at > ${new Date(asked)}`.execute(database.db);
  expect(workers).toEqual([]);
}, 90_000);

const redisUrl = process.env.TEST_REDIS_URL;
if (!redisUrl) console.info('SKIPPED: the worker on Redis (TEST_REDIS_URL is not set)');

describe.skipIf(!redisUrl)('the Redis list', () => {
  const redis = createRedis(redisUrl ?? 'redis://127.0.0.1:1', { blocking: true });
  afterAll(() => redis.disconnect());

  test('300 entries while workers are killed: each stored and filed once, none left in any list', async () => {
    const url = redisUrl!;
    for (let i = 0; i < MESSAGES; i++) await redis.lpush(LIST, JSON.stringify({ raw: message(i).toString('base64') }));
    for (const part of [0.3, 0.7]) {
      const worker = startWorker(url);
      await until(async () => (await counts()).stored >= MESSAGES * part, 60_000);
      worker.kill('SIGKILL');
      await once(worker, 'exit');
    }
    // Nobody waits half a minute for a dead worker here.
    await sql`update workers set seen_at = now() - interval '1 minute'`.execute(database.db);
    startWorker(url);
    await until(async () => (await counts()).filed === MESSAGES, 60_000);
    expect(await counts()).toEqual(ALL);
    await until(async () => (await redis.keys(`*${LIST}*`)).length === 0, 15_000);
  }, 180_000);

  test('what was stored is filed though Redis is emptied again and again', async () => {
    const stop = { now: false };
    const emptying = (async () => {
      while (!stop.now) {
        await redis.flushall();
        await sleep(5);
      }
    })();
    startWorker(redisUrl!);
    await storeAll();
    await until(async () => (await counts()).filed === MESSAGES, 60_000);
    stop.now = true;
    await emptying;
    expect(await counts()).toEqual(ALL);
  }, 120_000);

  test('entries that are no messages become dead letters with their reason, once', async () => {
    const wrong = [
      'not json',
      '[]',
      '{}',
      '{"raw":"%%%"}',
      '{"raw":""}',
      '\u0000\u0001',
      JSON.stringify({ message_id: 'a', sender: 'x', subject: 's', body: 'b' }),
    ];
    for (const entry of [...wrong, ...wrong]) await redis.lpush(LIST, entry);
    await redis.lpush(
      LIST,
      JSON.stringify({
        message_id: '<good@elsewhere.test>',
        sender: 'Jo <jo@elsewhere.test>',
        subject: `${code} good`,
        body: 'Hello',
      }),
    );
    startWorker(redisUrl!);
    // An entry that a dying worker of the test before still took is taken over when he counts as dead.
    await until(async () => (await counts()).filed === 1, 60_000);
    await until(async () => (await redis.keys(`*${LIST}*`)).length === 0, 15_000);
    const { rows } = await sql<{ entry: string; error: string }>`
      select payload->>'entry' as entry, last_error as error from jobs where kind = 'ingest_email' and status = 'dead'`.execute(
      database.db,
    );
    expect(rows.map((row) => Buffer.from(row.entry, 'base64').toString()).sort()).toEqual([...wrong].sort());
    for (const row of rows) expect(row.error).toMatch(/\w/);
  }, 120_000);
});
