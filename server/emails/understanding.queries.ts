import { sql } from 'kysely';
import type { Tx } from '../db.ts';

/** Keeps what was read out of a message. */
export async function setUnderstanding(tx: Tx, emailId: string, understanding: object): Promise<void> {
  await sql`
    update emails set understanding = ${JSON.stringify(understanding)}::jsonb where id = ${emailId}::uuid`.execute(tx);
}

/** Adds packages that the text is about, by its words, where nothing is said of them yet. */
export async function addProbableLinks(tx: Tx, emailId: string, packageIds: readonly string[]): Promise<void> {
  await sql`
    insert into email_links (email_id, package_id, method, score, status, why)
    select ${emailId}::uuid, unnest(${packageIds}::uuid[]), 'words', 0.6, 'probable', 'The text is about this package.'
    on conflict (email_id, package_id) do nothing`.execute(tx);
}
