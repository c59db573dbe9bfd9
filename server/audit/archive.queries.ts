import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db.ts';

export type Head = { entityType: string; entityId: string; seq: number; hash: string };

/** Where each entity's chain stood when its last archived month was taken out, as a subquery. */
export function archivedHeads(): RawBuilder<unknown> {
  return sql`(select distinct on (entity_type, entity_id) entity_type, entity_id, seq, hash
    from audit_archive_heads order by entity_type, entity_id, seq desc)`;
}

const after = (last: Head | null) =>
  last
    ? sql`and (entity_type collate "C", entity_id) > (${last.entityType} collate "C", ${last.entityId}::uuid)`
    : sql``;

/** A page of the archived heads in the order of type and id. */
export async function listArchivedHeads(tx: Tx, last: Head | null, limit: number): Promise<Head[]> {
  const { rows } = await sql<Head>`
    select entity_type as "entityType", entity_id as "entityId", seq, hash from ${archivedHeads()} heads
    where true ${after(last)} order by entity_type collate "C", entity_id limit ${limit}`.execute(tx);
  return rows;
}

const inMonth = (month: string) =>
  sql`at >= ${month}::date::timestamp at time zone 'UTC'
    and at < (${month}::date + interval '1 month') at time zone 'UTC'`;

/** A page of where the chains of a month's entities stood before it; those that begin in it are left out. */
export async function listHeadsBefore(tx: Tx, month: string, last: Head | null, limit: number): Promise<Head[]> {
  const { rows } = await sql<Head>`
    select * from (
      select distinct on (entity_type collate "C", entity_id) entity_type as "entityType", entity_id as "entityId",
        entity_seq - 1 as seq, prev_hash as hash
      from events where ${inMonth(month)} ${after(last)}
      order by entity_type collate "C", entity_id, entity_seq
    ) firsts where seq > 0 order by "entityType" collate "C", "entityId" limit ${limit}`.execute(tx);
  return rows;
}

/** A page of where they stood at its end. */
export async function listHeadsAfter(tx: Tx, month: string, last: Head | null, limit: number): Promise<Head[]> {
  const { rows } = await sql<Head>`
    select distinct on (entity_type collate "C", entity_id) entity_type as "entityType", entity_id as "entityId",
      entity_seq as seq, hash
    from events where ${inMonth(month)} ${after(last)}
    order by entity_type collate "C", entity_id, entity_seq desc limit ${limit}`.execute(tx);
  return rows;
}

/** A page of a month's events with the text that was hashed, in the order of their ids. */
export async function listMonthEvents(
  tx: Tx,
  month: string,
  lastId: number,
  limit: number,
): Promise<{ id: number; prevHash: string; hash: string; body: string }[]> {
  const { rows } = await sql<{ id: number; prevHash: string; hash: string; body: string }>`
    select id, prev_hash as "prevHash", hash, body from events
    where ${inMonth(month)} and id > ${lastId} order by id limit ${limit}`.execute(tx);
  return rows;
}

export type MonthState = { events: number; firstId: number | null; lastId: number | null; trailHash: string };

/** What a month holds now: how many events, the first and last id, and the hash over all their hashes. */
export async function getMonthState(tx: Tx, month: string): Promise<MonthState> {
  const { rows } = await sql<MonthState>`
    select count(*)::int as events, min(id) as "firstId", max(id) as "lastId",
      encode(sha256(convert_to(coalesce(string_agg(hash, E'\n' order by id), ''), 'UTF8')), 'hex') as "trailHash"
    from events where ${inMonth(month)}`.execute(tx);
  return rows[0]!;
}

export type Partition = { name: string; month: string | null; rows: number | null; bytes: number };

/** The partitions of `events`, oldest first; `rows` is PostgreSQL's estimate, null before it made one; the default one has no month. */
export async function listPartitions(db: Db | Tx): Promise<Partition[]> {
  const { rows } = await sql<Partition>`
    select c.relname as name, to_date(substring(c.relname from '^events_(\\d{4}_\\d{2})$'), 'YYYY_MM')::text as month,
      nullif(greatest(c.reltuples, -1), -1)::float8 as rows, pg_total_relation_size(c.oid)::float8 as bytes
    from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'events'::regclass order by month nulls last limit 2000`.execute(db);
  return rows;
}

/** The oldest month that still has events here; null where there is none. */
export async function getOldestMonth(tx: Tx): Promise<string | null> {
  const { rows } = await sql<{ month: string | null }>`
    select date_trunc('month', min(at) at time zone 'UTC')::date::text as month from events`.execute(tx);
  return rows[0]!.month;
}

export type Archive = {
  month: string;
  events: number;
  entities: number;
  fileName: string;
  fileSha256: string;
  detachedAt: string;
};

/** The months that were taken out, oldest first. */
export async function listArchives(db: Db | Tx): Promise<Archive[]> {
  const { rows } = await sql<Archive>`
    select month, events, entities, file_name as "fileName", file_sha256 as "fileSha256",
      to_char(detached_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as "detachedAt"
    from audit_archives order by month limit 2000`.execute(db);
  return rows;
}

/** Keeps where the month's chains ended, and which file holds it. */
export async function insertArchive(
  tx: Tx,
  month: string,
  state: MonthState,
  file: { name: string; sha256: string },
): Promise<void> {
  await sql`
    with heads as materialized (
      select distinct on (entity_type, entity_id) entity_type, entity_id, entity_seq as seq, hash
      from events where ${inMonth(month)} order by entity_type, entity_id, entity_seq desc
    ), kept as (
      insert into audit_archives (month, events, entities, first_id, last_id, trail_hash, file_name, file_sha256)
      select ${month}::date, ${state.events}, (select count(*) from heads), ${state.firstId}, ${state.lastId},
        ${state.trailHash}, ${file.name}, ${file.sha256}
      returning id
    )
    insert into audit_archive_heads (archive_id, entity_type, entity_id, seq, hash)
    select kept.id, heads.* from heads, kept`.execute(tx);
}

/** Takes a month's partition out of `events`, as a table of its own that is still append-only, or away. */
export async function detachPartition(tx: Tx, partition: string, keepAs: string | null): Promise<void> {
  await sql`alter table events detach partition ${sql.table(partition)}`.execute(tx);
  if (keepAs === null) {
    await sql`drop table ${sql.table(partition)}`.execute(tx);
    return;
  }
  await sql`alter table ${sql.table(partition)} rename to ${sql.ref(keepAs)}`.execute(tx);
  await sql`
    create trigger archived_append_only before insert or update or delete on ${sql.table(keepAs)}
      for each statement execute function pmis_refuse_event_change()`.execute(tx);
}
