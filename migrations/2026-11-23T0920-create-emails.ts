import { type Kysely, sql } from 'kysely';

/** Mail. The raw bytes are committed before anything else is tried; everything else can be read again from them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table threads (
      id uuid primary key default gen_random_uuid(),
      subject text not null default '',
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`
    create table emails (
      id uuid primary key default gen_random_uuid(),
      status text not null default 'received' check (status in ('received', 'processed', 'quarantined', 'failed')),
      kind text not null default 'normal' check (kind in ('normal', 'auto', 'bounce')),
      source text not null check (source in ('api', 'ui', 'redis', 'cli', 'imap', 'smtp', 'webhook', 'sent')),
      raw_sha256 text not null,
      raw_size integer not null,
      -- a signed-in person or a token's owner who brought it in; null for a listener
      received_by uuid references users (id),
      received_at timestamptz not null default now(),
      processed_at timestamptz,
      -- a package named by the sender of the JSON form; filed as written
      given_package_code text,
      message_id text,
      in_reply_to text,
      reference_ids text[] not null default '{}',
      message_id_reused boolean not null default false,
      content_hash text,
      duplicate_of uuid references emails (id),
      thread_id uuid references threads (id),
      from_name text,
      from_address text,
      reply_to_address text,
      to_list jsonb not null default '[]',
      cc_list jsonb not null default '[]',
      -- lower-case addresses of To and Cc: they always see the message
      addressees text[] not null default '{}',
      sent_at timestamptz,
      date_offset integer,
      subject text,
      text text,
      reply_text text,
      quoted_text text,
      html text,
      headers jsonb not null default '[]',
      flags jsonb not null default '{}',
      auth_result text not null default 'unknown' check (auth_result in ('pass', 'fail', 'unknown')),
      sender_mismatch text[] not null default '{}',
      bank_details boolean not null default false,
      -- written by somebody outside: bids are not everyone's
      outside boolean not null default true,
      attachment_count integer not null default 0,
      -- filed under a package; kept with email_links so that triage is one index
      filed boolean not null default false,
      -- a person said that it belongs to no package
      set_aside_at timestamptz,
      set_aside_by uuid references users (id),
      error text,
      version integer not null default 1,
      event_seq integer not null default 0,
      event_hash text not null default '',
      search tsvector generated always as (
        setweight(to_tsvector('simple', left(coalesce(subject, ''), 2000)), 'A') ||
        setweight(to_tsvector('simple', left(coalesce(from_name, '') || ' ' || coalesce(from_address, ''), 500)), 'B') ||
        to_tsvector('simple', left(coalesce(text, ''), 200000))) stored
    )`.execute(db);
  await sql`create unique index emails_raw_key on emails (raw_sha256)`.execute(db);
  await sql`create index emails_received_idx on emails (received_at desc, id)`.execute(db);
  await sql`create index emails_status_idx on emails (status, received_at desc, id)`.execute(db);
  await sql`create index emails_message_id_idx on emails (message_id) where message_id is not null`.execute(db);
  await sql`create index emails_content_hash_idx on emails (content_hash) where content_hash is not null`.execute(db);
  await sql`create index emails_reference_ids_idx on emails using gin (reference_ids)`.execute(db);
  await sql`
    create index emails_triage_idx on emails (received_at desc, id)
      where status = 'processed' and kind = 'normal' and not filed and duplicate_of is null and set_aside_at is null`.execute(
    db,
  );
  await sql`create index emails_thread_idx on emails (thread_id, sent_at, id)`.execute(db);
  await sql`create index emails_from_idx on emails (from_address, received_at desc)`.execute(db);
  await sql`create index emails_search_idx on emails using gin (search)`.execute(db);
  await sql`create index emails_addressees_idx on emails using gin (addressees)`.execute(db);
  await sql`
    create table email_raws (
      email_id uuid primary key references emails (id),
      raw bytea not null
    )`.execute(db);
  await sql`alter table email_raws alter column raw set storage external`.execute(db);
  await sql`
    create table email_links (
      id uuid primary key default gen_random_uuid(),
      email_id uuid not null references emails (id),
      package_id uuid not null references packages (id),
      method text not null check (method in ('reply_address', 'code', 'po_number', 'thread', 'rule', 'words', 'manual')),
      score real not null check (score between 0 and 1),
      status text not null check (status in ('filed', 'probable', 'removed')),
      why text not null default '',
      linked_by uuid references users (id),
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      unique (email_id, package_id)
    )`.execute(db);
  await sql`create index email_links_package_idx on email_links (package_id, status, created_at desc, id)`.execute(db);
  await sql`
    create table attachments (
      id uuid primary key default gen_random_uuid(),
      email_id uuid not null references emails (id),
      n integer not null,
      filename text not null,
      content_type text not null,
      size integer not null,
      sha256 text not null,
      content_id text,
      inline boolean not null default false,
      unique (email_id, n)
    )`.execute(db);
  await sql`create index attachments_sha256_idx on attachments (sha256)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table attachments, email_links, email_raws, emails, threads`.execute(db);
}
