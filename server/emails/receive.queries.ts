import { sql } from 'kysely';
import type { Db, Tx } from '../db.ts';
import { workContext } from '../telemetry/work-context.ts';
import type { EmailSource, EmailStatus } from './email.schema.ts';

export type NewEmail = {
  raw: Uint8Array;
  rawSha256: string;
  source: EmailSource;
  /** Which one of that way (server/sources): an account's mailbox, a webhook; absent: the way itself. */
  mailSource?: string;
  receivedBy: string | null;
  givenPackageCode: string | null;
  /** Why it is quarantined at once; null: it waits to be read. */
  quarantine: string | null;
};

/**
 * Stores a message raw together with the job that reads it, in one statement; a message with the same bytes adds
 * nothing. Null: those bytes are stored already.
 */
export async function insertEmail(tx: Db | Tx, email: NewEmail): Promise<{ id: string; status: EmailStatus } | null> {
  const status: EmailStatus = email.quarantine === null ? 'received' : 'quarantined';
  const { rows } = await sql<{ id: string; status: EmailStatus }>`
    with stored as (
      insert into emails (status, source, mail_source, raw_sha256, raw_size, received_by, given_package_code, error, processed_at)
      values (${status}, ${email.source}, ${email.mailSource ?? email.source}, ${email.rawSha256}, ${email.raw.byteLength},
        ${email.receivedBy}, ${email.givenPackageCode}, ${email.quarantine}, ${email.quarantine === null ? null : sql`now()`})
      on conflict (raw_sha256) do nothing
      returning id, status
    ), bytes as (
      insert into email_raws (email_id, raw) select id, ${Buffer.from(email.raw.buffer, email.raw.byteOffset, email.raw.byteLength)} from stored
    ), job as (
      insert into jobs (kind, payload, unique_key, request_id)
      select 'process_email', jsonb_build_object('emailId', id), 'email:' || id, ${workContext()?.requestId ?? null}
      from stored where status = 'received'
    )
    select id, status from stored`.execute(tx);
  return rows[0] ?? null;
}

/** The stored message with these raw bytes. */
export async function findEmailByRaw(db: Db, rawSha256: string): Promise<{ id: string; status: EmailStatus } | null> {
  const { rows } = await sql<{ id: string; status: EmailStatus }>`
    select id, status from emails where raw_sha256 = ${rawSha256}`.execute(db);
  return rows[0] ?? null;
}

/** The bytes of `email_raws r`. The driver reads bytea as hex, which takes both sides twice as long. */
export const rawInBase64 = sql<string>`encode(r.raw, 'base64')`;

/** The raw bytes of a message; null when there is no such message. */
export async function getRaw(db: Db, id: string): Promise<Buffer | null> {
  const { rows } = await sql<{
    raw: string;
  }>`select ${rawInBase64} as raw from email_raws r where email_id = ${id}`.execute(db);
  return rows[0] ? Buffer.from(rows[0].raw, 'base64') : null;
}
