import { sql } from 'kysely';
import { type Actor, actorRecord } from '../actor.ts';
import type { Tx } from '../db.ts';
import type { EventInput } from './record-event.ts';

/** Appends several events in their order with one statement; each like `recordEvent`. */
export async function recordEvents(tx: Tx, actor: Actor, events: readonly EventInput[]): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event, position) => ({
    position,
    entity_type: event.entityType,
    entity_id: event.entityId,
    event_type: event.eventType,
    package_id: event.packageId ?? (event.entityType === 'package' ? event.entityId : null),
    via: event.via ?? actor.via,
    before: event.before ?? null,
    after: event.after ?? null,
    reason: event.reason ?? null,
    evidence: event.evidence?.length ? event.evidence : null,
  }));
  await sql`
    select pmis_record_event(e.entity_type, e.entity_id, e.event_type, e.package_id,
      ${JSON.stringify(actorRecord(actor))}::jsonb, e.via, e.before, e.after, e.reason, e.evidence)
    from (select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(position int, entity_type text, entity_id uuid,
      event_type text, package_id uuid, via text, before jsonb, after jsonb, reason text, evidence jsonb)
      order by position) e`.execute(tx);
}
