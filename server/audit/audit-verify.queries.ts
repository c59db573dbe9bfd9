import { sql } from 'kysely';
import type { Tx } from '../db.ts';
import { archivedHeads } from './archive.queries.ts';
import { allHeads } from './head.queries.ts';

export type WalkResult = { events: number; entities: number; problems: number; firstId: number | null };

/**
 * Walks every chain in one pass: each event's text against its columns and its hash, its predecessor's hash and number,
 * and the last one of each entity against the head in the entity's row. A chain whose beginning was
 * archived begins where the archive ended. Constant expressions are evaluated below the
 * window so that the sort carries hashes, not bodies.
 */
export async function walkChains(tx: Tx): Promise<WalkResult> {
  const { rows } = await sql<WalkResult>`
    select count(*)::int as events, (count(*) filter (where is_last))::int as entities,
      (count(*) filter (where broken))::int as problems, min(id) filter (where broken) as "firstId"
    from (
      select walked.id, is_last,
        (sound and linked and counted) is not true
          or (is_last and (heads.seq = walked.seq and heads.hash = walked.hash) is not true) as broken
      from (
        select id, checked.entity_type, checked.entity_id, checked.seq, checked.hash, sound,
          prev_hash = coalesce(lag(checked.hash) over chain, archived.hash, '') as linked,
          checked.seq = coalesce(lag(checked.seq) over chain, archived.seq, 0) + 1 as counted,
          lead(id) over chain is null as is_last
        from (
          select id, entity_type, entity_id, entity_seq as seq, prev_hash, hash,
            hash = pmis_event_hash(prev_hash, body) and body = pmis_event_body(id, entity_seq, at, event_type,
              entity_type, entity_id, package_id, actor, via, before, after, reason, evidence) as sound
          from events offset 0
        ) checked
        left join ${archivedHeads()} archived
          on archived.entity_type = checked.entity_type and archived.entity_id = checked.entity_id
        window chain as (partition by checked.entity_type, checked.entity_id order by checked.seq, id)
      ) walked
      left join ${allHeads()} heads on walked.is_last and heads.entity_type = walked.entity_type
        and heads.entity_id = walked.entity_id
    ) judged`.execute(tx);
  return rows[0]!;
}

export type SuspectEvent = {
  id: number;
  entityType: string;
  entityId: string;
  eventType: string;
  seq: number;
  hash: string;
  prevHash: string;
  body: string;
  /** What the columns would be written as. */
  expectedBody: string;
  expectedHash: string;
  previousSeq: number | null;
  previousHash: string | null;
  isLast: boolean;
  headSeq: number | null;
  headHash: string | null;
};

/** Everything that is needed to say what is wrong with one event. */
export async function getSuspectEvent(tx: Tx, id: number): Promise<SuspectEvent | null> {
  const { rows } = await sql<SuspectEvent>`
    select e.id, e.entity_type as "entityType", e.entity_id as "entityId", e.event_type as "eventType",
      e.entity_seq as seq, e.hash, e.prev_hash as "prevHash", e.body,
      pmis_event_body(e.id, e.entity_seq, e.at, e.event_type, e.entity_type, e.entity_id, e.package_id, e.actor, e.via,
        e.before, e.after, e.reason, e.evidence) as "expectedBody",
      pmis_event_hash(e.prev_hash, e.body) as "expectedHash",
      coalesce(previous.entity_seq, archived.seq) as "previousSeq", coalesce(previous.hash, archived.hash) as "previousHash", following.id is null as "isLast",
      heads.seq as "headSeq", heads.hash as "headHash"
    from events e
    left join lateral (
      select o.entity_seq, o.hash from events o
      where o.entity_type = e.entity_type and o.entity_id = e.entity_id
        and (o.entity_seq, o.id) < (e.entity_seq, e.id)
      order by o.entity_seq desc, o.id desc limit 1) previous on true
    left join lateral (
      select o.id from events o
      where o.entity_type = e.entity_type and o.entity_id = e.entity_id
        and (o.entity_seq, o.id) > (e.entity_seq, e.id) limit 1) following on true
    left join ${allHeads()} heads on heads.entity_type = e.entity_type and heads.entity_id = e.entity_id
    left join ${archivedHeads()} archived on archived.entity_type = e.entity_type and archived.entity_id = e.entity_id
    where e.id = ${id} limit 1`.execute(tx);
  return rows[0] ?? null;
}

/** Takes the one place of a limited verification until the transaction ends; false when another has it. */
export async function lockVerification(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ taken: boolean }>`
    select pg_try_advisory_xact_lock(hashtext('pmis_verify_audit')) as taken`.execute(tx);
  return rows[0]?.taken === true;
}

/** Entities whose row says that they have events while none is left: the first, and how many. */
export async function findEmptyChains(
  tx: Tx,
): Promise<{ count: number; entityType: string; entityId: string; seq: number } | null> {
  const { rows } = await sql<{ count: number; entityType: string; entityId: string; seq: number }>`
    select (count(*) over ())::int as count, heads.entity_type as "entityType", heads.entity_id as "entityId", heads.seq
    from ${allHeads()} heads
    where not exists (select from events e where e.entity_type = heads.entity_type and e.entity_id = heads.entity_id)
      and not exists (
        select from audit_archive_heads a where a.entity_type = heads.entity_type and a.entity_id = heads.entity_id
          and a.seq = heads.seq and a.hash = heads.hash)
    order by heads.entity_type, heads.entity_id limit 1`.execute(tx);
  return rows[0] ?? null;
}
