import { type RawBuilder, sql } from 'kysely';
import { type Actor, actorRecord } from '../actor.ts';
import type { EntityType } from './record-event.ts';

/**
 * The common table expressions that append one event for each row of the expression `heads`, in one statement:
 * `heads` has (entity_id uuid, package_id uuid, event_seq integer, event_hash text, before jsonb, after jsonb) and the
 * caller holds those rows FOR UPDATE (a head read without the lock gives two events the same predecessor). The caller
 * then advances the heads from `chained` (entity_id, seq, hash).
 */
export function chainEvents(entityType: EntityType, eventType: string, actor: Actor): RawBuilder<unknown> {
  const actorJson = JSON.stringify(actorRecord(actor));
  return sql`
    chained as materialized (
      select written.*, pmis_event_hash(event_hash, body) as hash
      from (
        select numbered.*, pmis_event_body(id, seq, at, ${eventType}, ${entityType}, entity_id, package_id,
          ${actorJson}::jsonb, ${actor.via}, before, after, null, null) as body
        from (
          select heads.*, heads.event_seq + 1 as seq, nextval('event_ids') as id, clock_timestamp() as at from heads
        ) numbered
        offset 0
      ) written
    ), appended as (
      insert into events (id, at, event_type, entity_type, entity_id, entity_seq, package_id, actor, via, before, after,
        prev_hash, hash, body)
      select id, at, ${eventType}, ${entityType}, entity_id, seq, package_id, ${actorJson}::jsonb, ${actor.via}, before,
        after, event_hash, hash, body
      from chained
    )`;
}
