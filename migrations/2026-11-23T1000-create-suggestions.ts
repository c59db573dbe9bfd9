import { type Kysely, sql } from 'kysely';

/** What was read out of a message, and what of it waits for a person. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table emails add column understanding jsonb`.execute(db);
  await sql`
    create table suggestions (
      id uuid primary key default gen_random_uuid(),
      email_id uuid not null references emails (id),
      package_id uuid references packages (id),
      kind text not null check (kind in ('task', 'patch')),
      status text not null default 'open' check (status in ('open', 'accepted', 'dismissed')),
      -- task: {title, due, assignee}; patch: {field, value, before}, values as the API writes them
      content jsonb not null,
      -- equal ones merge: the field and value of a patch, the folded title of a task
      content_key text not null,
      -- [{type: 'email', id, quote, start, end}], every quote verbatim in that message's text
      evidence jsonb not null check (jsonb_typeof(evidence) = 'array'),
      text_hash text not null,
      source text not null check (source in ('rules', 'llm')),
      source_version text not null,
      -- the sender is new to the package: a person confirms him before the change can be proposed
      sender_unknown boolean not null default false,
      not_verified boolean not null default false,
      decided_by uuid references users (id),
      decided_at timestamptz,
      approval_id uuid references approvals (id),
      task_id uuid references tasks (id),
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index suggestions_email_idx on suggestions (email_id, id)`.execute(db);
  await sql`create index suggestions_open_idx on suggestions (package_id, kind, content_key) where status = 'open'`.execute(
    db,
  );
  await sql`
    create table sender_confirmations (
      package_id uuid not null references packages (id),
      address text not null check (address = lower(address)),
      confirmed_by uuid not null references users (id),
      confirmed_at timestamptz not null default now(),
      primary key (package_id, address)
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table sender_confirmations, suggestions`.execute(db);
  await sql`alter table emails drop column understanding`.execute(db);
}
