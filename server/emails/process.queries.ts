import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import type { EmailSource, EmailStatus } from './email.schema.ts';
import { rawInBase64 } from './receive.queries.ts';
import type { NewLink } from './filing.policy.ts';

export type WaitingEmail = {
  id: string;
  status: EmailStatus;
  source: EmailSource;
  /** Which of the ways in brought it (server/sources/configured-sources.ts). */
  mailSource: string | null;
  raw: Buffer;
  receivedByEmail: string | null;
  givenPackageCode: string | null;
};

/** A message with its raw bytes, for reading it. */
export async function getWaitingEmail(db: Db, id: string): Promise<WaitingEmail | null> {
  const { rows } = await sql<Omit<WaitingEmail, 'raw'> & { raw: string }>`
    select e.id, e.status, e.source, e.mail_source as "mailSource", ${rawInBase64} as raw, u.email as "receivedByEmail", e.given_package_code as "givenPackageCode"
    from emails e join email_raws r on r.email_id = e.id left join users u on u.id = e.received_by
    where e.id = ${id}`.execute(db);
  return rows[0] ? { ...rows[0], raw: Buffer.from(rows[0].raw, 'base64') } : null;
}

/**
 * Waits for every other transaction that deals with one of these message ids or content hashes: a message, its repeat,
 * its parent and its answers are filed one after the other, whichever worker has them.
 */
export async function lockMessageKeys(tx: Tx, keys: readonly string[]): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(h) from (
      select distinct hashtextextended(key, 7) as h from unnest(${keys}::text[]) key order by h) as locks`.execute(tx);
}

/** `ours`: a mail that PMIS sent by itself, which has no place among the messages. */
export type Relative = {
  ours: boolean;
  id: string;
  messageId: string;
  threadId: string;
  subject: string | null;
  packages: string[];
};
export type LateAnswer = { id: string; threadId: string; unfiled: boolean };

/** What is stored already that a message depends on. `packages`: ids of packages that a relative is filed under. */
export type StoredFacts = {
  status: EmailStatus;
  duplicateOf: string | null;
  duplicateThread: string | null;
  reused: boolean;
  relatives: Relative[];
  answers: LateAnswer[];
};

/** Ids of the packages that a mail of ours (alias `o`) is about. */
const packagesAboutOutgoing = sql`case o.about_type
  when 'package' then array[o.about_id]
  when 'task' then array(select k.package_id from tasks k where k.id = o.about_id)
  when 'approval' then array(select a.package_id from approvals a where a.id = o.about_id and a.package_id is not null)
  else '{}'::uuid[] end`;

/** Looks up repeats, the messages that this one answers, and answers that came before it; one query. */
export async function findStoredFacts(
  tx: Tx,
  message: { id: string; messageId: string | null; contentHash: string; references: readonly string[] },
): Promise<StoredFacts> {
  const { id, messageId, contentHash, references } = message;
  const { rows } = await sql<StoredFacts>`
    select e.status,
      d.id as "duplicateOf", d.thread_id as "duplicateThread",
      exists (select from emails o where o.message_id = ${messageId} and o.id <> e.id and o.status = 'processed') as reused,
      coalesce((select json_agg(json_build_object('ours', r.ours, 'id', r.id, 'messageId', r.message_id,
          'threadId', r.thread_id, 'subject', t.subject, 'packages', r.packages) order by r.ours, r.received_at, r.id)
        from (
          select false as ours, m.id, m.message_id, m.thread_id, m.received_at,
            array(select l.package_id from email_links l where l.email_id = m.id and l.status = 'filed') as packages
          from emails m where m.message_id = any(${references}::text[]) and m.id <> e.id and m.status = 'processed'
          union all
          select true, o.id, o.message_id, o.thread_id, o.created_at, ${packagesAboutOutgoing}
          from outgoing_emails o where o.message_id = any(${references}::text[]) and o.email_id is null
        ) r join threads t on t.id = r.thread_id), '[]') as relatives,
      coalesce((select json_agg(json_build_object('id', a.id, 'threadId', a.thread_id,
          'unfiled', not a.filed and a.duplicate_of is null and a.set_aside_at is null and a.sender_mismatch = '{}'
            and not exists (select from email_links l where l.email_id = a.id and l.method = 'manual')))
        from emails a
        where a.reference_ids @> array[${messageId}::text] and ${messageId}::text is not null and a.id <> e.id
          and a.status = 'processed'), '[]') as answers
    from emails e
    left join lateral (
      select o.id, o.thread_id from emails o
      where o.content_hash = ${contentHash} and o.id <> e.id and o.status = 'processed' and o.duplicate_of is null
        and (o.message_id is null or ${messageId}::text is null or o.message_id = ${messageId})
      order by o.received_at, o.id limit 1) d on true
    where e.id = ${id}
    for update of e`.execute(tx);
  return rows[0]!;
}

/** Columns of emails that reading fills, and the rows beside them. Arrays and JSON as plain data. */
export type ReadEmail = {
  id: string;
  kind: string;
  messageId: string | null;
  inReplyTo: string | null;
  referenceIds: string[];
  messageIdReused: boolean;
  contentHash: string;
  duplicateOf: string | null;
  threadId: string;
  newThread: boolean;
  fromName: string | null;
  fromAddress: string | null;
  replyToAddress: string | null;
  to: unknown[];
  cc: unknown[];
  addressees: string[];
  sentAt: string | null;
  dateOffset: number | null;
  subject: string | null;
  text: string;
  replyText: string;
  quotedText: string;
  html: string | null;
  headers: unknown[];
  flags: Record<string, unknown>;
  authResult: string;
  senderMismatch: string[];
  bankDetails: boolean;
  outside: boolean;
  attachments: {
    n: number;
    filename: string;
    content_type: string;
    size: number;
    sha256: string;
    content_id: string | null;
    inline: boolean;
  }[];
  links: NewLink[];
};

/**
 * Writes what was read in one statement: the message, its thread, attachments and links. A link that a person made
 * before stays as it is.
 */
export async function setRead(tx: Tx, email: ReadEmail): Promise<void> {
  const links = email.links.map(({ packageId, method, score, status, why, ruleId }) => ({
    package_id: packageId,
    method,
    score,
    status,
    why,
    rule_id: ruleId ?? null,
  }));
  await sql`
    with thread as (
      insert into threads (id, subject) select ${email.threadId}::uuid, ${email.subject ?? ''} where ${email.newThread}::boolean
    ), attached as (
      insert into attachments (email_id, n, filename, content_type, size, sha256, content_id, inline)
      select ${email.id}::uuid, n, filename, content_type, size, sha256, content_id, inline
      from jsonb_to_recordset(${JSON.stringify(email.attachments)}::jsonb)
        as a(n int, filename text, content_type text, size int, sha256 text, content_id text, inline boolean)
      on conflict (email_id, n) do nothing
    ), linked as (
      insert into email_links (email_id, package_id, method, score, status, why, rule_id)
      select ${email.id}::uuid, package_id, method, score, status, why, rule_id
      from jsonb_to_recordset(${JSON.stringify(links)}::jsonb)
        as l(package_id uuid, method text, score real, status text, why text, rule_id uuid)
      on conflict (email_id, package_id) do nothing
    )
    update emails set status = 'processed', processed_at = now(), error = null, kind = ${email.kind},
      message_id = ${email.messageId}, in_reply_to = ${email.inReplyTo}, reference_ids = ${email.referenceIds}::text[],
      message_id_reused = ${email.messageIdReused}, content_hash = ${email.contentHash},
      duplicate_of = ${email.duplicateOf}::uuid, thread_id = ${email.threadId}::uuid, from_name = ${email.fromName},
      from_address = ${email.fromAddress}, reply_to_address = ${email.replyToAddress},
      to_list = ${JSON.stringify(email.to)}::jsonb, cc_list = ${JSON.stringify(email.cc)}::jsonb,
      addressees = ${email.addressees}::text[], sent_at = ${email.sentAt}::timestamptz, date_offset = ${email.dateOffset},
      subject = ${email.subject}, text = ${email.text}, reply_text = ${email.replyText}, quoted_text = ${email.quotedText},
      html = ${email.html}, headers = ${JSON.stringify(email.headers)}::jsonb, flags = ${JSON.stringify(email.flags)}::jsonb,
      auth_result = ${email.authResult}, sender_mismatch = ${email.senderMismatch}::text[],
      bank_details = ${email.bankDetails}, outside = ${email.outside}, attachment_count = ${email.attachments.length},
      filed = filed or ${email.links.some((link) => link.status === 'filed')}::boolean
    where id = ${email.id}`.execute(tx);
}

/** Ends reading without success. Returns whether the message was waiting to be read. */
export async function setUnread(tx: Tx, id: string, status: 'quarantined' | 'failed', error: string): Promise<boolean> {
  const { rows } = await sql`
    update emails set status = ${status}, error = ${error}, processed_at = now()
    where id = ${id} and status in ('received', 'failed') and status <> ${status} returning id`.execute(tx);
  return rows.length === 1;
}

/** Puts the threads of late answers into one, and files those without a package under the packages of the answered. */
export async function fileAnswers(
  tx: Tx,
  threadId: string,
  answers: readonly LateAnswer[],
  links: readonly { packageId: string; why: string }[],
): Promise<{ emailId: string; packageId: string }[]> {
  const threads = [...new Set(answers.map((answer) => answer.threadId))].filter((id) => id !== threadId);
  if (threads.length > 0)
    await sql`update emails set thread_id = ${threadId}::uuid where thread_id = any(${threads}::uuid[])`.execute(tx);
  const unfiled = answers.filter((answer) => answer.unfiled).map((answer) => answer.id);
  if (unfiled.length === 0 || links.length === 0) return [];
  const rows = links.map(({ packageId, why }) => ({ package_id: packageId, why }));
  const { rows: filed } = await sql<{ emailId: string; packageId: string }>`
    with linked as (
      insert into email_links (email_id, package_id, method, score, status, why)
      select e.id, l.package_id, 'thread', 0.9, 'filed', l.why
      from unnest(${unfiled}::uuid[]) as e(id),
        jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as l(package_id uuid, why text)
      on conflict (email_id, package_id) do update set method = 'thread', score = 0.9, status = 'filed', why = excluded.why,
        updated_at = now() where email_links.status = 'probable'
      returning email_id, package_id
    ), marked as (
      update emails set filed = true where id in (select email_id from linked)
    )
    select email_id as "emailId", package_id as "packageId" from linked`.execute(tx);
  return filed;
}
