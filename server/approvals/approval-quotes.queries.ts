import { sql } from 'kysely';
import type { Evidence } from '../audit/record-event.ts';
import type { Tx } from '../db.ts';

/** Adds quotes that say the same to what stands already; each once, at most 20 stand there. */
export async function addApprovalQuotes(tx: Tx, id: string, quotes: readonly Evidence[]): Promise<void> {
  await sql`
    update approvals set evidence = evidence || (select coalesce(jsonb_agg(q), '[]')
      from jsonb_array_elements(${JSON.stringify(quotes)}::jsonb) q where not evidence @> jsonb_build_array(q))
    where id = ${id}::uuid and jsonb_array_length(evidence) < 20`.execute(tx);
}
