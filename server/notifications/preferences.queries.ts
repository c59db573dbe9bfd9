import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import type { Preferences } from './notification.schema.ts';

const DEFAULTS: Preferences = { mailTurn: true, mailAssigned: true, mailComments: true, digest: true };

/** How a person wants to be told; the defaults until he says otherwise. */
export async function getPreferences(db: Db | Tx, userId: string): Promise<Preferences> {
  const { rows } = await sql<Preferences>`
    select mail_turn as "mailTurn", mail_assigned as "mailAssigned", mail_comments as "mailComments", digest
    from notification_preferences where user_id = ${userId}::uuid`.execute(db);
  return rows[0] ?? DEFAULTS;
}

export async function setPreferences(tx: Tx, userId: string, p: Preferences): Promise<void> {
  await sql`
    insert into notification_preferences (user_id, mail_turn, mail_assigned, mail_comments, digest)
    values (${userId}::uuid, ${p.mailTurn}, ${p.mailAssigned}, ${p.mailComments}, ${p.digest})
    on conflict (user_id) do update set mail_turn = excluded.mail_turn, mail_assigned = excluded.mail_assigned,
      mail_comments = excluded.mail_comments, digest = excluded.digest, updated_at = now()`.execute(tx);
}
