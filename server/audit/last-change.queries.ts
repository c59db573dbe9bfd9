import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import type { EntityType } from './record-event.ts';

export type LastChange = { who: string; eventType: string; at: string; fields: string[] };

/** On an entity's trail, but no new version of it: people talked about it, or it was looked at. */
const NO_CHANGE = ['comment_added', 'comment_edited', 'comment_deleted', 'task_escalated', 'user_notifications_set'];

/** Who changed an entity last, when, and which fields. */
export async function getLastChange(db: Db | Tx, entityType: EntityType, entityId: string): Promise<LastChange | null> {
  const { rows } = await sql<LastChange>`
    select coalesce(actor ->> 'name', 'somebody') as who, event_type as "eventType",
      to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at,
      coalesce(array(select jsonb_object_keys(coalesce(after, '{}'::jsonb)) limit 20), '{}') as fields
    from events where entity_type = ${entityType} and entity_id = ${entityId}::uuid
      and event_type <> all(${NO_CHANGE}::text[])
    order by id desc limit 1`.execute(db);
  return rows[0] ?? null;
}
