import { getLastChange } from './last-change.queries.ts';
import type { EntityType } from './record-event.ts';
import type { Tx } from '../db.ts';
import { DomainError } from '../errors.ts';
import { fieldLabel, isPackageField } from '../packages/package-fields.schema.ts';

/** "Budget, delivery date": the names of fields as people read them. */
function inWords(fields: readonly string[]): string {
  const words = fields.map((field) =>
    isPackageField(field) ? fieldLabel(field) : field.replace(/([A-Z])/g, ' $1').toLowerCase(),
  );
  return words.join(', ') || 'it';
}

/** '2026-03-05T09:12:41Z' → "2026-03-05, 09:12 UTC". */
const dayAndTime = (instant: string) => `${instant.slice(0, 10)}, ${instant.slice(11, 16)} UTC`;

/** `conflict` for an edit on an old version: says who changed what since, and the version to reload. */
export async function staleVersion(
  tx: Tx,
  entityType: EntityType,
  entityId: string,
  version: number,
): Promise<DomainError> {
  const last = await getLastChange(tx, entityType, entityId);
  const what = last ? `${last.who} changed ${inWords(last.fields)} on ${dayAndTime(last.at)}` : 'it was changed';
  return new DomainError('conflict', `This is no longer the version you saw: ${what}. Reload and try again.`, {
    version,
    lastChange: last,
  });
}
