import { sql } from 'kysely';
import type { Tx } from '../db.ts';
import type { About } from './outgoing.schema.ts';

/** What an answer to a reply address joins: its conversation, if there is one, and ids of packages. */
export type Answered = { about: About; threadId: string | null; packages: string[] };

/** The conversations and packages of what reply addresses are about; what is gone is left out. */
export async function findAnswered(tx: Tx, abouts: readonly About[]): Promise<Answered[]> {
  if (abouts.length === 0) return [];
  const { rows } = await sql<Answered>`
    select json_build_object('type', a.type, 'id', a.id) as about,
      case when a.type = 'email' then (select e.thread_id from emails e where e.id = a.id)
        else (select t.id from threads t where t.id = a.id) end as "threadId",
      to_json(case a.type
        when 'package' then array(select p.id from packages p where p.id = a.id)
        when 'task' then array(select t.package_id from tasks t where t.id = a.id and t.package_id is not null)
        when 'approval' then array(select r.package_id from approvals r where r.id = a.id and r.package_id is not null)
        else array(select l.package_id from email_links l where l.email_id = a.id and l.status = 'filed') end) as packages
    from jsonb_to_recordset(${JSON.stringify(abouts)}::jsonb) as a(type text, id uuid)`.execute(tx);
  return rows;
}

export type BouncedMail = {
  id: string;
  emailId: string | null;
  sentBy: string | null;
  subject: string;
  recipients: string[];
};

/** Marks the mail of ours with this Message-ID as bounced for these recipients; null: it is none of ours. */
export async function setBounced(
  tx: Tx,
  bounce: { messageId: string; bounceEmailId: string; recipients: readonly string[]; error: string },
): Promise<BouncedMail | null> {
  const failed = bounce.recipients.map((address) => ({ address, error: bounce.error }));
  const { rows } = await sql<BouncedMail>`
    update outgoing_emails set status = 'bounced', bounced_at = coalesce(bounced_at, now()), maybe_sent = false,
      bounce_email_id = coalesce(bounce_email_id, ${bounce.bounceEmailId}::uuid), error = ${bounce.error},
      failed_recipients = failed_recipients || ${JSON.stringify(failed)}::jsonb
    where message_id = ${bounce.messageId} and status <> 'capped'
    returning id, email_id as "emailId", sent_by as "sentBy", subject, recipients`.execute(tx);
  return rows[0] ?? null;
}
