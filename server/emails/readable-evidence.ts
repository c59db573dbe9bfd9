import type { Actor } from '../actor.ts';
import type { Evidence } from '../audit/record-event.ts';
import type { Db } from '../db.ts';
import { listHiddenMailIds } from './hidden-mail.queries.ts';

type Quoting = { evidence: Evidence[] };

/**
 * Approvals, tasks or suggestions with only the quotes that the reader may read: of a bid message that is hidden from
 * them it says no more than that there is one (PRODUCT.md, "Bids are not everyone's"). One query for all of them, none
 * when no mail is quoted.
 */
export async function withReadableEvidence<A extends Quoting>(db: Db, actor: Actor, items: A[]): Promise<A[]> {
  const mail = items.flatMap(({ evidence }) =>
    evidence.flatMap(({ type, id }) => (type === 'email' && id ? [id.toLowerCase()] : [])),
  );
  const hidden = await listHiddenMailIds(db, actor, [...new Set(mail)]);
  if (hidden.size === 0) return items;
  const readable = (item: Evidence): Evidence =>
    item.type === 'email' && item.id && hidden.has(item.id.toLowerCase()) ? { type: 'email' } : item;
  return items.map((item) => ({ ...item, evidence: item.evidence.map(readable) }));
}

const QUOTES_MAIL = /"type"\s*:\s*"email"/;

/** withReadableEvidence on JSON text: of one item, or of a page `{items, nextCursor}`. Unparsed where no mail is quoted. */
export async function readableEvidenceJson(db: Db, actor: Actor, json: string): Promise<string> {
  if (!QUOTES_MAIL.test(json)) return json;
  const answer = JSON.parse(json) as Quoting | { items: Quoting[] };
  const items = 'items' in answer ? answer.items : [answer];
  const readable = await withReadableEvidence(db, actor, items);
  if (readable === items) return json;
  return JSON.stringify('items' in answer ? { ...answer, items: readable } : readable[0]);
}
