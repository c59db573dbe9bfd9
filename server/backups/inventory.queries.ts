import type pg from 'pg';

/** Kysely's own tables: a restore writes them afresh by migrating. */
const NOT_COPIED = ['kysely_migration', 'kysely_migration_lock'];

export type TableToCopy = {
  name: string;
  /** Columns that can be written: none that PostgreSQL computes. */
  columns: string[];
  readable: boolean;
};

/** An identifier as SQL text. */
export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** Every table of the schema that holds rows of its own, by name; partitions are read through their parent. */
export async function listTables(client: pg.Client): Promise<TableToCopy[]> {
  const { rows } = await client.query<TableToCopy>(
    `select c.relname as name, has_table_privilege(c.oid, 'select') as readable,
       (select coalesce(array_agg(a.attname::text order by a.attnum), '{}') from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '') as columns
     from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
       and c.relname <> all($1)
       and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
     order by c.relname`,
    [NOT_COPIED],
  );
  return rows;
}

/** Partitions of `events`, and whether this role may read every one of them by itself, as pg_dump does. */
export async function listPartitions(client: pg.Client): Promise<{ names: string[]; readable: boolean }> {
  const { rows } = await client.query<{ name: string; readable: boolean }>(
    `select inhrelid::regclass::text as name, has_table_privilege(inhrelid, 'select') as readable
     from pg_inherits where inhparent = 'events'::regclass order by 1`,
  );
  return { names: rows.map((row) => row.name), readable: rows.every((row) => row.readable) };
}

/** The number of rows of each table, in the caller's snapshot. */
export async function countRows(
  client: pg.Client,
  tables: readonly { name: string }[],
): Promise<{ name: string; rows: number }[]> {
  const counts = tables.map(
    ({ name }) => `select '${name.replaceAll("'", "''")}' as name, count(*) as rows from ${quoted(name)}`,
  );
  if (counts.length === 0) return [];
  const { rows } = await client.query<{ name: string; rows: number }>(`${counts.join(' union all ')} order by name`);
  return rows.map((row) => ({ name: row.name, rows: Number(row.rows) }));
}

export type Sequence = { name: string; value: number; called: boolean };

/** Where each sequence stands. Sequences move outside of snapshots: what is read is never less than the rows need. */
export async function listSequences(client: pg.Client): Promise<Sequence[]> {
  const { rows } = await client.query<{ name: string; value: string | null; start: string }>(
    `select sequencename as name, last_value as value, start_value as start from pg_sequences
     where schemaname = 'public' order by 1`,
  );
  return rows.map(({ name, value, start }) => ({ name, value: Number(value ?? start), called: value !== null }));
}

/** Names of the applied migrations, in their order. */
export async function listMigrations(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>('select name from kysely_migration order by name');
  return rows.map((row) => row.name);
}

/** The end of the audit trail: how many events, the last one with its hash, and the last checkpoint's hash. */
export async function getAuditEnd(
  client: pg.Client,
): Promise<{ events: number; lastEventId: number | null; lastHash: string | null; checkpoint: string | null }> {
  const { rows } = await client.query<{
    events: string;
    id: string | null;
    hash: string | null;
    checkpoint: string | null;
  }>(
    `select (select count(*) from events) as events, last.id, last.hash,
       (select hash from audit_checkpoints order by id desc limit 1) as checkpoint
     from (select 1) one left join lateral (select id, hash from events order by id desc limit 1) last on true`,
  );
  const row = rows[0]!;
  return {
    events: Number(row.events),
    lastEventId: row.id === null ? null : Number(row.id),
    lastHash: row.hash,
    checkpoint: row.checkpoint,
  };
}

/** Extensions that an owner who is no superuser may create in a new database; `plpgsql` is there already. */
export async function listExtensions(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select e.extname as name from pg_extension e
     join pg_available_extension_versions v on v.name = e.extname and v.version = e.extversion
     where v.trusted and e.extname <> 'plpgsql' order by 1`,
  );
  return rows.map((row) => row.name);
}

/** The content of every attachment once, by its SHA-256. */
export async function listAttachmentFiles(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ sha256: string }>('select distinct sha256 from attachments order by sha256');
  return rows.map((row) => row.sha256);
}

/** The server's version, as `17.5` and as its major. */
export async function getServer(client: pg.Client): Promise<{ version: string; major: number }> {
  const { rows } = await client.query<{ version: string; number: string }>(
    `select split_part(current_setting('server_version'), ' ', 1) as version, current_setting('server_version_num') as number`,
  );
  return { version: rows[0]!.version, major: Math.floor(Number(rows[0]!.number) / 10_000) };
}
