import { createHash } from 'node:crypto';
import pg from 'pg';
import { verifyAudit } from '../audit/verify-audit.ts';
import { createDatabase } from '../db.ts';
import { migrations } from '../../migrations/index.ts';
import { migrateToLatest } from '../migrate.ts';
import { storeFile } from '../storage/files.ts';
import type { BackupStore } from './backup-store.ts';
import type { Manifest } from './backup.schema.ts';
import { setRestored } from './backup.queries.ts';
import { getAuditEnd, quoted } from './inventory.queries.ts';
import { loadDatabase } from './load-database.ts';
import { readPart } from './read-part.ts';
import { readTar } from './tar-stream.ts';

export type RestoreOptions = {
  store: BackupStore;
  manifest: Manifest;
  passphrase: string | null;
  /** A role that may create databases. */
  adminUrl: string;
  /** The owner's and the application's connection strings; their database is the one that is replaced. */
  ownerUrl: string;
  appUrl: string;
  onProgress?: (phase: string) => void;
};

export type RestoreReport = {
  name: string;
  database: string;
  /** What the replaced database is called now; null where there was none. */
  replaced: string | null;
  tables: number;
  rows: number;
  events: number;
  attachments: number;
  seconds: number;
};

const databaseOf = (url: string) => decodeURIComponent(new URL(url).pathname.slice(1));
const roleOf = (url: string) => decodeURIComponent(new URL(url).username);

/** The same server and role, another database. */
function onDatabase(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(database)}`;
  return other.href;
}

async function asAdmin<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'pmis-restore', statement_timeout: 0 });
  // Whatever runs on it fails by itself; without a listener a broken connection would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const stamp = () => new Date().toISOString().replace(/\D/g, '').slice(0, 14);

function refuseNewer(manifest: Manifest): void {
  const unknown = manifest.migrations.filter((name) => !(name in migrations));
  if (unknown.length > 0)
    throw new Error(
      `${manifest.name} was taken by a newer PMIS (${manifest.version}), with ${unknown.join(', ')}: restore it with that one.`,
    );
}

async function createEmptyDatabase(options: RestoreOptions, database: string): Promise<void> {
  const [owner, app] = [roleOf(options.ownerUrl), roleOf(options.appUrl)];
  await asAdmin(options.adminUrl, async (client) => {
    const { rows } = await client.query<{ may: boolean; missing: string[] }>(
      `select (select rolcreatedb or rolsuper from pg_roles where rolname = current_user) as may,
         array(select name from unnest($1::text[]) as name where name not in (select rolname from pg_roles)) as missing`,
      [[...new Set([owner, app])]],
    );
    const { may, missing } = rows[0]!;
    if (!may)
      throw new Error(
        'This role may not create databases, which a restore needs: set DATABASE_ADMIN_URL to one that may.',
      );
    if (missing.length > 0)
      throw new Error(`The role ${missing.join(', ')} does not exist on this server: create it, then restore.`);
    await client.query(`create database ${quoted(database)} owner ${quoted(owner)} template template0 encoding 'UTF8'`);
    if (app === owner) return;
    await client.query(`revoke all on database ${quoted(database)} from public`);
    await client.query(`grant connect, temporary on database ${quoted(database)} to ${quoted(app)}`);
  });
}

/** The audit trail of the loaded database: whole by itself, and ending where the manifest says. */
async function proveTrail(manifest: Manifest, url: string): Promise<void> {
  const end = await asAdmin(url, getAuditEnd);
  if (JSON.stringify(end) !== JSON.stringify(manifest.audit))
    throw new Error(`The audit trail does not end where the backup's does: ${JSON.stringify(end)}.`);
  const { db } = createDatabase(url, { max: 2, statementTimeoutMs: 0, name: 'pmis-restore' });
  try {
    const report = await verifyAudit(db);
    if (!report.ok) throw new Error(`The restored audit trail is broken: ${report.first?.what ?? 'unknown'}.`);
  } finally {
    await db.destroy();
  }
}

async function load(options: RestoreOptions, database: string): Promise<void> {
  const { manifest, onProgress } = options;
  const [ownerUrl, appUrl] = [onDatabase(options.ownerUrl, database), onDatabase(options.appUrl, database)];
  onProgress?.(`Loading ${manifest.name} into a new database`);
  await loadDatabase(options, ownerUrl);
  onProgress?.('Verifying the audit trail');
  await migrateToLatest(ownerUrl, appUrl);
  await proveTrail(manifest, ownerUrl);
}

/** Calls `keep` for every attachment whose content is what its name says. Returns how many; throws where one is not. */
async function readAttachments(
  { store, manifest, passphrase }: RestoreOptions,
  keep: (sha256: string, content: Buffer) => Promise<void>,
): Promise<number> {
  let count = 0;
  for await (const { name, content } of readTar(readPart(store, manifest, manifest.attachments.file, passphrase))) {
    const sha256 = name.slice(name.lastIndexOf('/') + 1);
    if (createHash('sha256').update(content).digest('hex') !== sha256)
      throw new Error(`The attachment ${sha256} has another content than its name says.`);
    await keep(sha256, content);
    count += 1;
  }
  if (count !== manifest.attachments.files.length)
    throw new Error(`${count} attachments instead of ${manifest.attachments.files.length}.`);
  return count;
}

async function dropDatabase(adminUrl: string, database: string): Promise<void> {
  await asAdmin(adminUrl, (client) => client.query(`drop database if exists ${quoted(database)} with (force)`));
}

/**
 * Puts the loaded database in the place of the present one, which keeps its rows under another name. Connections to the
 * present one are ended; programs reconnect by themselves.
 */
async function switchDatabases(adminUrl: string, loaded: string, database: string): Promise<string | null> {
  return asAdmin(adminUrl, async (client) => {
    const exists = async (name: string) =>
      (await client.query('select 1 from pg_database where datname = $1', [name])).rowCount === 1;
    if (!(await exists(database))) {
      await client.query(`alter database ${quoted(loaded)} rename to ${quoted(database)}`);
      return null;
    }
    const replaced = `${database.slice(0, 40)}_before_${stamp()}`;
    await client.query(`alter database ${quoted(database)} with allow_connections false`);
    try {
      await client.query(
        'select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
        [database],
      );
      await client.query(`alter database ${quoted(database)} rename to ${quoted(replaced)}`);
    } catch (error) {
      await client.query(`alter database ${quoted(database)} with allow_connections true`);
      throw error;
    }
    try {
      await client.query(`alter database ${quoted(loaded)} rename to ${quoted(database)}`);
    } catch (error) {
      await client.query(`alter database ${quoted(replaced)} rename to ${quoted(database)}`);
      throw error;
    } finally {
      const name = (await exists(replaced)) ? replaced : database;
      await client.query(`alter database ${quoted(name)} with allow_connections true`);
    }
    return replaced;
  });
}

const reportOf = ({ manifest }: RestoreOptions, started: number) => ({
  name: manifest.name,
  tables: manifest.tables.length,
  rows: manifest.tables.reduce((sum, { rows }) => sum + rows, 0),
  events: manifest.audit.events,
  seconds: Math.round((performance.now() - started) / 100) / 10,
});

/**
 * Restores a backup into a database that is made and dropped for it, verifies rows, audit trail and attachments, and
 * touches nothing else: the proof that a backup can be restored. Throws a plain Error that says what is wrong.
 */
export async function tryRestore(options: RestoreOptions): Promise<RestoreReport> {
  const started = performance.now();
  refuseNewer(options.manifest);
  const database = `pmis_try_${stamp()}_${process.pid}`;
  await createEmptyDatabase(options, database);
  try {
    await load(options, database);
    options.onProgress?.('Verifying the attachments');
    const attachments = await readAttachments(options, async () => undefined);
    return { ...reportOf(options, started), database, replaced: null, attachments };
  } finally {
    await dropDatabase(options.adminUrl, database);
  }
}

/**
 * Restores a backup: into a new database first, verified as `tryRestore` does, attachments put back, and only then in
 * the place of the present database, which stays under another name. Whatever fails before leaves all as it was.
 */
export async function restoreBackup(options: RestoreOptions): Promise<RestoreReport> {
  const started = performance.now();
  refuseNewer(options.manifest);
  const database = databaseOf(options.appUrl);
  const loaded = `pmis_restore_${stamp()}_${process.pid}`;
  await createEmptyDatabase(options, loaded);
  try {
    await load(options, loaded);
    options.onProgress?.('Restoring the attachments');
    const attachments = await readAttachments(options, storeFile);
    await asAdmin(onDatabase(options.ownerUrl, loaded), (client) =>
      setRestored(client, options.manifest, options.store.place),
    );
    options.onProgress?.('Switching the databases');
    const replaced = await switchDatabases(options.adminUrl, loaded, database);
    return { ...reportOf(options, started), database, replaced, attachments };
  } catch (error) {
    await dropDatabase(options.adminUrl, loaded).catch(() => undefined);
    throw error;
  }
}
