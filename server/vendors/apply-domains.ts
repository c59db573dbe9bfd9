import type { Actor } from '../actor.ts';
import { recordEvent } from '../audit/record-event.ts';
import type { Tx } from '../db.ts';
import { listTakenDomains, setVendorDomains, type VendorState } from './vendor-domain.queries.ts';

type DomainsApproval = { id: string; code: string; reason: string; patch: object };

/** The two sides of a vendor's patch; its one field is `domains`. */
export function domainsOf(patch: object): { from: string[]; to: string[] } {
  const { domains } = patch as { domains: { from: string[]; to: string[] } };
  return domains;
}

/**
 * Writes decided mail domains to a locked vendor and records `vendor_patched`. Returns what changed since the proposal,
 * as a sentence, instead of writing, when it no longer fits.
 */
export async function applyVendorDomains(
  tx: Tx,
  actor: Actor,
  vendor: VendorState,
  approval: DomainsApproval,
): Promise<string | null> {
  const { from, to } = domainsOf(approval.patch);
  if (from.join() !== vendor.domains.join())
    return `The domains of ${vendor.name} changed since this was proposed: they are ${vendor.domains.join(', ') || 'none'} now. Propose again.`;
  const taken = await listTakenDomains(tx, vendor.id, to);
  if (taken.length > 0)
    return `${taken[0]!.domain} belongs to ${taken[0]!.vendor} meanwhile. Propose again without it.`;
  await setVendorDomains(tx, vendor.id, to);
  await recordEvent(tx, actor, {
    entityType: 'vendor',
    entityId: vendor.id,
    eventType: 'vendor_patched',
    before: { domains: vendor.domains },
    after: { domains: to },
    reason: approval.reason || null,
    evidence: [{ type: 'approval', id: approval.id, code: approval.code }],
  });
  return null;
}
