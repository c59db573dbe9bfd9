import { sql } from 'kysely';
import { type Actor, actorRecord } from '../actor.ts';
import type { Tx } from '../db.ts';

export const ENTITY_TYPES = [
  'approval',
  'email',
  'filing_rule',
  'job',
  'package',
  'project',
  'task',
  'token',
  'user',
  'vendor',
] as const;
export type EntityType = (typeof ENTITY_TYPES)[number];

/** A piece of proof: a verbatim quote of an email, or another event. */
export type Evidence = {
  type?: 'package' | 'task' | 'approval' | 'email' | 'event' | 'note';
  id?: string;
  code?: string;
  package?: string;
  quote?: string;
};

export type EventInput = {
  entityType: EntityType;
  entityId: string;
  eventType: string;
  packageId?: string | null;
  before?: Record<string, unknown> | null;
  after?: Record<string, unknown> | null;
  reason?: string | null;
  evidence?: Evidence[] | null;
  /** Where it differs from the actor's own: a job that finishes what an API call began. */
  via?: string;
};

const json = (value: unknown) => (value == null ? null : JSON.stringify(value));

/**
 * Appends one event to the entity's chain, in the caller's transaction: locks the entity's row, hashes over its head
 * and advances the head (ARCHITECTURE.md, Data). An event of a package belongs to that package without saying so.
 * Returns the event's id.
 */
export async function recordEvent(tx: Tx, actor: Actor, event: EventInput): Promise<number> {
  const packageId = event.packageId ?? (event.entityType === 'package' ? event.entityId : null);
  const { rows } = await sql<{ id: number }>`
    select pmis_record_event(${event.entityType}, ${event.entityId}::uuid, ${event.eventType},
      ${packageId}::uuid, ${json(actorRecord(actor))}::jsonb, ${event.via ?? actor.via},
      ${json(event.before)}::jsonb, ${json(event.after)}::jsonb, ${event.reason ?? null},
      ${json(event.evidence?.length ? event.evidence : null)}::jsonb) as id`.execute(tx);
  return rows[0]!.id;
}
