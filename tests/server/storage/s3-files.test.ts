import { createHash, randomBytes } from 'node:crypto';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createMessageParser } from '../../../server/emails/parse/create-message-parser.ts';
import { readAttachment } from '../../../server/emails/read-emails.ts';
import { setEnv } from '../../../server/env.ts';
import { openFile, storeFile } from '../../../server/storage/files.ts';
import { deleteObject, getObject, listObjectKeys, putObject } from '../../../server/storage/s3-objects.ts';
import { createWorld, type World } from '../../factories/governance.ts';
import { ingest } from '../../factories/mail.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';
import { type S3Server, startS3Server } from '../../setup/s3-server.ts';

const MB = 1024 * 1024;
const hashOf = (content: Uint8Array) => createHash('sha256').update(content).digest('hex');
const all = async (stream: Readable) => Buffer.concat((await stream.toArray()) as Buffer[]);

let s3: S3Server;
let database: TestDatabase;
let world: World;
const parser = createMessageParser();

beforeAll(async () => {
  s3 = await startS3Server();
  database = await createTestDatabase();
  world = await createWorld(database.db);
});
beforeEach(() => setEnv({ DATABASE_URL: database.url, STORAGE: 's3', ...s3.env }));
afterAll(async () => {
  setEnv({ DATABASE_URL: database.url });
  await parser.close();
  await s3.stop();
  await database.drop();
});

describe('content in the bucket', () => {
  test('is kept once under its SHA-256 and read back', async () => {
    const content = Buffer.from('bolts and nuts');
    const sha256 = hashOf(content);
    await storeFile(sha256, content);
    s3.requests.length = 0;
    await storeFile(sha256, content);
    const key = `attachments/${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`;
    expect(s3.requests).toEqual([`HEAD ${key}`]);
    expect(s3.objects.get(key)).toEqual(content);
    const file = await openFile(sha256);
    expect(file!.size).toBe(content.byteLength);
    expect(await all(file!.stream)).toEqual(content);
    expect(await openFile(hashOf(Buffer.from('other')))).toBeNull();
  });

  test('of 20 MB goes in parts and comes back whole', async () => {
    const content = randomBytes(20 * MB);
    const sha256 = hashOf(content);
    s3.requests.length = 0;
    await storeFile(sha256, content);
    expect(s3.requests.filter((one) => one.startsWith('PUT'))).toHaveLength(3);
    expect(hashOf(await all((await openFile(sha256))!.stream))).toBe(sha256);
  });

  test('given as a stream is sent as it comes', async () => {
    let given = 0;
    async function* chunks() {
      for (let i = 0; i < 12; i++) {
        given += 1;
        yield Buffer.alloc(MB, i);
      }
    }
    await putObject('backups/b1/part', chunks());
    expect(given).toBe(12);
    expect((await getObject('backups/b1/part'))!.size).toBe(12 * MB);
    await putObject('backups/b1/manifest', Buffer.from('{}'));
    const keys: string[] = [];
    for await (const key of listObjectKeys('backups/')) keys.push(key);
    expect(keys).toEqual(['backups/b1/manifest', 'backups/b1/part']);
    await deleteObject('backups/b1/part');
    expect(await getObject('backups/b1/part')).toBeNull();
  });

  test('survives two refusals and reports a store that stays away', async () => {
    const content = Buffer.from('seals');
    s3.fail(2);
    await storeFile(hashOf(content), content);
    s3.fail(100);
    await expect(openFile(hashOf(content))).rejects.toThrow();
    s3.fail(0);
  });

  test('with a wrong secret is refused', async () => {
    setEnv({ DATABASE_URL: database.url, STORAGE: 's3', ...s3.env, S3_SECRET_ACCESS_KEY: 'wrong' });
    await expect(storeFile(hashOf(Buffer.from('x')), Buffer.from('x'))).rejects.toThrow();
  });
});

test('an attachment is read from the bucket; a store that is away says so', async () => {
  const text = '--b\r\nContent-Type: text/csv; name=list.csv\r\nContent-Disposition: attachment\r\n\r\na,b\r\n--b--';
  const raw = Buffer.from(
    `From: jo@elsewhere.test\r\nSubject: List\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${text}`,
  );
  const id = await ingest(database.db, parser, raw);
  const file = await readAttachment(database.db, world.bob, id, '1');
  expect((await all(file.stream)).toString()).toBe('a,b');
  s3.fail(100);
  await expect(readAttachment(database.db, world.bob, id, '1')).rejects.toMatchObject({ code: 'unavailable' });
  s3.fail(0);
  // What the bucket lost is taken out of the raw message again.
  s3.objects.clear();
  expect((await all((await readAttachment(database.db, world.bob, id, '1')).stream)).toString()).toBe('a,b');
});
