import { type RawBuilder, sql } from 'kysely';
import type { Db, Tx } from '../db.ts';

/** Reading attachments for search waits for all reading of messages. */
const PRIORITY = 20;

/** Queues the reading of a message's attachments; one that waits already is not queued again. */
export async function queueAttachmentReading(tx: Tx, emailId: string): Promise<void> {
  await sql`
    insert into jobs (kind, payload, unique_key, priority)
    values ('read_attachments', jsonb_build_object('emailId', ${emailId}::text), ${`attachments:${emailId}`}, ${PRIORITY}::smallint)
    on conflict (unique_key) where status in ('queued', 'running') do nothing`.execute(tx);
}

export type UnreadAttachment = { n: number; filename: string; contentType: string; size: number; sha256: string };

/** The attachments of a message whose text was not read yet, in order. */
export async function listUnreadAttachments(db: Db, emailId: string): Promise<UnreadAttachment[]> {
  const { rows } = await sql<UnreadAttachment>`
    select a.n, a.filename, a.content_type as "contentType", a.size, a.sha256 from attachments a
    where a.email_id = ${emailId}::uuid
      and not exists (select from email_texts t where t.email_id = a.email_id and t.n = a.n)
    order by a.n limit 1000`.execute(db);
  return rows;
}

/** Takes over what was read of equal content before, by SHA-256. */
export async function copyKnownTexts(tx: Tx | Db, emailId: string): Promise<void> {
  await sql`
    insert into email_texts (email_id, n, sha256, text, error)
    select distinct on (a.n) a.email_id, a.n, a.sha256, t.text, t.error
    from attachments a join email_texts t on t.sha256 = a.sha256
    where a.email_id = ${emailId}::uuid
    on conflict (email_id, n) do nothing`.execute(tx);
}

export type ReadText = { n: number; sha256: string | null; text: string; error: string | null };

/** Keeps the texts of a message; one that stands already stays. */
export async function insertEmailTexts(tx: Tx | Db, emailId: string, texts: readonly ReadText[]): Promise<void> {
  if (texts.length === 0) return;
  const rows = JSON.stringify(texts);
  await sql`
    insert into email_texts (email_id, n, sha256, text, error)
    select ${emailId}::uuid, n, sha256, text, error
    from jsonb_to_recordset(${rows}::jsonb) as t(n int, sha256 text, text text, error text)
    on conflict (email_id, n) do nothing`.execute(tx);
}

/** `select` of the ids of messages in whose HTML or attachments the words stand. */
export function emailsByTexts(query: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`select t.email_id from email_texts t where t.search @@ ${query}`;
}

/**
 * Where the words stand in message `e` beside its text: `[{n, filename}]` as JSON, the HTML form as n 0; at most ten.
 */
export function foundInTexts(query: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`coalesce((select json_agg(json_build_object('n', found.n, 'filename', found.filename) order by found.n)
    from (select t.n, a.filename from email_texts t left join attachments a on a.email_id = t.email_id and a.n = t.n
      where t.email_id = e.id and t.search @@ ${query} order by t.n limit 10) found), '[]')`;
}
