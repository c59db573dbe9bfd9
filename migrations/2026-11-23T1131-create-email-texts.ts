import { type Kysely, sql } from 'kysely';

/** What a search finds of a message beside its text: attachments that hold text, and HTML that says more than its text. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // A tsvector holds 1 MB: of a text whose words need more, the beginning is searched.
  await sql`
    create function pmis_text_search(t text) returns tsvector language plpgsql immutable parallel safe as $$
    begin
      return to_tsvector('simple', left(t, 1000000));
    exception when program_limit_exceeded then
      begin
        return to_tsvector('simple', left(t, 250000));
      exception when program_limit_exceeded then
        return to_tsvector('simple', left(t, 50000));
      end;
    end $$`.execute(db);
  await sql`
    create table email_texts (
      email_id uuid not null references emails (id),
      -- the attachment's number; 0 is the HTML form of the message
      n integer not null,
      -- of the attachment's content: equal content is read once
      sha256 text,
      text text not null default '',
      -- why nothing could be read; null when it was
      error text,
      read_at timestamptz not null default now(),
      search tsvector generated always as (pmis_text_search(text)) stored,
      primary key (email_id, n)
    )`.execute(db);
  await sql`create index email_texts_search_idx on email_texts using gin (search)`.execute(db);
  await sql`create index email_texts_sha256_idx on email_texts (sha256) where sha256 is not null`.execute(db);
  await sql`
    insert into jobs (kind, payload, unique_key, priority)
    select 'read_attachments', jsonb_build_object('emailId', e.id), 'attachments:' || e.id, 20
    from emails e where e.attachment_count > 0 and e.status = 'processed'
    on conflict do nothing`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`delete from jobs where kind = 'read_attachments'`.execute(db);
  await sql`drop table email_texts`.execute(db);
  await sql`drop function pmis_text_search`.execute(db);
}
