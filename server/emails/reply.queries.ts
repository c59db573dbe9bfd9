import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import type { ReplyFile } from './reply-files.ts';
import type { Answerable } from './reply.policy.ts';

/** The hash by which a copy of a reply of ours is known when it comes back. */
export async function setContentHash(db: Db, id: string, contentHash: string): Promise<void> {
  await sql`
    update emails set content_hash = ${contentHash} where id = ${id}::uuid and content_hash is null`.execute(db);
}

/** The packages that a message is filed under. */
export async function listFiledPackages(tx: Tx, id: string): Promise<{ id: string; code: string }[]> {
  const { rows } = await sql<{ id: string; code: string }>`
    select p.id, p.code from email_links l join packages p on p.id = l.package_id
    where l.email_id = ${id}::uuid and l.status = 'filed' order by p.code limit 1000`.execute(tx);
  return rows;
}

/** A message to be replied to. */
export type RepliedTo = Answerable & {
  threadId: string;
  messageId: string | null;
  referenceIds: string[];
  outside: boolean;
};

/** What a reply to a processed message is made from; the message is held by `lockEmail`. */
export async function getRepliedTo(tx: Db | Tx, id: string): Promise<RepliedTo | null> {
  const { rows } = await sql<RepliedTo>`
    select e.kind, e.thread_id as "threadId", e.message_id as "messageId", e.reference_ids as "referenceIds", e.outside,
      case when e.from_address is not null then json_build_object('name', e.from_name, 'address', e.from_address) end as "from",
      e.reply_to_address as "replyTo", e.to_list as "to", e.subject, e.sender_mismatch as "senderMismatch",
      e.source = 'sent' as sent
    from emails e where e.id = ${id}::uuid and e.status = 'processed' and e.thread_id is not null`.execute(tx);
  return rows[0] ?? null;
}

/** A reply as it is stored among the messages, with its raw bytes. */
export type SentEmail = {
  repliedTo: string;
  sentBy: string;
  raw: Buffer;
  rawSha256: string;
  messageId: string;
  inReplyTo: string | null;
  referenceIds: string[];
  threadId: string;
  from: { name: string; address: string };
  to: readonly unknown[];
  cc: readonly unknown[];
  addressees: string[];
  sentAt: Date;
  subject: string;
  text: string;
  replyText: string;
  html: string;
  outside: boolean;
  files: readonly ReplyFile[];
};

/**
 * Stores a reply as a read message, filed where the message it answers is. It waits for no filing, is read by whoever
 * may read what it answers, and has no content hash until it is sent. Returns its id.
 */
export async function insertSentEmail(tx: Tx, email: SentEmail): Promise<string> {
  const files = email.files.map(({ filename, contentType, content, sha256 }, i) => ({
    n: i + 1,
    filename,
    content_type: contentType,
    size: content.length,
    sha256,
  }));
  const { rows } = await sql<{ id: string }>`
    with stored as (
      insert into emails (status, kind, source, raw_sha256, raw_size, received_by, processed_at, message_id, in_reply_to,
        reference_ids, thread_id, from_name, from_address, to_list, cc_list, addressees, sent_at, date_offset, subject,
        text, reply_text, quoted_text, html, auth_result, outside, attachment_count, filed, set_aside_at, set_aside_by)
      values ('processed', 'normal', 'sent', ${email.rawSha256}, ${email.raw.length}, ${email.sentBy}, now(),
        ${email.messageId}, ${email.inReplyTo}, ${email.referenceIds}::text[], ${email.threadId}::uuid,
        ${email.from.name}, ${email.from.address}, ${JSON.stringify(email.to)}::jsonb, ${JSON.stringify(email.cc)}::jsonb,
        ${email.addressees}::text[], ${email.sentAt}, 0, ${email.subject}, ${email.text}, ${email.replyText}, '',
        ${email.html}, 'pass', ${email.outside}, ${files.length},
        exists (select from email_links where email_id = ${email.repliedTo}::uuid and status = 'filed'), now(), ${email.sentBy})
      returning id
    ), bytes as (
      insert into email_raws (email_id, raw) select id, ${email.raw} from stored
    ), attached as (
      insert into attachments (email_id, n, filename, content_type, size, sha256)
      select stored.id, n, filename, content_type, size, sha256
      from stored, jsonb_to_recordset(${JSON.stringify(files)}::jsonb)
        as a(n int, filename text, content_type text, size int, sha256 text)
    ), linked as (
      insert into email_links (email_id, package_id, method, score, status, why)
      select stored.id, l.package_id, 'thread', 0.9, 'filed', 'It answers a message filed under ' || p.code || '.'
      from stored, email_links l join packages p on p.id = l.package_id
      where l.email_id = ${email.repliedTo}::uuid and l.status = 'filed'
    )
    select id from stored`.execute(tx);
  return rows[0]!.id;
}

/** Links our replies to a message to the package, those that have no link to it yet. Returns their ids. */
export async function linkReplies(tx: Tx, emailId: string, packageId: string, why: string): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    with linked as (
      insert into email_links (email_id, package_id, method, score, status, why)
      select r.id, ${packageId}::uuid, 'thread', 0.9, 'filed', ${why}
      from emails m join emails r on r.thread_id = m.thread_id and r.source = 'sent' and r.in_reply_to = m.message_id
      where m.id = ${emailId}::uuid
      on conflict (email_id, package_id) do nothing
      returning email_id
    ), marked as (
      update emails set filed = true, version = version + 1 where id in (select email_id from linked)
    )
    select email_id as id from linked order by email_id`.execute(tx);
  return rows.map(({ id }) => id);
}
