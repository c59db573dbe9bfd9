import { sql } from 'kysely';
import type { Db } from '../db.ts';

/** A message of a mailbox that was not taken at once, or could not be marked. */
export type HeldMessage = { uid: number; status: 'waiting' | 'unmarked' | 'refused' | 'failed'; attempts: number };

export type NewHeld = {
  uid: number;
  status: HeldMessage['status'];
  reason: string;
  sender?: string | null;
  subject?: string | null;
  size?: number | null;
  /** In how many milliseconds it is tried again; null: not by itself. */
  retryMs: number | null;
};

/** The mailbox as it stands: a UID means something only together with its UIDVALIDITY. */
export type MailboxKey = { source: string; uidValidity: number };

/** What is held of these messages. */
export async function listHeld(
  db: Db,
  { source, uidValidity }: MailboxKey,
  uids: readonly number[],
): Promise<HeldMessage[]> {
  const { rows } = await sql<HeldMessage>`
    select uid, status, attempts from mail_source_messages
    where source = ${source} and uid_validity = ${uidValidity} and uid = any(${uids}::bigint[])`.execute(db);
  return rows;
}

/** Those whose next try is due, at most 50. */
export async function listDueHeld(db: Db, { source, uidValidity }: MailboxKey): Promise<HeldMessage[]> {
  const { rows } = await sql<HeldMessage>`
    select uid, status, attempts from mail_source_messages
    where source = ${source} and uid_validity = ${uidValidity} and status in ('waiting', 'unmarked')
      and next_try_at <= now()
    order by next_try_at, id limit 50`.execute(db);
  return rows;
}

/** Records messages that are not taken, or one more attempt at those recorded before. */
export async function putHeld(
  db: Db,
  { source, uidValidity }: MailboxKey,
  messages: readonly NewHeld[],
): Promise<void> {
  if (messages.length === 0) return;
  const rows = messages.map(({ sender = null, subject = null, size = null, ...one }) => ({
    ...one,
    sender,
    subject,
    size,
  }));
  await sql`
    insert into mail_source_messages as m
      (source, uid_validity, uid, status, reason, sender, subject, size, next_try_at)
    select ${source}, ${uidValidity}, r.uid, r.status, left(r.reason, 1000), left(r.sender, 300), left(r.subject, 300), r.size,
      now() + r."retryMs" * interval '1 millisecond'
    from json_to_recordset(${JSON.stringify(rows)}::json) as r(uid bigint, status text, reason text, sender text,
      subject text, size bigint, "retryMs" float8)
    on conflict (source, uid_validity, uid) do update set status = excluded.status, reason = excluded.reason,
      attempts = m.attempts + 1, next_try_at = excluded.next_try_at, updated_at = now()`.execute(db);
}

/** Forgets messages that are stored and marked, or gone. */
export async function deleteHeld(db: Db, { source, uidValidity }: MailboxKey, uids: readonly number[]): Promise<void> {
  if (uids.length === 0) return;
  await sql`
    delete from mail_source_messages
    where source = ${source} and uid_validity = ${uidValidity} and uid = any(${uids}::bigint[])`.execute(db);
}

/** Forgets what was to be done under an earlier UIDVALIDITY: the mailbox is read again from its beginning. */
export async function deleteOldHeld(db: Db, { source, uidValidity }: MailboxKey): Promise<void> {
  await sql`delete from mail_source_messages where source = ${source} and uid_validity <> ${uidValidity}`.execute(db);
}

export type ShownHeld = {
  id: number;
  source: string;
  status: HeldMessage['status'];
  sender: string | null;
  subject: string | null;
  size: number | null;
  reason: string;
  attempts: number;
  nextTryAt: Date | null;
  createdAt: Date;
};

/** The newest messages that could not be taken, of every source. */
export async function listShownHeld(db: Db, limit: number): Promise<ShownHeld[]> {
  const { rows } = await sql<ShownHeld>`
    select id, source, status, sender, subject, size, reason, attempts, next_try_at as "nextTryAt",
      created_at as "createdAt"
    from mail_source_messages order by id desc limit ${limit}`.execute(db);
  return rows;
}
