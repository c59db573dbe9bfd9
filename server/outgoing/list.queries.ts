import { type RawBuilder, sql } from 'kysely';
import type { Actor } from '../actor.ts';
import type { Db, Tx } from '../db.ts';
import { visibleTo } from '../emails/email-visibility.queries.ts';
import { decodeCursor } from '../paging.ts';
import type { ListOutgoing, OutgoingJson, OutgoingKind, OutgoingStatus } from './outgoing.schema.ts';

const shown = sql`json_build_object('id', o.id, 'kind', o.kind, 'status', o.status, 'messageId', o.message_id,
  'emailId', o.email_id, 'threadId', o.thread_id, 'to', o.to_list, 'cc', o.cc_list, 'subject', o.subject,
  'sentBy', (select u.name from users u where u.id = o.sent_by), 'attempts', o.attempts, 'error', o.error,
  'maybeSent', o.maybe_sent, 'failedRecipients', o.failed_recipients, 'createdAt', o.created_at, 'sentAt', o.sent_at,
  'bouncedAt', o.bounced_at)`;

/** A reply is shown to whoever may read it in its conversation; what PMIS sent by itself only to whom the caller lets. */
function readable(actor: Actor): RawBuilder<unknown> {
  // `offset 0`: looked up for each row of the page; the planner may otherwise hash all mail for it.
  return sql`(o.email_id is null or exists (select from emails e where e.id = o.email_id and ${visibleTo(actor)} offset 0))`;
}

/** `{items, nextCursor}` of mails of one kind as JSON text, newest first. */
export async function listOutgoingJson(db: Db, actor: Actor, input: ListOutgoing): Promise<string> {
  const [at, id] = input.cursor ? decodeCursor(input.cursor, ['instant', 'uuid']) : [null, null];
  const { rows } = await sql<{ json: string }>`
    with page as materialized (
      select o.id, o.created_at, row_number() over (order by o.created_at desc, o.id) as position
      from outgoing_emails o
      where o.kind = ${input.kind} and ${readable(actor)}
        ${input.status?.length ? sql`and o.status = any(${input.status}::text[])` : sql``}
        ${at === null ? sql`` : sql`and o.created_at <= ${at}::timestamptz and (o.created_at < ${at}::timestamptz or o.id > ${id}::uuid)`}
      order by o.created_at desc, o.id limit ${input.limit + 1}
    )
    select json_build_object(
      'items', coalesce((select json_agg(${shown} order by page.position) from page join outgoing_emails o using (id)
        where page.position <= ${input.limit}), '[]'),
      'nextCursor', (select pmis_cursor(jsonb_build_array(created_at, id)) from page
        where position = ${input.limit} and exists (select from page where position > ${input.limit}))
    )::text as json`.execute(db);
  return rows[0]!.json;
}

/** How the replies among these messages stand, by the message's id; for a conversation's page. */
export async function listOutgoingOf(db: Db, emailIds: readonly string[]): Promise<Record<string, OutgoingJson>> {
  if (emailIds.length === 0) return {};
  const { rows } = await sql<{ emailId: string; item: OutgoingJson }>`
    select o.email_id as "emailId", ${shown} as item from outgoing_emails o
    where o.email_id = any(${emailIds.slice(0, 1000)}::uuid[])`.execute(db);
  return Object.fromEntries(rows.map(({ emailId, item }) => [emailId, item]));
}

/** How many replies could not be sent or came back; for the tab. At most 1,000. */
export async function countTroubled(db: Db): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from (select from outgoing_emails
      where kind = 'reply' and status in ('failed', 'bounced') and status <> 'sent' limit 1000) as troubled`.execute(
    db,
  );
  return rows[0]!.count;
}

export type LockedOutgoing = {
  id: string;
  kind: OutgoingKind;
  status: OutgoingStatus;
  emailId: string | null;
  sentBy: string | null;
  subject: string;
  recipients: string[];
};

/** A mail that the actor may read, held; null when there is none. */
export async function lockOutgoing(tx: Tx, actor: Actor, id: string): Promise<LockedOutgoing | null> {
  const { rows } = await sql<LockedOutgoing>`
    select o.id, o.kind, o.status, o.email_id as "emailId", o.sent_by as "sentBy", o.subject, o.recipients
    from outgoing_emails o where o.id = ${id}::uuid and ${readable(actor)} for update of o`.execute(tx);
  return rows[0] ?? null;
}

/** Puts a mail that was given up back to waiting. */
export async function setQueuedAgain(tx: Tx, id: string): Promise<void> {
  await sql`
    update outgoing_emails set status = 'queued', error = null, maybe_sent = false where id = ${id}::uuid`.execute(tx);
}
