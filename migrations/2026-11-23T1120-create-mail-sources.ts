import { type Kysely, sql } from 'kysely';

/** The ways in for mail: what stands about each beside its configuration, and messages that could not be taken. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Which of the ways in brought it: api, ui, redis, cli, smtp, lmtp, postmark, … or the account and mailbox.
  await sql`alter table emails add column mail_source text`.execute(db);
  await sql`update emails set mail_source = source`.execute(db);
  await sql`create index emails_mail_source_idx on emails (mail_source, received_at desc)`.execute(db);
  await sql`
    create table mail_sources (
      name text primary key,
      kind text not null,
      last_ok_at timestamptz,
      failing_since timestamptz,
      failures integer not null default 0,
      last_error text,
      last_error_at timestamptz,
      next_try_at timestamptz,
      -- messages turned away: a wrong signature, an unknown recipient, too large
      refused bigint not null default 0,
      -- one worker at a time reads a mailbox; a writer with an older fence than the row's writes nothing
      lease_by text,
      lease_until timestamptz,
      fence bigint not null default 0,
      -- IMAP: every message up to last_uid is stored or stands in mail_source_messages
      uid_validity bigint,
      last_uid bigint not null default 0,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table mail_source_messages (
      id bigint generated always as identity primary key,
      source text not null references mail_sources (name),
      uid_validity bigint not null,
      uid bigint not null,
      -- waiting: to be fetched; unmarked: stored, to be flagged or moved; refused: too large; failed: given up
      status text not null check (status in ('waiting', 'unmarked', 'refused', 'failed')),
      sender text,
      subject text,
      size bigint,
      reason text not null,
      attempts integer not null default 1,
      next_try_at timestamptz,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (source, uid_validity, uid)
    )`.execute(db);
  await sql`
    create index mail_source_messages_status_idx on mail_source_messages (source, status, next_try_at, id)`.execute(db);
  // A signature that does not cover the body is good for one body only.
  await sql`
    create table inbound_tokens (
      source text not null,
      token text not null,
      body_sha256 text not null,
      used_at timestamptz not null default now(),
      primary key (source, token)
    )`.execute(db);
  await sql`create index inbound_tokens_used_idx on inbound_tokens (used_at)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table inbound_tokens, mail_source_messages, mail_sources`.execute(db);
  await sql`alter table emails drop column mail_source`.execute(db);
}
