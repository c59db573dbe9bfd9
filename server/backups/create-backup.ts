import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { buildInfo } from '../build-info.ts';
import { logger } from '../logger.ts';
import { openFile } from '../storage/files.ts';
import type { BackupStore } from './backup-store.ts';
import type { Manifest, Part } from './backup.schema.ts';
import { dumpByCopy, dumpWithPgDump } from './dump-database.ts';
import { encryptStream } from './encrypt-stream.ts';
import {
  countRows,
  getAuditEnd,
  getServer,
  listAttachmentFiles,
  listExtensions,
  listMigrations,
  listPartitions,
  listTables,
} from './inventory.queries.ts';
import { writeManifest } from './manifest.ts';
import { findPgProgram } from './pg-programs.ts';
import { type TarEntry, writeTar } from './tar-stream.ts';

export type CreateOptions = {
  store: BackupStore;
  /** A role that reads every table: the owner's, where there is one. */
  url: string;
  passphrase: string | null;
  /** `auto`: pg_dump where one fits the server, else our own. */
  dump?: 'auto' | 'pg_dump' | 'copy';
  now?: Date;
};

function newName(now: Date): string {
  const stamp = now.toISOString().replace(/\.\d+/, '').replace(/[-:]/g, '');
  return `pmis-${stamp}-${randomBytes(2).toString('hex')}`;
}

/** Writes one part, encrypted when there is a passphrase, and says what was written. */
async function writePart(
  { store, passphrase }: CreateOptions,
  name: string,
  file: string,
  content: AsyncIterable<Buffer>,
): Promise<Part> {
  const hash = createHash('sha256');
  let bytes = 0;
  async function* measured() {
    for await (const chunk of passphrase ? encryptStream(content, passphrase) : content) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  await store.write(name, file, measured());
  return { file, bytes, sha256: hash.digest('hex') };
}

/** Which dump, and why. Throws where the one that was asked for cannot be made. */
async function chooseDump(wanted: CreateOptions['dump'], major: number, allReadable: boolean) {
  const program = wanted === 'copy' ? null : await findPgProgram('pg_dump', major);
  const no =
    wanted === 'copy'
      ? 'it was asked for'
      : !program
        ? `there is no pg_dump of PostgreSQL ${major} or newer here (PG_DUMP, PATH)`
        : !allReadable
          ? 'this role may not read each partition of events by itself: give DATABASE_OWNER_URL'
          : null;
  if (program && no === null) return { program, why: `pg_dump ${program.version}` };
  if (wanted === 'pg_dump') throw new Error(`pg_dump cannot be used: ${no}.`);
  return { program: null, why: `our own dump: ${no}` };
}

async function* attachmentEntries(
  wanted: readonly string[],
  attachments: Manifest['attachments'],
): AsyncGenerator<TarEntry> {
  for (const sha256 of wanted) {
    const found = await openFile(sha256);
    if (!found) {
      attachments.missing.push(sha256);
      continue;
    }
    attachments.files.push({ sha256, size: found.size });
    attachments.bytes += found.size;
    yield { name: `${sha256.slice(0, 2)}/${sha256.slice(2, 4)}/${sha256}`, ...found };
  }
}

/**
 * Takes a backup: the database in one snapshot, while people work on, and every attachment that the snapshot knows.
 * The manifest is written last; until then there is no backup. Throws a plain Error that says what was not possible,
 * and leaves nothing behind.
 */
export async function createBackup(options: CreateOptions): Promise<Manifest> {
  const { store, url, passphrase, dump = 'auto', now = new Date() } = options;
  const name = newName(now);
  const client = new pg.Client({ connectionString: url, application_name: 'pmis-backup', statement_timeout: 0 });
  client.on('error', (error) => logger.warn({ err: error }, 'the backup lost its connection'));
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const { rows } = await client.query<{ id: string }>('select pg_export_snapshot() as id');
    const server = await getServer(client);
    const tables = await listTables(client);
    const closed = tables.filter((table) => !table.readable).map((table) => table.name);
    if (closed.length > 0)
      throw new Error(`This role may not read ${closed.join(', ')}: give DATABASE_OWNER_URL to the backup.`);
    const partitions = await listPartitions(client);
    const chosen = await chooseDump(dump, server.major, partitions.readable);
    const extension = passphrase ? '.enc' : '';
    const attachments: Manifest['attachments'] = {
      file: `attachments.tar${extension}`,
      bytes: 0,
      files: [],
      missing: [],
    };
    const file = `${chosen.program ? 'database.pgdump' : 'database.sql.gz'}${extension}`;
    const facts = {
      migrations: await listMigrations(client),
      tables: await countRows(client, tables),
      audit: await getAuditEnd(client),
    };
    const wanted = await listAttachmentFiles(client);
    const content = chosen.program
      ? dumpWithPgDump(chosen.program, url, rows[0]!.id, await listExtensions(client))
      : dumpByCopy(client, tables);
    const parts = [await writePart(options, name, file, content)];
    await client.query('commit');
    parts.push(await writePart(options, name, attachments.file, writeTar(attachmentEntries(wanted, attachments))));
    const manifest: Manifest = {
      format: 1,
      name,
      version: buildInfo.version,
      startedAt: now.toISOString(),
      finishedAt: new Date().toISOString(),
      server,
      dump: { kind: chosen.program ? 'pg_dump' : 'copy', why: chosen.why, file },
      ...facts,
      partitions: partitions.names,
      attachments,
      parts,
      encryption: passphrase ? 'scrypt-aes-256-gcm' : null,
    };
    await writeManifest(store, manifest, passphrase);
    return manifest;
  } catch (error) {
    await store.remove(name).catch(() => undefined);
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}
