import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { migrateUpTo } from '../migrate.ts';
import type { BackupStore } from './backup-store.ts';
import type { Manifest } from './backup.schema.ts';
import { countRows, listTables, quoted } from './inventory.queries.ts';
import { connectionEnv, findPgProgram } from './pg-programs.ts';
import { readCopyText } from './read-copy-text.ts';
import { gunzip, readPart } from './read-part.ts';

type Source = { store: BackupStore; manifest: Manifest; passphrase: string | null };

async function loadWithPgRestore({ store, manifest, passphrase }: Source, url: string): Promise<void> {
  const { major } = manifest.server;
  const program = await findPgProgram('pg_restore', major);
  if (!program)
    throw new Error(
      `${manifest.name} was taken by pg_dump: install pg_restore of PostgreSQL ${major} or newer, set PG_DUMP to the pg_dump beside it, or restore in the backup container.`,
    );
  const { PGDATABASE = '', ...variables } = connectionEnv(url);
  const args = ['--no-owner', '--no-acl', '--exit-on-error', `--dbname=${PGDATABASE}`];
  const child = spawn(program.file, args, { env: variables, stdio: ['pipe', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  const closed = once(child, 'close') as Promise<[number | null]>;
  closed.catch(() => undefined);
  try {
    const fed = pipeline(Readable.from(readPart(store, manifest, manifest.dump.file, passphrase)), child.stdin);
    const [outcome, [code]] = await Promise.all([
      fed.then(
        () => null,
        (error: unknown) => error,
      ),
      closed,
    ]);
    if (code !== 0)
      throw new Error(`pg_restore ended with ${code}: ${complaint.trim().split('\n').slice(-4).join(' ')}`);
    if (outcome) throw outcome;
  } finally {
    child.kill('SIGKILL');
  }
}

/** Partitions of `events` that today's migrations do not make: those of the months that the backup knows. */
async function makePartitions(client: pg.Client, names: readonly string[]): Promise<void> {
  const months = names.flatMap((name) => {
    const [, year, month] = /^events_(\d{4})_(\d{2})$/.exec(name) ?? [];
    return year ? [`${year}-${month}-01`] : [];
  });
  await client.query('select pmis_ensure_event_partitions(month::date, 1) from unnest($1::text[]) as month', [months]);
}

/** A table that no migration makes: a month of events that was detached. */
async function makeDetachedTables(
  client: pg.Client,
  names: readonly string[],
  known: readonly string[],
): Promise<void> {
  const detached = names.filter((name) => /^events_\d{4}_\d{2}$/.test(name) && !known.includes(name));
  const unknown = names.filter((name) => !known.includes(name) && !detached.includes(name));
  if (unknown.length > 0) throw new Error(`No migration makes ${unknown.join(', ')}: it was made by hand.`);
  if (detached.length > 0)
    await client.query(detached.map((name) => `create table ${quoted(name)} (like events including all)`).join(';'));
}

const FOREIGN_KEYS = `
  select conrelid::regclass::text as "table", quote_ident(conname) as name, pg_get_constraintdef(oid) as definition
  from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace and conparentid = 0`;

async function loadByCopy({ store, manifest, passphrase }: Source, url: string): Promise<void> {
  const last = manifest.migrations.at(-1);
  if (!last) throw new Error(`${manifest.name} names no migration.`);
  await migrateUpTo(url, last);
  const client = new pg.Client({ connectionString: url, application_name: 'pmis-restore', statement_timeout: 0 });
  // Whatever runs on it fails by itself; without a listener a broken connection would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const names = manifest.tables.map((table) => table.name);
    await client.query('begin');
    // Instants in the text are of UTC, as every session of ours is.
    await client.query(`set local timezone = 'UTC'`);
    await makePartitions(
      client,
      manifest.partitions.filter((name) => !names.includes(name)),
    );
    const known = (await listTables(client)).map((table) => table.name);
    await makeDetachedTables(client, names, known);
    // Rows refer to each other in circles: the keys are checked when all are there, as pg_restore does it.
    const { rows: keys } = await client.query<{ table: string; name: string; definition: string }>(FOREIGN_KEYS);
    const forAll = (statement: (table: string) => string) => client.query(names.map(statement).join(';'));
    await client.query(keys.map((key) => `alter table ${key.table} drop constraint ${key.name}`).join(';'));
    await forAll((table) => `alter table ${quoted(table)} disable trigger user`);
    await forAll((table) => `delete from ${quoted(table)}`);
    for await (const statement of readCopyText(gunzip(readPart(store, manifest, manifest.dump.file, passphrase)))) {
      if (statement.kind === 'setval') await client.query(statement.sql);
      else await pipeline(Readable.from(statement.rows), client.query(copyFrom(statement.sql)));
    }
    await forAll((table) => `alter table ${quoted(table)} enable trigger user`);
    await client.query(
      keys.map((key) => `alter table ${key.table} add constraint ${key.name} ${key.definition}`).join(';'),
    );
    await client.query('commit');
  } finally {
    await client.end().catch(() => undefined);
  }
}

/**
 * Fills an empty database of `url`'s role with a backup's rows, at the backup's own migrations, and compares the number
 * of rows of every table with the manifest. Throws where one differs or a part is damaged.
 */
export async function loadDatabase(source: Source, url: string): Promise<void> {
  await (source.manifest.dump.kind === 'pg_dump' ? loadWithPgRestore(source, url) : loadByCopy(source, url));
  const client = new pg.Client({ connectionString: url, application_name: 'pmis-restore', statement_timeout: 0 });
  // Whatever runs on it fails by itself; without a listener a broken connection would end the process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('analyze');
    const found = new Map((await countRows(client, await listTables(client))).map(({ name, rows }) => [name, rows]));
    const wrong = source.manifest.tables.filter(({ name, rows }) => found.get(name) !== rows);
    if (wrong.length > 0) {
      const list = wrong.map(({ name, rows }) => `${name}: ${found.get(name) ?? 'no table'} instead of ${rows}`);
      throw new Error(`The restored rows are not those of the backup: ${list.join(', ')}.`);
    }
  } finally {
    await client.end();
  }
}
