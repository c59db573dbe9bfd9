import { type Kysely, sql } from 'kysely';

/** What people are told, how they want to be told, and what they say to each other about packages, tasks, approvals. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table notifications (
      id uuid primary key default gen_random_uuid(),
      user_id uuid not null references users (id),
      kind text not null check (kind in ('approval_turn', 'approval_decided', 'approval_superseded',
        'approval_withdrawn', 'approval_expired', 'approval_edited', 'task_assigned', 'task_overdue', 'comment_added',
        'mentioned', 'mail_filed', 'mail_bounced', 'mail_failed')),
      about_type text not null check (about_type in ('package', 'task', 'approval', 'email')),
      about_id uuid not null,
      about_code text,
      package_id uuid,
      sentence text not null,
      -- who did it; null: the product itself
      actor_id uuid references users (id),
      -- what happened: each person is told of it once
      once_key text not null,
      created_at timestamptz not null default clock_timestamp(),
      read_at timestamptz,
      unique (user_id, once_key)
    )`.execute(db);
  await sql`create index notifications_user_idx on notifications (user_id, created_at desc, id)`.execute(db);
  await sql`
    create index notifications_unread_idx on notifications (user_id, created_at desc, id) where read_at is null`.execute(
    db,
  );
  await sql`create index notifications_about_idx on notifications (about_id) where read_at is null`.execute(db);
  await sql`create index notifications_read_idx on notifications (read_at) where read_at is not null`.execute(db);
  // A person without a row has the defaults.
  await sql`
    create table notification_preferences (
      user_id uuid primary key references users (id),
      mail_turn boolean not null default true,
      mail_assigned boolean not null default true,
      mail_comments boolean not null default true,
      digest boolean not null default true,
      updated_at timestamptz not null default now()
    )`.execute(db);
  // One a person and day of his own time zone, whether or not there was something to send.
  await sql`
    create table digests (
      user_id uuid not null references users (id),
      day date not null,
      made_at timestamptz not null default now(),
      primary key (user_id, day)
    )`.execute(db);
  await sql`create index digests_day_idx on digests (day)`.execute(db);
  await sql`
    create table comments (
      id uuid primary key default gen_random_uuid(),
      about_type text not null check (about_type in ('package', 'task', 'approval')),
      about_id uuid not null,
      package_id uuid references packages (id),
      author_id uuid not null references users (id),
      text text not null,
      source text not null check (source in ('ui', 'api', 'email')),
      -- the answer to a notification that it was written in: read again, it says nothing twice
      email_id uuid unique references emails (id),
      created_at timestamptz not null default clock_timestamp(),
      edited_at timestamptz,
      -- the text is gone then; the audit trail keeps what was said
      deleted_at timestamptz,
      version integer not null default 1
    )`.execute(db);
  await sql`create index comments_about_idx on comments (about_type, about_id, created_at, id)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table comments, digests, notification_preferences, notifications`.execute(db);
}
