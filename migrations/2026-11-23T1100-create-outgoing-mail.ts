import { type Kysely, sql } from 'kysely';

/** Mail that we send. A row is written before anything is handed to a mail server, and never deleted. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table outgoing_emails (
      -- also the id of the job that sends it
      id uuid primary key default gen_random_uuid(),
      kind text not null check (kind in ('reply', 'notification', 'digest', 'answer')),
      -- sending: its text is on the way to the mail server, whose answer is not known yet
      status text not null default 'queued'
        check (status in ('queued', 'sending', 'sent', 'failed', 'bounced', 'capped')),
      message_id text not null,
      in_reply_to text,
      reference_ids text[] not null default '{}',
      -- the conversation that answers to it join
      thread_id uuid references threads (id),
      -- a reply's own place in that conversation
      email_id uuid references emails (id),
      about_type text check (about_type in ('package', 'task', 'approval', 'email')),
      about_id uuid,
      -- mails of one key to one recipient are counted against the cap
      thread_key text not null,
      from_name text,
      to_list jsonb not null,
      cc_list jsonb not null default '[]',
      -- lower-case addresses of To and Cc
      recipients text[] not null,
      reply_to text,
      unsubscribe_url text,
      subject text not null,
      text text not null,
      html text not null,
      -- the person who wrote it; null: PMIS did
      sent_by uuid references users (id),
      -- the person among us that it is for
      for_user uuid references users (id),
      attempts integer not null default 0,
      -- what the mail server said last, or why it was not sent
      error text,
      -- the mail server's answer is missing: it may have taken the message
      maybe_sent boolean not null default false,
      -- [{address, error}] that the mail server refused or that bounced
      failed_recipients jsonb not null default '[]',
      -- as handed to the mail server; a reply's bytes are kept with its email
      raw bytea,
      created_at timestamptz not null default now(),
      sent_at timestamptz,
      bounced_at timestamptz,
      bounce_email_id uuid references emails (id),
      constraint outgoing_emails_about check ((about_type is null) = (about_id is null))
    )`.execute(db);
  await sql`create unique index outgoing_emails_message_id_key on outgoing_emails (message_id)`.execute(db);
  await sql`create unique index outgoing_emails_email_key on outgoing_emails (email_id) where email_id is not null`.execute(
    db,
  );
  await sql`create index outgoing_emails_cap_idx on outgoing_emails (thread_key, created_at)`.execute(db);
  await sql`create index outgoing_emails_kind_idx on outgoing_emails (kind, created_at desc, id)`.execute(db);
  await sql`create index outgoing_emails_trouble_idx on outgoing_emails (kind, status, created_at desc, id)
    where status <> 'sent'`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table outgoing_emails`.execute(db);
}
