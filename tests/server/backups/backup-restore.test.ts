import { sql } from 'kysely';
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyAudit } from '../../../server/audit/verify-audit.ts';
import { getBackupState } from '../../../server/backups/backup.queries.ts';
import type { Manifest } from '../../../server/backups/backup.schema.ts';
import { diskStore } from '../../../server/backups/backup-store.ts';
import { createBackup } from '../../../server/backups/create-backup.ts';
import { readManifest } from '../../../server/backups/manifest.ts';
import { pruneBackups } from '../../../server/backups/prune-backups.ts';
import { type RestoreOptions, restoreBackup, tryRestore } from '../../../server/backups/restore-backup.ts';
import { runBackup } from '../../../server/backups/run-backup.ts';
import { verifyBackup } from '../../../server/backups/verify-backup.ts';
import { whenBackupIsDue } from '../../../server/backups/when-backup-is-due.ts';
import { createDatabase, type Db } from '../../../server/db.ts';
import { createMessageParser } from '../../../server/emails/parse/create-message-parser.ts';
import { receiveEmail } from '../../../server/emails/receive-email.ts';
import { setEnv } from '../../../server/env.ts';
import { migrateToLatest } from '../../../server/migrate.ts';
import { createPackage } from '../../../server/packages/create-package.ts';
import { openFile } from '../../../server/storage/local-files.ts';
import { createWorld, type World } from '../../factories/governance.ts';
import { drain, drawing, LISTENER } from '../../factories/mail.ts';
import { createTestDatabase, superuserUrl } from '../../setup/database.ts';
import { installedPostgres, startInstalledPostgres } from '../../setup/debian-postgres.ts';
import { makeTestFolder } from '../../setup/services.ts';

const PASSPHRASE = 'correct horse battery staple';

/** A server to back up: one that pg_dump fits, and one that it does not. */
type Place = { url: string; ownerUrl: string; superuserUrl: string; drop: () => Promise<void> };

async function ownDumpPlace(): Promise<Place> {
  const { url, ownerUrl, db, drop } = await createTestDatabase();
  await db.destroy();
  return { url, ownerUrl, superuserUrl: superuserUrl(), drop };
}

const installed = installedPostgres();
if (!installed) console.info('SKIPPED: backups by pg_dump (no PostgreSQL with pg_dump below /usr/lib/postgresql)');

async function pgDumpPlace(): Promise<Place> {
  const server = await startInstalledPostgres(installed!.bin);
  await migrateToLatest(server.ownerUrl, server.url);
  return { ...server, drop: async () => server.stop() };
}

/** People who write until told to stop: packages with their events, and mail with attachments. */
function startWriters(db: Db, world: World) {
  const parser = createMessageParser();
  let stopped = false;
  let [written, read] = [0, 0];
  const loop = async (write: () => Promise<unknown>) => {
    while (!stopped) {
      await write();
      written += 1;
    }
  };
  const loops = [
    ...[1, 2, 3].map(() =>
      loop(() =>
        createPackage(db, world.alice, { title: `Package ${written}`, project: world.projectId, type: 'goods' }),
      ),
    ),
    loop(async () => {
      await receiveEmail(db, LISTENER, { raw: drawing(written), source: 'redis' });
      await drain(db, parser);
      read += 1;
    }),
  ];
  return {
    written: () => written,
    /** A message with its attachment is among what was written. */
    underWay: () => written >= 60 && read > 0,
    async stop() {
      stopped = true;
      await Promise.all(loops);
      await parser.close();
    },
  };
}

/** A digest of each table's rows, whatever their order. */
async function digests(url: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: url, options: '-c timezone=UTC' });
  await client.connect();
  const { rows: tables } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
       and not relispartition and relname not in ('backups', 'kysely_migration', 'kysely_migration_lock') order by 1`,
  );
  const { rows } = await client.query<{ name: string; digest: string }>(
    tables
      .map(
        ({ name }) =>
          `select '${name}' as name, count(*) || ' ' || coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as digest from "${name}" t`,
      )
      .join(' union all '),
  );
  await client.end();
  return Object.fromEntries(rows.map(({ name, digest }) => [name, digest]));
}

async function asSuperuser<T extends pg.QueryResultRow>(place: Place, text: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: place.superuserUrl });
  await client.connect();
  try {
    return (await client.query<T>(text)).rows;
  } finally {
    await client.end();
  }
}

const nameOf = (url: string) => new URL(url).pathname.slice(1);

/** The databases of this file: those of others come and go on the same server meanwhile. */
const ownDatabases = (place: Place) =>
  asSuperuser(
    place,
    `select datname from pg_database where datname like 'pmis\\_%\\_${process.pid}' or starts_with(datname, '${nameOf(place.url)}') order by 1`,
  );

describe.each([
  { kind: 'copy' as const, open: ownDumpPlace, skip: false },
  { kind: 'pg_dump' as const, open: pgDumpPlace, skip: !installed },
])('a backup by $kind', ({ kind, open, skip }) => {
  describe.skipIf(skip)('', () => {
    let place: Place;
    let db: Db;
    let world: World;
    const folder = makeTestFolder('backups');
    const store = diskStore(join(folder, 'kept'));
    const options = (manifest: Manifest, passphrase: string | null = null): RestoreOptions => ({
      store,
      manifest,
      passphrase,
      adminUrl: place.superuserUrl,
      ownerUrl: place.ownerUrl,
      appUrl: place.url,
    });
    const destroy = async () => {
      await db.destroy();
      await asSuperuser(place, `drop database ${nameOf(place.url)} with (force)`);
      rmSync(join(folder, 'data', 'attachments'), { recursive: true, force: true });
    };
    const reopen = () => ({ db } = createDatabase(place.url, { max: 10 }));

    beforeAll(async () => {
      setEnv({ DATA_DIR: join(folder, 'data') });
      place = await open();
      reopen();
      world = await createWorld(db);
    });
    afterAll(async () => {
      await db?.destroy();
      await place?.drop();
      rmSync(folder, { recursive: true, force: true });
    });

    it('taken under load is one instant: destroyed, it comes back with its chain, rows and attachments', async () => {
      const writers = startWriters(db, world);
      while (!writers.underWay()) await new Promise((resolve) => setTimeout(resolve, 20));
      const before = writers.written();
      const manifest = await createBackup({ store, url: place.ownerUrl, passphrase: null });
      const during = writers.written() - before;
      await writers.stop();
      expect(manifest.dump.kind).toBe(kind);
      expect(during).toBeGreaterThan(0);
      expect(manifest.attachments.files.length).toBeGreaterThan(0);
      expect(manifest.attachments.missing).toEqual([]);
      const events = await sql<{ id: number; hash: string }>`select id, hash from events`.execute(db);
      const hashes = new Map(events.rows.map(({ id, hash }) => [id, hash]));
      await destroy();

      const report = await restoreBackup(options(manifest));
      expect(report.replaced).toBeNull();
      reopen();
      const restored = await sql<{ id: number; hash: string }>`select id, hash from events order by id`.execute(db);
      expect(restored.rows.length).toBe(manifest.audit.events);
      for (const { id, hash } of restored.rows) expect(hash).toBe(hashes.get(id));
      expect(hashes.size).toBeGreaterThan(restored.rows.length);
      expect((await verifyAudit(db)).ok).toBe(true);
      const { rows: attachments } = await sql<{ sha256: string }>`select distinct sha256 from attachments`.execute(db);
      expect(attachments.length).toBe(manifest.attachments.files.length);
      for (const { sha256 } of attachments) expect(await openFile(sha256), sha256).not.toBeNull();
      const { rows: packages } = await sql<{ count: number }>`select count(*)::int as count from packages`.execute(db);
      expect(packages[0]!.count).toBe(manifest.tables.find(({ name }) => name === 'packages')!.rows);
      // Work goes on: numbers continue where they stood, and the trail stays append-only.
      await createPackage(db, world.alice, { title: 'After', project: world.projectId, type: 'goods' });
      await expect(sql`delete from events`.execute(db)).rejects.toThrow(/permission denied|append-only/);
    }, 120_000);

    it('encrypted, comes back row for row, and the database it replaces is kept', async () => {
      const manifest = await createBackup({ store, url: place.ownerUrl, passphrase: PASSPHRASE });
      const file = readFileSync(join(store.place, manifest.name, manifest.dump.file));
      expect(file.subarray(0, 8).toString()).toBe('PMISENC1');
      expect(await verifyBackup(store, manifest, PASSPHRASE)).toMatchObject({
        attachments: manifest.attachments.files.length,
      });
      const before = await digests(place.ownerUrl);
      await sql`update packages set title = 'Overwritten by mistake'`.execute(db);
      await db.destroy();
      const report = await restoreBackup(options(manifest, PASSPHRASE));
      reopen();
      expect(await digests(place.ownerUrl)).toEqual(before);
      const replaced = new URL(place.ownerUrl);
      replaced.pathname = report.replaced!;
      expect((await digests(replaced.href)).packages).not.toBe(before.packages);
      await asSuperuser(place, `drop database ${report.replaced} with (force)`);
      expect(await getBackupState(db)).toMatchObject({ name: manifest.name, verifiedSeconds: expect.any(Number) });
    }, 120_000);

    it('a trial restore leaves the database alone and nothing behind', async () => {
      const manifest = await createBackup({ store, url: place.ownerUrl, passphrase: null });
      const [before, databases] = [await digests(place.ownerUrl), await ownDatabases(place)];
      expect(await tryRestore(options(manifest))).toMatchObject({ events: manifest.audit.events, replaced: null });
      expect(await digests(place.ownerUrl)).toEqual(before);
      expect(await ownDatabases(place)).toEqual(databases);
    }, 60_000);

    it('a damaged backup changes nothing and says what is wrong', async () => {
      const manifest = await createBackup({ store, url: place.ownerUrl, passphrase: null });
      const dump = join(store.place, manifest.name, manifest.dump.file);
      const content = readFileSync(dump);
      const databases = await ownDatabases(place);
      for (const damage of [
        () => truncateSync(dump, content.length - 100),
        () => writeFileSync(dump, Buffer.concat([content.subarray(0, 2000), Buffer.from('x'), content.subarray(2001)])),
        () => appendFileSync(dump, 'x'),
        () => rmSync(dump),
      ]) {
        writeFileSync(dump, content);
        damage();
        await expect(verifyBackup(store, manifest, null)).rejects.toThrow(/\w/);
        await expect(restoreBackup(options(manifest))).rejects.toThrow(/\w/);
      }
      writeFileSync(dump, content);
      const more = {
        ...manifest,
        tables: manifest.tables.map((table) => (table.name === 'users' ? { ...table, rows: table.rows + 1 } : table)),
      };
      await expect(restoreBackup(options(more))).rejects.toThrow(/users: \d+ instead of \d+/);
      const newer = { ...manifest, migrations: [...manifest.migrations, '2099-01-01T0000-tomorrow'] };
      await expect(restoreBackup(options(newer))).rejects.toThrow(/newer PMIS/);
      expect(await ownDatabases(place)).toEqual(databases);
    }, 120_000);
  });
});

describe('backups on the disk', () => {
  let place: Place;
  let db: Db;
  const folder = makeTestFolder('backup-disk');
  const store = diskStore(join(folder, 'kept'));
  beforeAll(async () => {
    place = await ownDumpPlace();
    ({ db } = createDatabase(place.url));
  });
  beforeEach(() =>
    setEnv({ DATA_DIR: folder, DATABASE_URL: place.url, DATABASE_OWNER_URL: place.ownerUrl, BACKUP_CRON: undefined }),
  );
  afterAll(async () => {
    await db.destroy();
    await place.drop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('a backup that fails leaves nothing, and says why', async () => {
    await expect(createBackup({ store, url: place.ownerUrl, passphrase: null, dump: 'pg_dump' })).rejects.toThrow(
      /pg_dump cannot be used|pg_dump ended/,
    );
    writeFileSync(join(folder, 'file'), '');
    const full = diskStore(join(folder, 'file', 'below'));
    await expect(createBackup({ store: full, url: place.ownerUrl, passphrase: null })).rejects.toThrow(/ENOTDIR/);
    expect(await store.list()).toEqual([]);
  });

  it('a seal that another passphrase made, and a changed manifest, are not believed', async () => {
    const { name } = await createBackup({ store, url: place.ownerUrl, passphrase: PASSPHRASE });
    await expect(readManifest(store, name, 'another passphrase')).rejects.toThrow(/was changed, or BACKUP_PASSPHRASE/);
    const file = join(store.place, name, 'manifest.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"events": 0', '"events": 1'));
    await expect(readManifest(store, name, PASSPHRASE)).rejects.toThrow(/was changed/);
    await store.remove(name);
  });

  it('the application’s role alone can take one, and an encrypted one is not read without its passphrase', async () => {
    const manifest = await createBackup({ store, url: place.url, passphrase: PASSPHRASE });
    expect(manifest.dump.kind).toBe('copy');
    await expect(verifyBackup(store, manifest, null)).rejects.toThrow(/BACKUP_PASSPHRASE/);
    await store.remove(manifest.name);
  });

  it('what a crash left is not listed as a backup, and goes after a day', async () => {
    const crashed = 'pmis-20260101T000000Z-abcd';
    const fresh = `pmis-${new Date().toISOString().replace(/\.\d+/, '').replace(/[-:]/g, '')}-abcd`;
    for (const name of [crashed, fresh])
      await store.write(
        name,
        'database.sql.gz',
        (async function* () {
          yield Buffer.from('x');
        })(),
      );
    const { manifest, deleted } = await runBackup(db, 'command', { store });
    expect(deleted).toEqual([crashed]);
    expect(readdirSync(store.place).sort()).toEqual([fresh, manifest.name].sort());
    expect(await getBackupState(db)).toMatchObject({ name: manifest.name, verifiedSeconds: null });
    await store.remove(manifest.name);
    expect(await pruneBackups(db, store, { daily: 1, weekly: 1, monthly: 1 })).toEqual({ kept: [], deleted: [] });
  });

  it('a slot of BACKUP_CRON is one caller’s, and given back when the work fails', async () => {
    setEnv({ BACKUP_CRON: '30 2 * * *' });
    const at = new Date('2026-03-05T10:00:00Z');
    const failing = () => Promise.reject(new Error('disk full'));
    await expect(whenBackupIsDue(db, 'one', failing, at)).rejects.toThrow('disk full');
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, i) => whenBackupIsDue(db, `caller ${i}`, async () => i, at)),
    );
    expect(results.filter((result) => result !== null)).toHaveLength(1);
    expect(await whenBackupIsDue(db, 'later', async () => 'x', new Date('2026-03-06T02:29:00Z'))).toBeNull();
    expect(await whenBackupIsDue(db, 'later', async () => 'x', new Date('2026-03-06T02:31:00Z'))).toBe('x');
    expect(existsSync(store.place)).toBe(true);
  });
});
