import type { Actor } from '../actor.ts';
import type { Evidence } from '../audit/record-event.ts';
import type { Db } from '../db.ts';
import { listHiddenMailIds } from '../emails/hidden-mail.queries.ts';

/**
 * The approvals with only the quotes that the reader may read: of a bid message that is hidden from them it says no
 * more than that there is one (PRODUCT.md, "Bids are not everyone's").
 */
export async function withReadableEvidence<A extends { evidence: Evidence[] }>(
  db: Db,
  actor: Actor,
  approvals: A[],
): Promise<A[]> {
  const mail = approvals.flatMap(({ evidence }) =>
    evidence.flatMap(({ type, id }) => (type === 'email' && id ? [id.toLowerCase()] : [])),
  );
  const hidden = await listHiddenMailIds(db, actor, [...new Set(mail)]);
  if (hidden.size === 0) return approvals;
  const readable = (item: Evidence): Evidence =>
    item.type === 'email' && item.id && hidden.has(item.id.toLowerCase()) ? { type: 'email' } : item;
  return approvals.map((approval) => ({ ...approval, evidence: approval.evidence.map(readable) }));
}
