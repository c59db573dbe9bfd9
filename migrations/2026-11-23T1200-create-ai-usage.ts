import { type Kysely, sql } from 'kysely';

/** What models were asked, what it cost, whether one rests; rehearsals; suggestions that move a task's date. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table ai_usage (
      -- the UTC day
      day date not null,
      -- null: the worker's own reading of mail
      user_id uuid references users (id),
      purpose text not null check (purpose in ('mail', 'chat', 'replay')),
      -- provider:model
      model text not null,
      calls integer not null default 0,
      failures integer not null default 0,
      tokens_in bigint not null default 0,
      tokens_out bigint not null default 0,
      -- part of tokens_in
      tokens_cached bigint not null default 0,
      -- millionths of a US dollar; null while no price is known
      cost_micros bigint,
      unique nulls not distinct (day, user_id, purpose, model)
    )`.execute(db);
  await sql`
    create table ai_calls (
      id uuid primary key default gen_random_uuid(),
      at timestamptz not null default now(),
      user_id uuid references users (id),
      purpose text not null check (purpose in ('mail', 'chat', 'replay')),
      model text not null,
      email_id uuid references emails (id),
      -- of a conversation that its owner may delete
      conversation_id uuid,
      prompt_hash text not null,
      tools_hash text,
      finish_reason text,
      -- in our own words: never the provider's, which may repeat a key or a text
      failure text,
      failure_message text,
      tokens_in integer not null default 0,
      tokens_out integer not null default 0,
      tokens_cached integer not null default 0,
      cost_micros bigint,
      duration_ms integer not null
    )`.execute(db);
  await sql`create index ai_calls_at_idx on ai_calls (at desc, id)`.execute(db);
  await sql`create index ai_calls_failure_idx on ai_calls (at desc, id) where failure is not null`.execute(db);
  await sql`create index ai_calls_email_idx on ai_calls (email_id, at) where email_id is not null`.execute(db);
  await sql`
    create table ai_models (
      name text primary key,
      -- failures since the last success
      failures integer not null default 0,
      resting_until timestamptz,
      last_error text,
      last_error_at timestamptz,
      last_ok_at timestamptz
    )`.execute(db);
  await sql`
    create table ai_replays (
      id uuid primary key default gen_random_uuid(),
      requested_by uuid references users (id),
      provider text not null,
      since date not null,
      most integer not null check (most between 1 and 1000),
      status text not null default 'waiting' check (status in ('waiting', 'done', 'failed')),
      result jsonb,
      error text,
      created_at timestamptz not null default now(),
      finished_at timestamptz
    )`.execute(db);
  await sql`create index ai_replays_created_idx on ai_replays (created_at desc, id)`.execute(db);
  await sql`alter table suggestions add column about_task_id uuid references tasks (id)`.execute(db);
  await sql`create index suggestions_about_task_idx on suggestions (about_task_id) where about_task_id is not null`.execute(
    db,
  );
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`alter table suggestions drop column about_task_id`.execute(db);
  await sql`drop table ai_replays, ai_models, ai_calls, ai_usage`.execute(db);
}
