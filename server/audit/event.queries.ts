import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Db } from '../db.ts';
import { visibleTo } from '../emails/email-visibility.queries.ts';
import { decodeCursor } from '../paging.ts';
import type { TimelineInput } from './event.schema.ts';
import type { EntityType } from './record-event.ts';

const instant = sql`to_char(ev.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;

/** Whether a message, named by an expression of its id as text, is a bid that the actor may not read. */
function hiddenMail(actor: Actor, id: RawBuilder<unknown>): RawBuilder<boolean> {
  if (actor.kind === 'system') return sql<boolean>`false`;
  return sql<boolean>`exists (select from emails e
    where e.id = case when ${id} ~ '^[0-9a-fA-F-]{36}$' then (${id})::uuid end and not ${visibleTo(actor)})`;
}

/** Whether an event rests on a message that the actor may not read: its quotes are left out, its place is shown. */
export function restsOnHiddenMail(actor: Actor): RawBuilder<boolean> {
  if (actor.kind === 'system') return sql<boolean>`false`;
  return sql<boolean>`((ev.entity_type = 'email' and ${hiddenMail(actor, sql`ev.entity_id::text`)})
    or (ev.evidence is not null and jsonb_typeof(ev.evidence) = 'array' and exists (
      select from jsonb_array_elements(ev.evidence) piece
      where piece ->> 'type' = 'email' and ${hiddenMail(actor, sql`(piece ->> 'id')`)})))`;
}

/** An event as the API answers it; of a hidden bid only that it is there and how it was filed. */
const output = (actor: Actor) => sql`
  json_build_object('id', ev.id, 'eventType', ev.event_type, 'entityType', ev.entity_type, 'entityId', ev.entity_id,
    'packageId', ev.package_id, 'actor', ev.actor, 'via', ev.via, 'at', ${instant}, 'before', ev.before,
    'after', case when ev.entity_type = 'email' and ${restsOnHiddenMail(actor)}
      then (select jsonb_object_agg(key, value) from jsonb_each(ev.after)
        where key in ('package', 'method', 'score', 'status')) else ev.after end,
    'reason', ev.reason,
    'evidence', case when ${restsOnHiddenMail(actor)}
      then (select jsonb_agg(case when piece ->> 'type' = 'email' and ${hiddenMail(actor, sql`(piece ->> 'id')`)}
          then jsonb_build_object('type', 'email', 'id', piece -> 'id', 'restricted', true) else piece end)
        from jsonb_array_elements(ev.evidence) piece)
      else ev.evidence end,
    'prevHash', ev.prev_hash, 'hash', ev.hash)`;

/**
 * A page of a trail, newest first, as JSON text `{items, nextCursor}` built by PostgreSQL: of a package every event
 * that carries its id, whatever its entity; of anything else its own chain.
 */
export async function listTimelineJson(
  db: Db,
  actor: Actor,
  entity: { type: EntityType; id: string },
  input: TimelineInput,
): Promise<string> {
  const where = [
    entity.type === 'package'
      ? sql`ev.package_id = ${entity.id}::uuid`
      : sql`ev.entity_type = ${entity.type} and ev.entity_id = ${entity.id}::uuid`,
  ];
  if (input.cursor) {
    const [id] = decodeCursor(input.cursor, ['integer']);
    where.push(sql`ev.id < ${id}`);
  }
  const { rows } = await sql<{ json: string }>`
    with page as (
      select ev.*, row_number() over (order by ev.id desc) as n from (
        select * from events ev where ${sql.join(where, sql` and `)} order by ev.id desc limit ${input.limit + 1}) ev
    )
    select json_build_object(
      'items', coalesce((select json_agg(${output(actor)} order by ev.n) from page ev where ev.n <= ${input.limit}),
        '[]'::json),
      'nextCursor', (select pmis_cursor(jsonb_build_array(id)) from page
        where n = ${input.limit} and exists (select from page where n > ${input.limit}))
    )::text as json`.execute(db);
  return rows[0]!.json;
}
