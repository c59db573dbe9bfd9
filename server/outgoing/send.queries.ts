import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import type { Composable } from './compose-mail.ts';
import type { Refused } from './deliver.ts';
import type { OutgoingStatus } from './outgoing.schema.ts';

export type MailToSend = Composable & { status: OutgoingStatus; emailId: string | null };

/** A mail with what its message is composed from; null when there is none. */
export async function getMailToSend(db: Db, id: string): Promise<MailToSend | null> {
  const { rows } = await sql<MailToSend>`
    select id, kind, status, message_id as "messageId", in_reply_to as "inReplyTo", reference_ids as "referenceIds",
      from_name as "fromName", to_list as "to", cc_list as "cc", reply_to as "replyTo",
      unsubscribe_url as "unsubscribeUrl", subject, text, html, created_at as "createdAt", email_id as "emailId"
    from outgoing_emails where id = ${id}::uuid`.execute(db);
  return rows[0] ?? null;
}

/**
 * Notes, committed by itself, that the text of a mail goes out now; false where another attempt does or did the same,
 * and nothing may be sent.
 */
export async function setSending(db: Db, id: string): Promise<boolean> {
  const { rows } = await sql`
    update outgoing_emails set status = 'sending' where id = ${id}::uuid and status in ('queued', 'failed')
    returning id`.execute(db);
  return rows.length === 1;
}

/** Notes that the mail server took a mail, as these bytes (null: they are kept with its email) and not for `refused`. */
export async function setSent(db: Db, id: string, raw: Buffer | null, refused: readonly Refused[]): Promise<void> {
  await sql`
    update outgoing_emails set status = 'sent', sent_at = now(), attempts = attempts + 1, raw = ${raw},
      maybe_sent = false, failed_recipients = ${JSON.stringify(refused)}::jsonb,
      error = ${refused.length > 0 ? `Refused for ${refused.map((one) => `${one.address}: ${one.error}`).join('; ')}` : null}
    where id = ${id}::uuid and status = 'sending'`.execute(db);
}

/**
 * Notes an attempt of which it is known that the mail server did not take the mail; it waits for another. `sending`: the
 * attempt had begun to send its text. What another attempt does meanwhile is left alone.
 */
export async function setNotTaken(db: Db, id: string, error: string, sending: boolean): Promise<void> {
  await sql`
    update outgoing_emails set status = 'queued', attempts = attempts + 1, error = ${error}
    where id = ${id}::uuid and status = any(${sending ? ['sending'] : ['queued', 'failed']}::text[])`.execute(db);
}

export type FailedMail = {
  emailId: string | null;
  sentBy: string | null;
  subject: string;
  recipients: string[];
  maybeSent: boolean;
};

/** Gives a mail up. One whose text was going out may have been taken. Null: it was not waiting to be sent. */
export async function setSendFailed(tx: Tx, id: string, error: string): Promise<FailedMail | null> {
  const { rows } = await sql<FailedMail>`
    update outgoing_emails set maybe_sent = status = 'sending', status = 'failed', error = ${error}
    where id = ${id}::uuid and status in ('queued', 'sending', 'failed')
    returning email_id as "emailId", sent_by as "sentBy", subject, recipients, maybe_sent as "maybeSent"`.execute(tx);
  return rows[0] ?? null;
}
