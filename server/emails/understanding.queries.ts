import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import type { Authentication } from './auth-results.policy.ts';
import type { ReadableMessage } from './parse/parsed-message.ts';

/** Lower runs later: a message that waits to be filed goes before one that waits to be read. */
const READING_PRIORITY = 10;

/** Rules read a message after so long when a model was to read it and has not yet, in seconds. */
const RULES_AFTER_SECONDS = 8;

/**
 * Queues the reading of filed messages; one that waits already is not queued again. With `byModel` a model reads them
 * at once and rules after a moment, in case it is slow; else rules at once.
 */
export async function queueReading(
  tx: Tx,
  emailIds: readonly string[],
  { byModel }: { byModel: boolean },
): Promise<void> {
  await sql`
    insert into jobs (kind, payload, unique_key, priority, run_at)
    select j.kind, jsonb_build_object('emailId', id), j.key || id, ${READING_PRIORITY}::smallint,
      now() + j.wait * interval '1 second'
    from unnest(${emailIds}::uuid[]) id, (values
      ('understand_email', 'understand:', case when ${byModel}::boolean then ${RULES_AFTER_SECONDS}::int else 0 end),
      ('understand_by_model', 'understand-model:', 0)) j (kind, key, wait)
    where j.kind = 'understand_email' or ${byModel}::boolean
    on conflict (unique_key) where status in ('queued', 'running') do nothing`.execute(tx);
}

export type FiledEmail = {
  id: string;
  kind: 'normal' | 'auto' | 'bounce';
  text: string;
  fromAddress: string | null;
  authentication: Authentication;
  broughtIn: boolean;
  bankDetails: boolean;
  mismatch: boolean;
  duplicate: boolean;
  message: ReadableMessage;
};

type FiledRow = Omit<FiledEmail, 'message'> &
  Pick<
    ReadableMessage,
    'to' | 'cc' | 'date' | 'dateOffsetMinutes' | 'subject' | 'replyText' | 'quotedText' | 'headers'
  > & {
    fromName: string | null;
    replyToAddress: string | null;
    flags: ReadableMessage['flags'] & { multipleFrom?: boolean };
  };

/** A filed message with what is kept of it for reading; null for one that is not filed yet or could not be. */
export async function getFiledEmail(db: Db, id: string): Promise<FiledEmail | null> {
  const { rows } = await sql<FiledRow>`
    select e.id, e.kind, e.text, e.from_address as "fromAddress", e.auth_result as authentication,
      e.received_by is not null as "broughtIn", e.bank_details as "bankDetails", e.sender_mismatch <> '{}' as mismatch,
      e.duplicate_of is not null as duplicate, e.from_name as "fromName", e.reply_to_address as "replyToAddress",
      e.to_list as to, e.cc_list as cc, e.date_offset as "dateOffsetMinutes", e.subject, e.reply_text as "replyText",
      to_char(e.sent_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as date, e.quoted_text as "quotedText",
      e.headers, e.flags
    from emails e where e.id = ${id}::uuid and e.status = 'processed'`.execute(db);
  const row = rows[0];
  if (!row) return null;
  const { to, cc, date, dateOffsetMinutes, subject, replyText, quotedText, headers, flags, ...email } = row;
  const { fromName, replyToAddress, ...filed } = email;
  const message: ReadableMessage = {
    from: filed.fromAddress === null ? null : { name: fromName, address: filed.fromAddress },
    replyTo: replyToAddress === null ? [] : [{ name: null, address: replyToAddress }],
    to,
    cc,
    multipleFrom: flags.multipleFrom === true,
    date,
    dateOffsetMinutes,
    subject,
    text: filed.text,
    replyText,
    quotedText,
    kind: filed.kind,
    headers,
    authenticationResults: headers.flatMap(({ name, value }) =>
      /^authentication-results$/i.test(name) ? [value] : [],
    ),
    flags,
  };
  return { ...filed, message };
}

export type ReadableLink = { code: string; method: string; status: 'filed' | 'probable' | 'removed' };

const linksOf = sql`(select coalesce(json_agg(json_build_object('code', p.code, 'method', l.method, 'status', l.status)
    order by l.created_at, p.code), '[]')
  from email_links l join packages p on p.id = l.package_id where l.email_id = e.id)`;

/** Where a message stands now. */
export async function listLinks(db: Db, emailId: string): Promise<ReadableLink[]> {
  const { rows } = await sql<{ links: ReadableLink[] }>`
    select ${linksOf} as links from emails e where e.id = ${emailId}::uuid`.execute(db);
  return rows[0]?.links ?? [];
}

/** Where a message stands now, holding the message so that nobody files it meanwhile. */
export async function lockLinks(tx: Tx, emailId: string): Promise<ReadableLink[]> {
  const { rows } = await sql<{ links: ReadableLink[] }>`
    select ${linksOf} as links from emails e where e.id = ${emailId}::uuid for update of e`.execute(tx);
  return rows[0]?.links ?? [];
}

export type StoredReading = { source: 'rules' | 'llm' | null; modelWaits: boolean };

/** Who read a message already, and whether a model is still to; the message is held by the caller. */
export async function getStoredReading(tx: Tx, emailId: string): Promise<StoredReading> {
  const { rows } = await sql<StoredReading>`
    select understanding ->> 'source' as source, exists (select from jobs
      where unique_key = ${`understand-model:${emailId}`} and status in ('queued', 'running')) as "modelWaits"
    from emails where id = ${emailId}::uuid`.execute(tx);
  return rows[0] ?? { source: null, modelWaits: false };
}

/** The rules' reading stays, and says why no model read the message. */
export async function setFallback(tx: Tx, emailId: string, reason: string): Promise<void> {
  await sql`
    update emails set understanding = (understanding - 'pending') || jsonb_build_object('fallback', ${reason}::text)
    where id = ${emailId}::uuid and understanding ->> 'source' = 'rules'`.execute(tx);
}

/** A message was read: the rules' turn, which was to come in case it was not, ends. */
export async function endWaitingReading(tx: Tx, emailId: string): Promise<void> {
  await sql`
    update jobs set status = 'done', finished_at = now()
    where unique_key = ${`understand:${emailId}`} and status = 'queued'`.execute(tx);
}

/** Takes back packages that the text was thought to be about by its words alone, other than these. */
export async function removeGuessedLinks(tx: Tx, emailId: string, keepCodes: readonly string[]): Promise<void> {
  await sql`
    delete from email_links l using packages p
    where l.email_id = ${emailId}::uuid and p.id = l.package_id and l.method = 'words' and l.status = 'probable'
      and l.linked_by is null and p.code <> all(${keepCodes}::text[])`.execute(tx);
}

/** Whether a message waits to be read, by rules or a model. */
export async function waitsForReading(db: Db, emailId: string): Promise<boolean> {
  const { rows } = await sql`
    select from jobs where unique_key = any(${[`understand:${emailId}`, `understand-model:${emailId}`]}::text[])
      and status in ('queued', 'running')`.execute(db);
  return rows.length > 0;
}

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
