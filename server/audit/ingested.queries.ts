import { sql } from 'kysely';
import type { Tx } from '../db.ts';

/** The packages whose trail says already that the message came in: one `email_ingested` each is enough. */
export async function getIngestedPackages(tx: Tx, emailId: string): Promise<string[]> {
  const { rows } = await sql<{ packageId: string }>`
    select package_id as "packageId" from events
    where entity_type = 'email' and entity_id = ${emailId} and event_type = 'email_ingested' and package_id is not null
    limit 1000`.execute(tx);
  return rows.map((row) => row.packageId);
}

/** Which of these messages the package's trail tells of already. */
export async function listIngestedEmails(tx: Tx, emailIds: readonly string[], packageId: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct entity_id as id from events
    where entity_type = 'email' and entity_id = any(${emailIds}::uuid[]) and event_type = 'email_ingested'
      and package_id = ${packageId}::uuid`.execute(tx);
  return rows.map((row) => row.id);
}
