import { sql } from 'kysely';
import type { Tx } from '../db.ts';
import type { OutgoingRow } from './outgoing-row.ts';
import type { QueuedMail } from './queue-mail.ts';

/**
 * Inserts mails, those above `cap` a day to one recipient in one conversation as `capped`, and the threads that they
 * begin. The conversations are held, so that two transactions never exceed the cap together.
 */
export async function insertOutgoing(tx: Tx, mails: readonly OutgoingRow[], cap: number): Promise<QueuedMail[]> {
  const keys = [...new Set(mails.map((mail) => mail.thread_key))];
  await sql`
    select pg_advisory_xact_lock(h) from (
      select distinct hashtextextended(key, 11) as h from unnest(${keys}::text[]) key order by h) as locks`.execute(tx);
  const { rows } = await sql<QueuedMail>`
    with given as (
      select g.*, row_number() over (partition by thread_key, recipients, status order by position) as nth
      from jsonb_to_recordset(${JSON.stringify(mails)}::jsonb) as g(position int, id uuid, kind text, status text,
        error text, message_id text, in_reply_to text, reference_ids text[], thread_id uuid, email_id uuid,
        about_type text, about_id uuid, thread_key text, from_name text, to_list jsonb, cc_list jsonb,
        recipients text[], reply_to text, unsubscribe_url text, subject text, text text, html text, sent_by uuid,
        for_user uuid)
    ), begun as (
      insert into threads (id, subject) select distinct on (thread_id) thread_id, subject from given
      where thread_id is not null order by thread_id, position
      on conflict (id) do nothing
    ), judged as (
      select g.*, g.status = 'queued' and g.nth + (select count(*) from outgoing_emails o
        where o.thread_key = g.thread_key and o.created_at > now() - interval '1 day' and o.status <> 'capped'
          and o.recipients && g.recipients) > ${cap}::int as over_cap
      from given g
    ), added as (
      insert into outgoing_emails (id, kind, status, error, message_id, in_reply_to, reference_ids, thread_id, email_id,
        about_type, about_id, thread_key, from_name, to_list, cc_list, recipients, reply_to, unsubscribe_url, subject,
        text, html, sent_by, for_user)
      select id, kind, case when over_cap then 'capped' else status end,
        case when over_cap then ${`More than ${cap} mails a day to one recipient in one conversation.`} else error end,
        message_id, in_reply_to, reference_ids, thread_id, email_id, about_type, about_id, thread_key, from_name,
        to_list, cc_list, recipients, reply_to, unsubscribe_url, subject, text, html, sent_by, for_user
      from judged
      returning id, message_id, status, error
    )
    select added.id, added.message_id as "messageId", added.status, added.error
    from added join given using (id) order by given.position`.execute(tx);
  return rows;
}
