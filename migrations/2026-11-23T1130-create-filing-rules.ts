import { type Kysely, sql } from 'kysely';

/** What corrections teach: mail of a sender with these words belongs to a package. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table filing_rules (
      id uuid primary key default gen_random_uuid(),
      -- a lower-case address, or a domain and its subdomains
      sender text not null,
      -- as shown and edited: "intake pumps"
      words text not null,
      -- telling words of it, sorted: equal rules have equal keys
      words_key text not null,
      package_id uuid not null references packages (id),
      taught_by uuid references users (id),
      -- the message whose filing taught it
      email_id uuid references emails (id),
      enabled boolean not null default true,
      -- the contradicted rule that this one switched off; taking the lesson back switches it on again
      replaces uuid references filing_rules (id),
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      -- a deleted rule keeps its row: its audit trail stands on it
      deleted_at timestamptz,
      version integer not null default 1,
      event_seq integer not null default 0,
      event_hash text not null default ''
    )`.execute(db);
  await sql`
    create unique index filing_rules_key on filing_rules (sender, words_key) where enabled and deleted_at is null`.execute(
    db,
  );
  await sql`create index filing_rules_list_idx on filing_rules (created_at desc, id) where deleted_at is null`.execute(
    db,
  );
  await sql`create index filing_rules_package_idx on filing_rules (package_id) where deleted_at is null`.execute(db);
  await sql`create index filing_rules_email_idx on filing_rules (email_id) where deleted_at is null`.execute(db);
  await sql`alter table email_links add column rule_id uuid references filing_rules (id)`.execute(db);
  await sql`create index email_links_rule_idx on email_links (rule_id, created_at desc) where rule_id is not null`.execute(
    db,
  );
  // One more kind of entity with a chain of its own; the rest of the function stays as it stands.
  await sql`
    do $do$ begin
      execute replace(pg_get_functiondef('pmis_record_event'::regproc), $q$when 'job' then 'jobs'$q$,
        $q$when 'filing_rule' then 'filing_rules' when 'job' then 'jobs'$q$);
    end $do$`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`
    do $do$ begin
      execute replace(pg_get_functiondef('pmis_record_event'::regproc), $q$when 'filing_rule' then 'filing_rules' $q$, '');
    end $do$`.execute(db);
  await sql`drop index email_links_rule_idx`.execute(db);
  await sql`alter table email_links drop column rule_id`.execute(db);
  await sql`drop table filing_rules`.execute(db);
}
