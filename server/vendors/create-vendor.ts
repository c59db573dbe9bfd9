import type { Actor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { requireCan } from '../users/require-can.ts';
import { getVendorJson, insertVendor } from './vendor.queries.ts';
import { createVendorInput, type VendorJson } from './vendor.schema.ts';

/**
 * Adds a vendor without mail domains (those are proposed). Gives the vendor as the API answers it. Throws `forbidden`,
 * `invalid`, and `conflict` when the name is taken, whatever the case.
 */
export async function createVendor(db: Db, actor: Actor, input: unknown): Promise<VendorJson> {
  requireCan(actor, 'vendor.create');
  const { name, country = null } = createVendorInput.parse(input);
  return db.transaction().execute(async (tx) => {
    const id = await insertVendor(tx, { name, country, createdBy: actor.kind === 'user' ? actor.userId : null });
    if (!id) {
      const message = `There is a vendor "${name}" already.`;
      throw new DomainError('conflict', message, { fields: [{ field: 'name', message }] });
    }
    await recordEvent(tx, actor, {
      entityType: 'vendor',
      entityId: id,
      eventType: 'vendor_created',
      after: { name, country },
    });
    return JSON.parse((await getVendorJson(tx, id))!) as VendorJson;
  });
}
