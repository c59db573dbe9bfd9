import { sql } from 'kysely';
import type { Evidence } from '../audit/record-event.ts';
import type { Tx } from '../db.ts';

/** Adds quotes that say the same to what stands already; at most 20 stand there. */
export async function addApprovalQuotes(tx: Tx, id: string, quotes: readonly Evidence[]): Promise<void> {
  await sql`
    update approvals set evidence = evidence || ${JSON.stringify(quotes)}::jsonb
    where id = ${id}::uuid and jsonb_array_length(evidence) < 20`.execute(tx);
}
