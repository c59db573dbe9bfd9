import { sql } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Tx } from '../db.ts';
import { restsOnHiddenMail } from './event.queries.ts';

export type ExportedEvent = {
  id: number;
  entityType: string;
  entityId: string;
  seq: number;
  prevHash: string;
  hash: string;
  /** The hashed text, verbatim; null where it quotes a bid that the actor may not read. */
  body: string | null;
};

/** A page of all events in the order of their ids, with the text that was hashed. */
export async function listEventsForExport(
  tx: Tx,
  actor: Actor,
  after: number,
  limit: number,
): Promise<ExportedEvent[]> {
  const { rows } = await sql<ExportedEvent>`
    select ev.id, ev.entity_type as "entityType", ev.entity_id as "entityId", ev.entity_seq as seq,
      ev.prev_hash as "prevHash", ev.hash, case when not ${restsOnHiddenMail(actor)} then ev.body end as body
    from events ev where ev.id > ${after} order by ev.id limit ${limit}`.execute(tx);
  return rows;
}
