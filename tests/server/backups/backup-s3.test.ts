import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listManifests } from '../../../server/backups/manifest.ts';
import { tryRestore } from '../../../server/backups/restore-backup.ts';
import { configuredStore, runBackup } from '../../../server/backups/run-backup.ts';
import { verifyBackup } from '../../../server/backups/verify-backup.ts';
import { setEnv } from '../../../server/env.ts';
import { storeFile } from '../../../server/storage/files.ts';
import { ingest } from '../../factories/mail.ts';
import { createMessageParser } from '../../../server/emails/parse/create-message-parser.ts';
import { createWorld } from '../../factories/governance.ts';
import { createTestDatabase, superuserUrl, type TestDatabase } from '../../setup/database.ts';
import { type S3Server, startS3Server } from '../../setup/s3-server.ts';

const PASSPHRASE = 'correct horse battery staple';
let s3: S3Server;
let database: TestDatabase;

beforeAll(async () => {
  s3 = await startS3Server();
  database = await createTestDatabase();
  setEnv({
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: database.ownerUrl,
    STORAGE: 's3',
    BACKUP_STORE: 's3',
    BACKUP_PASSPHRASE: PASSPHRASE,
    BACKUP_KEEP_DAILY: 1,
    BACKUP_KEEP_WEEKLY: 1,
    BACKUP_KEEP_MONTHLY: 1,
    ...s3.env,
  });
});
afterAll(async () => {
  setEnv({ STORAGE: 'local', BACKUP_STORE: 'disk' });
  await s3.stop();
  await database.drop();
});

it('a backup streams into the bucket in parts, is read back from it, restores, and older ones go', async () => {
  await createWorld(database.db);
  const parser = createMessageParser();
  const emailId = await ingest(database.db, parser, { subject: 'Drawings' });
  await parser.close();
  // More than one part of an upload.
  const content = randomBytes(10 * 1024 * 1024);
  const sha256 = createHash('sha256').update(content).digest('hex');
  await storeFile(sha256, content);
  await sql`
    insert into attachments (email_id, n, filename, content_type, size, sha256)
    values (${emailId}, 99, 'drawing.bin', 'application/octet-stream', ${content.length}, ${sha256})`.execute(
    database.db,
  );

  const { manifest: first, place } = await runBackup(database.db, 'command');
  expect(place).toBe(`s3://${s3.env.S3_BUCKET}/backups/`);
  expect(first.attachments).toMatchObject({ missing: [], bytes: content.length });
  const { manifest, deleted } = await runBackup(database.db, 'command');
  expect(deleted).toEqual([first.name]);

  const store = await configuredStore();
  expect((await listManifests(store)).manifests.map(({ name }) => name)).toEqual([manifest.name]);
  expect(await verifyBackup(store, manifest, PASSPHRASE)).toMatchObject({ parts: 2, attachments: 1 });
  const report = await tryRestore({
    store,
    manifest,
    passphrase: PASSPHRASE,
    adminUrl: superuserUrl(),
    ownerUrl: database.ownerUrl,
    appUrl: database.url,
  });
  expect(report).toMatchObject({ attachments: 1, events: manifest.audit.events });
  const keys = [...s3.objects.keys()].filter((key) => key.includes('backups/'));
  expect(keys.every((key) => key.includes(manifest.name))).toBe(true);
  expect(keys).toHaveLength(4);
}, 60_000);
