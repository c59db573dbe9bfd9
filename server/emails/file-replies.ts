import type { Actor } from '../actor.ts';
import { recordEvents } from '../audit/record-events.ts';
import type { Tx } from '../db.ts';
import { linkReplies } from './reply.queries.ts';

/**
 * Files our replies to a message where a person files the message, in the same transaction; one that a person took
 * away from there stays away. Recorded as `email_filed` of each.
 */
export async function fileReplies(
  tx: Tx,
  actor: Actor,
  emailId: string,
  pkg: { id: string; code: string },
): Promise<void> {
  const why = `It answers a message filed under ${pkg.code}.`;
  const filed = await linkReplies(tx, emailId, pkg.id, why);
  await recordEvents(
    tx,
    actor,
    filed.map((entityId) => ({
      entityType: 'email',
      entityId,
      eventType: 'email_filed',
      packageId: pkg.id,
      after: { package: pkg.code, status: 'filed', method: 'thread', score: 0.9 },
    })),
  );
}
