import { z } from 'zod';
import type { UserActor } from '../actor.ts';
import { getApprovalJson, insertApproval } from '../approvals/approval.queries.ts';
import { originOf, VENDOR_DOMAINS_LEVEL } from '../approvals/approval-level.policy.ts';
import { barredFrom } from '../approvals/approval.policy.ts';
import { nextTurn } from '../approvals/judge-change.ts';
import { recordEvent } from '../audit/record-event.ts';
import { staleVersion } from '../audit/stale-version.ts';
import { businessNow } from '../clock.ts';
import { addWorkingDays, DEFAULT_CALENDAR } from '../dates/calendar.policy.ts';
import { dateIn } from '../dates/date.policy.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { strictInput } from '../lists/list.schema.ts';
import { tellRequested } from '../notifications/tell-approval.ts';
import { invalidFields } from '../packages/resolve-proposal.ts';
import { manyLines } from '../text/text.schema.ts';
import { requireCan } from '../users/require-can.ts';
import { listTakenDomains, lockVendor } from './vendor-domain.queries.ts';

const EXPIRY_DAYS = 20;

const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, {
    error: 'Write a domain such as hydrotec-pumps.example, without @ and without http.',
  });

/** Body of `PATCH /api/vendors/:id`: the mail domains the vendor shall have, all of them. */
export const vendorDomainsInput = strictInput({
  domains: z
    .array(domain)
    .max(20)
    .transform((list) => [...new Set(list)].sort()),
  reason: manyLines(4000).default(''),
  expectedVersion: z.int().min(1).optional(),
});

/**
 * Proposes a vendor's mail domains: mail from them is believed, so somebody else decides. Throws `forbidden`,
 * `not_found`, `invalid` (not a domain, nothing would change, another vendor's), `conflict` (stale version).
 */
export async function proposeVendorDomains(
  db: Db,
  actor: UserActor,
  ref: string,
  body: unknown,
): Promise<{ json: string; code: string }> {
  requireCan(actor, 'vendor.propose');
  return db.transaction().execute(async (tx) => {
    const vendor = await lockVendor(tx, ref);
    if (!vendor) throw new DomainError('not_found', `There is no vendor ${ref}.`);
    const { domains, reason, expectedVersion } = vendorDomainsInput.parse(body);
    if (expectedVersion !== undefined && expectedVersion !== vendor.version)
      throw await staleVersion(tx, 'vendor', vendor.id, vendor.version);
    if (domains.join() === vendor.domains.join())
      throw invalidFields([{ field: 'domains', message: 'These are its domains already; nothing would change.' }]);
    const taken = await listTakenDomains(tx, vendor.id, domains);
    if (taken.length > 0)
      throw invalidFields(
        taken.map((one) => ({ field: 'domains', message: `${one.domain} belongs to ${one.vendor}.` })),
      );

    const { level, reasons, requiredDecisions } = VENDOR_DOMAINS_LEVEL;
    const barred = barredFrom({ requesterId: actor.userId });
    const patch = { domains: { from: vendor.domains, to: domains } };
    const turn = await nextTurn(
      tx,
      { status: 'pending', level, amount: null, buyerId: null, barred, decidedBy: [] },
      requiredDecisions,
    );
    const { id, code } = await insertApproval(tx, {
      subjectType: 'vendor',
      subjectId: vendor.id,
      packageId: null,
      projectId: null,
      status: 'pending',
      patch: patch as never,
      patchShown: patch,
      base: {},
      effectiveDate: null,
      correction: false,
      reason,
      evidence: [],
      origin: originOf(actor.via, actor.ai),
      level,
      levelReasons: reasons,
      requiredDecisions,
      singleDecision: false,
      amount: null,
      currency: null,
      requestedBy: actor.userId,
      barred,
      ...turn,
      expiresAt: `${addWorkingDays(dateIn('UTC', businessNow()), EXPIRY_DAYS, DEFAULT_CALENDAR)}T23:59:59Z`,
    });
    const eventId = await recordEvent(tx, actor, {
      entityType: 'approval',
      entityId: id,
      eventType: 'approval_created',
      after: { code, vendor: vendor.name, patch, level, status: 'pending' },
      reason: reason || null,
    });
    const told = { id, code, packageId: null, patchShown: patch, on: vendor.name, turn: turn.turnUserId };
    await tellRequested(tx, actor, told, eventId);
    return { json: (await getApprovalJson(tx, id))!, code };
  });
}
