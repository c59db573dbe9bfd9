import { getLastChange } from './last-change.queries.ts';
import type { EntityType } from './record-event.ts';
import type { Tx } from '../db.ts';
import { DomainError } from '../errors.ts';

/** `conflict` for an edit on an old version: says who changed what since, and the version to reload. */
export async function staleVersion(
  tx: Tx,
  entityType: EntityType,
  entityId: string,
  version: number,
): Promise<DomainError> {
  const last = await getLastChange(tx, entityType, entityId);
  const what = last
    ? `${last.who} changed ${last.fields.join(', ') || 'it'} (${last.eventType}) at ${last.at}`
    : 'it was changed';
  return new DomainError('conflict', `This is no longer the version you saw: ${what}. Reload and try again.`, {
    version,
    lastChange: last,
  });
}
