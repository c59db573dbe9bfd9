import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../db.ts';
import { allHeads } from './head.queries.ts';

/**
 * What a checkpoint hashes: the hash before it, its day, and one line `type id seq hash` for each head, in the order
 * of type and id.
 */
function checkpointHash(
  prevHash: RawBuilder<unknown>,
  day: RawBuilder<unknown>,
  lines: RawBuilder<unknown>,
): RawBuilder<string> {
  return sql<string>`encode(sha256(convert_to(${prevHash} || E'\n' || ${day}::text || E'\n' || coalesce(${lines}, ''), 'UTF8')), 'hex')`;
}

const headLines = sql`string_agg(h.entity_type || ' ' || h.entity_id || ' ' || h.seq || ' ' || h.hash, E'\n'
  order by h.entity_type collate "C", h.entity_id)`;

export type Checkpoint = { id: number; day: string; takenAt: string; heads: number; prevHash: string; hash: string };

const columns = sql`id, day, to_char(taken_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "takenAt", heads,
  prev_hash as "prevHash", hash`;

/** The checkpoint of a day (UTC), or null. */
export async function getCheckpoint(tx: Tx, day: string): Promise<Checkpoint | null> {
  const { rows } = await sql<Checkpoint>`select ${columns} from audit_checkpoints where day = ${day}::date`.execute(tx);
  return rows[0] ?? null;
}

/** Checkpoints in their order, after an id. */
export async function listCheckpointsAfter(tx: Tx, after: number, limit: number): Promise<Checkpoint[]> {
  const { rows } = await sql<Checkpoint>`
    select ${columns} from audit_checkpoints where id > ${after} order by id limit ${limit}`.execute(tx);
  return rows;
}

/** A page of a checkpoint's heads in the order in which they are hashed. */
export async function listCheckpointHeads(
  tx: Tx,
  checkpointId: number,
  after: { entityType: string; entityId: string } | null,
  limit: number,
): Promise<{ entityType: string; entityId: string; seq: number; hash: string }[]> {
  const { rows } = await sql<{ entityType: string; entityId: string; seq: number; hash: string }>`
    select entity_type as "entityType", entity_id as "entityId", seq, hash from audit_checkpoint_heads
    where checkpoint_id = ${checkpointId}
      ${after ? sql`and (entity_type collate "C", entity_id) > (${after.entityType} collate "C", ${after.entityId}::uuid)` : sql``}
    order by entity_type collate "C", entity_id limit ${limit}`.execute(tx);
  return rows;
}

/** Adds the checkpoint of a day over every head that moved since the one before. The caller's snapshot is one. */
export async function insertCheckpoint(tx: Tx, day: string): Promise<Checkpoint> {
  const { rows } = await sql<Checkpoint>`
    with h as materialized (
      select heads.* from ${allHeads()} heads
      where not exists (
        select from audit_checkpoint_heads old
        where old.entity_type = heads.entity_type and old.entity_id = heads.entity_id
          and old.seq = heads.seq and old.hash = heads.hash)
    ), previous as (
      select coalesce((select hash from audit_checkpoints order by id desc limit 1), '') as prev_hash
    ), taken as (
      insert into audit_checkpoints (day, heads, prev_hash, hash)
      select ${day}::date, (select count(*) from h), prev_hash,
        ${checkpointHash(sql`prev_hash`, sql`${day}`, sql`(select ${headLines} from h)`)}
      from previous returning *
    ), kept as (
      insert into audit_checkpoint_heads (checkpoint_id, entity_type, entity_id, seq, hash)
      select taken.id, h.entity_type, h.entity_id, h.seq, h.hash from h, taken
    )
    select ${columns} from taken`.execute(tx);
  return rows[0]!;
}

/** The first checkpoint whose hash, count or predecessor is not what it should be, and how many there are. */
export async function findBrokenCheckpoint(
  tx: Tx,
): Promise<{ checkpoints: number; broken: number; day: string | null; linked: boolean | null }> {
  const { rows } = await sql<{ checkpoints: number; broken: number; day: string | null; linked: boolean | null }>`
    with lists as (
      select c.id, ${headLines} as lines, count(h.entity_id)::int as heads
      from audit_checkpoints c left join audit_checkpoint_heads h on h.checkpoint_id = c.id group by c.id
    ), judged as (
      select c.id, c.day, c.prev_hash = coalesce(lag(c.hash) over (order by c.id), '') as linked,
        c.heads = lists.heads and c.hash = ${checkpointHash(sql`c.prev_hash`, sql`c.day`, sql`lists.lines`)} as sound
      from audit_checkpoints c join lists on lists.id = c.id
    ), first as (
      select day, linked from judged where (linked and sound) is not true order by id limit 1
    )
    select (select count(*)::int from judged) as checkpoints,
      (select count(*)::int from judged where (linked and sound) is not true) as broken,
      (select day from first) as day, (select linked from first) as linked`.execute(tx);
  return rows[0]!;
}

/** A head that a checkpoint saw and that is no longer among the events with that number and hash: the first of them. */
export async function findLostCheckpointHead(
  tx: Tx,
): Promise<{ count: number; day: string; entityType: string; entityId: string; seq: number } | null> {
  const { rows } = await sql<{ count: number; day: string; entityType: string; entityId: string; seq: number }>`
    select (count(*) over ())::int as count, c.day, h.entity_type as "entityType", h.entity_id as "entityId", h.seq
    from audit_checkpoint_heads h join audit_checkpoints c on c.id = h.checkpoint_id
    where not exists (
      select from events e
      where e.entity_type = h.entity_type and e.entity_id = h.entity_id and e.entity_seq = h.seq and e.hash = h.hash)
      -- What lies before the end of an archived month is checked in its file.
      and not exists (
        select from audit_archive_heads a where a.entity_type = h.entity_type and a.entity_id = h.entity_id
          and (a.seq > h.seq or (a.seq = h.seq and a.hash = h.hash)))
    order by h.checkpoint_id, h.entity_type, h.entity_id limit 1`.execute(tx);
  return rows[0] ?? null;
}
