import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Db, Tx } from '../db.ts';
import { refCondition } from '../packages/package.queries.ts';
import { decodeCursor } from '../paging.ts';
import { emailsByTexts, foundInTexts } from '../email-texts/email-text.queries.ts';
import { suggestedOf, suggestionsOf } from '../suggestions/suggestion.queries.ts';
import type { EmailJson, EmailStatus, LinkStatus, ListEmails, RestrictedEmailJson } from './email.schema.ts';
import { visibleTo } from './email-visibility.queries.ts';

/** What waits to be filed by a person; the condition of emails_triage_idx, on alias `e`. */
const inTriage = sql<boolean>`e.status = 'processed' and e.kind = 'normal' and not e.filed and e.duplicate_of is null
  and e.set_aside_at is null`;

const links = sql`coalesce((select json_agg(json_build_object('package', p.code, 'packageId', p.id, 'method', l.method,
    'score', round(l.score::numeric, 2), 'status', l.status, 'why', l.why) order by l.status = 'removed', l.score desc, p.code)
  from email_links l join packages p on p.id = l.package_id where l.email_id = e.id), '[]')`;

const packages = sql`coalesce((select json_agg(p.code order by p.code)
  from email_links l join packages p on p.id = l.package_id where l.email_id = e.id and l.status = 'filed'), '[]')`;

const sender = sql`case when e.from_address is null and e.from_name is null then null
  else json_build_object('name', e.from_name, 'address', coalesce(e.from_address, '')) end`;

const restricted = sql`json_build_object('id', e.id, 'date', e.sent_at, 'status', e.status, 'packages', ${packages},
  'restricted', true)`;

const words = (q: string) => sql`websearch_to_tsquery('simple', ${q})`;

/** `q`: the search that found it. */
const item = (
  q?: string,
) => sql`json_build_object('id', e.id, 'status', e.status, 'kind', e.kind, 'messageId', e.message_id,
  'threadId', e.thread_id, 'duplicateOf', e.duplicate_of, 'from', ${sender}, 'date', e.sent_at,
  'receivedAt', e.received_at, 'subject', e.subject, 'snippet', left(regexp_replace(left(coalesce(nullif(e.reply_text, ''),
    e.text, ''), 400), '\\s+', ' ', 'g'), 200), 'packages', ${packages}, 'links', ${links},
  'attachmentCount', e.attachment_count, 'suggested', ${suggestedOf(sql`e.id`)}, 'senderMismatch', e.sender_mismatch, 'bankDetails', e.bank_details,
  'outside', e.outside, 'restricted', false, 'setAside', e.set_aside_at is not null, 'error', e.error,
  'found', ${q ? foundInTexts(words(q)) : sql`'[]'::json`})`;

/** The words stand in the message, its HTML or an attachment of it: each looked up in its own index. */
const wordsIn = (q: string) => sql<boolean>`e.id in (
  select found.id from emails found where found.search @@ ${words(q)} union all ${emailsByTexts(words(q))})`;

function conditions(actor: Actor, input: ListEmails): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [];
  // What we wrote stands in its conversation and under its package; lists of arrivals leave it out.
  if (!input.thread && input.package === undefined && !input.q) parts.push(sql`e.source <> 'sent'`);
  if (input.status?.length) parts.push(sql`e.status = any(${input.status}::text[])`);
  if (input.kind?.length) parts.push(sql`e.kind = any(${input.kind}::text[])`);
  if (input.thread) parts.push(sql`e.thread_id = ${input.thread}::uuid`);
  if (input.setAside !== undefined) parts.push(sql`(e.set_aside_at is not null) = ${input.setAside}::boolean`);
  if (input.triage === true) parts.push(inTriage);
  if (input.triage === false) parts.push(sql`not (${inTriage})`);
  if (input.package !== undefined)
    parts.push(sql`e.id in (select l.email_id from email_links l where l.status <> 'removed'
      and l.package_id = (select p.id from packages p where ${refCondition(input.package, sql`p.id`, sql`p.code`)}))`);
  // A hidden message is not found by its words: that would tell what stands in it.
  if (input.q) parts.push(sql`${wordsIn(input.q)} and ${visibleTo(actor)}`);
  if (input.cursor) {
    const [at, id] = decodeCursor(input.cursor, ['instant', 'uuid']);
    const older = input.sort === '-receivedAt';
    parts.push(
      older
        ? sql`e.received_at <= ${at}::timestamptz and (e.received_at < ${at}::timestamptz or e.id > ${id}::uuid)`
        : sql`e.received_at >= ${at}::timestamptz and (e.received_at > ${at}::timestamptz or e.id < ${id}::uuid)`,
    );
  }
  return parts.length > 0 ? sql`where ${sql.join(parts, sql` and `)}` : sql``;
}

/** `{items, nextCursor}` as JSON text; a message that the actor may not read is there in its restricted form. */
export async function listEmailsJson(db: Db, actor: Actor, input: ListEmails): Promise<string> {
  const order = input.sort === '-receivedAt' ? sql`e.received_at desc, e.id` : sql`e.received_at, e.id desc`;
  const { rows } = await sql<{ json: string }>`
    with page as materialized (
      select e.id, e.received_at, row_number() over (order by ${order}) as position from emails e
      ${conditions(actor, input)} order by ${order} limit ${input.limit + 1}
    )
    select json_build_object(
      'items', coalesce((select json_agg(case when ${visibleTo(actor)} then ${item(input.q)} else ${restricted} end order by page.position)
        from page join emails e on e.id = page.id where page.position <= ${input.limit}), '[]'),
      'nextCursor', (select pmis_cursor(jsonb_build_array(received_at, id)) from page
        where position = ${input.limit} and exists (select from page where position > ${input.limit}))
    )::text as json`.execute(db);
  return rows[0]!.json;
}

/** The correspondence of a package, filed and probable, newest first, in the items of the list; at most `limit`. */
export async function listEmailsOfPackage(db: Db, actor: Actor, packageId: string, limit: number): Promise<unknown[]> {
  const { rows } = await sql<{ item: unknown }>`
    select case when ${visibleTo(actor)} then ${item()} else ${restricted} end as item
    from emails e
    where e.id in (select email_id from email_links where package_id = ${packageId}::uuid and status <> 'removed')
    order by e.received_at desc, e.id limit ${limit}`.execute(db);
  return rows.map((row) => row.item);
}

/**
 * One message as `GET /api/emails/:id` answers it, the restricted form where it is hidden; null when there is none.
 */
export async function getEmail(db: Db, actor: Actor, id: string): Promise<EmailJson | RestrictedEmailJson | null> {
  const { rows } = await sql<{ email: EmailJson | RestrictedEmailJson }>`
    select case when ${visibleTo(actor)} then json_build_object('id', e.id, 'status', e.status,
      'kind', e.kind, 'messageId', e.message_id, 'inReplyTo', e.in_reply_to, 'threadId', e.thread_id,
      'duplicateOf', e.duplicate_of, 'from', ${sender}, 'to', e.to_list, 'cc', e.cc_list, 'date', e.sent_at,
      'receivedAt', e.received_at, 'subject', e.subject, 'text', e.text, 'replyText', e.reply_text, 'html', e.html,
      'attachments', coalesce((select json_agg(json_build_object('n', a.n, 'filename', a.filename, 'size', a.size,
          'contentType', a.content_type, 'sha256', a.sha256, 'inline', a.inline) order by a.n)
        from attachments a where a.email_id = e.id), '[]'),
      'messageIdReused', e.message_id_reused, 'restricted', false, 'packages', ${packages}, 'links', ${links},
      'understanding', e.understanding, 'suggestions', ${suggestionsOf(sql`e.id`)}, 'authentication', e.auth_result, 'senderMismatch', e.sender_mismatch,
      'bankDetails', e.bank_details, 'outside', e.outside, 'source', e.source,
      'setAside', e.set_aside_at is not null, 'version', e.version, 'error', e.error) else ${restricted} end as email
    from emails e where e.id = ${id}::uuid`.execute(db);
  return rows[0]?.email ?? null;
}

export type StoredAttachment = {
  n: number;
  filename: string;
  size: number;
  contentType: string;
  sha256: string;
  contentId: string | null;
};

/** The attachments of a message that the actor may read, in order; null when there is no such message or it is hidden. */
export async function getReadableAttachments(
  db: Db,
  actor: Actor,
  emailId: string,
): Promise<{ visible: boolean; html: string | null; attachments: StoredAttachment[] } | null> {
  const { rows } = await sql<{ visible: boolean; html: string | null; attachments: StoredAttachment[] }>`
    select ${visibleTo(actor)} as visible, e.html,
      coalesce((select json_agg(json_build_object('n', a.n, 'filename', a.filename, 'size', a.size,
        'contentType', a.content_type, 'sha256', a.sha256, 'contentId', a.content_id) order by a.n)
        from attachments a where a.email_id = e.id), '[]') as attachments
    from emails e where e.id = ${emailId}::uuid`.execute(db);
  return rows[0] ?? null;
}

/** How many messages wait to be filed, as many as 1,000. */
export async function getTriageCount(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (select from emails e where ${inTriage} limit 1000) as waiting`.execute(db);
  return rows[0]!.count;
}

/** How many messages stand in each status, for tabs and health. */
export async function getEmailCounts(db: Db): Promise<Record<Exclude<EmailStatus, 'processed'>, number>> {
  const { rows } = await sql<{ status: EmailStatus; count: number }>`
    select status, count(*)::int as count from emails where status in ('received', 'quarantined', 'failed') and (status = 'received' or set_aside_at is null) group by status`.execute(
    db,
  );
  const counts = { received: 0, quarantined: 0, failed: 0 };
  for (const { status, count } of rows) if (status !== 'processed') counts[status] = count;
  return counts;
}

export type LockedEmail = {
  id: string;
  status: EmailStatus;
  version: number;
  duplicateOf: string | null;
  visible: boolean;
  setAside: boolean;
  error: string | null;
};

/** The message for a change to it, held; null when there is none. */
export async function lockEmail(tx: Tx, actor: Actor, id: string): Promise<LockedEmail | null> {
  const { rows } = await sql<LockedEmail>`
    select e.id, e.status, e.version, e.duplicate_of as "duplicateOf", ${visibleTo(actor)} as visible,
      e.set_aside_at is not null as "setAside", e.error
    from emails e where e.id = ${id}::uuid for update of e`.execute(tx);
  return rows[0] ?? null;
}

export type LinkRow = { status: LinkStatus; method: string; score: number };

/** The link of a message to a package, whatever its status. */
export async function findLink(tx: Tx, emailId: string, packageId: string): Promise<LinkRow | null> {
  const { rows } = await sql<LinkRow>`
    select status, method, round(score::numeric, 2)::float as score from email_links
    where email_id = ${emailId} and package_id = ${packageId}`.execute(tx);
  return rows[0] ?? null;
}

export type Teachable = {
  fromAddress: string | null;
  subject: string | null;
  replyText: string;
  authResult: string;
  /** A signed-in person or a token's owner brought it in. */
  broughtIn: boolean;
};

/** What filing this message teaches from; null for one that teaches nothing: automatic, or from a doubtful sender. */
export async function getTeachable(tx: Tx, id: string): Promise<Teachable | null> {
  const { rows } = await sql<Teachable>`
    select from_address as "fromAddress", subject, coalesce(reply_text, '') as "replyText", auth_result as "authResult",
      received_by is not null as "broughtIn"
    from emails where id = ${id}::uuid and status = 'processed' and kind = 'normal' and sender_mismatch = '{}'`.execute(
    tx,
  );
  return rows[0] ?? null;
}

/** Files a message by hand, or takes it away, and brings `filed` and the version up to date. */
export async function setLink(
  tx: Tx,
  link: { emailId: string; packageId: string; status: 'filed' | 'removed'; userId: string | null; why: string },
): Promise<void> {
  await sql`
    insert into email_links (email_id, package_id, method, score, status, why, linked_by)
    values (${link.emailId}, ${link.packageId}, 'manual', 1, ${link.status}, ${link.why}, ${link.userId})
    on conflict (email_id, package_id) do update set method = 'manual', score = 1, status = excluded.status,
      why = excluded.why, linked_by = excluded.linked_by, updated_at = now()`.execute(tx);
  await sql`
    update emails set version = version + 1, set_aside_at = null, set_aside_by = null,
      filed = exists (select from email_links where email_id = ${link.emailId} and status = 'filed')
    where id = ${link.emailId}`.execute(tx);
}

/** Sets a message aside (it belongs to no package), or takes that back. */
export async function setAside(tx: Tx, id: string, userId: string | null, aside: boolean): Promise<void> {
  await sql`
    update emails set version = version + 1, set_aside_at = ${aside ? sql`now()` : null},
      set_aside_by = ${aside ? userId : null} where id = ${id}`.execute(tx);
}

/** Puts a message that was not read back to waiting. */
export async function setWaiting(tx: Tx, id: string): Promise<void> {
  await sql`
    update emails set status = 'received', error = null, processed_at = null, version = version + 1 where id = ${id}`.execute(
    tx,
  );
}
