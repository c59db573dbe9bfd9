import { type Kysely, sql } from 'kysely';

/**
 * One row of chat_turns a question to the assistant: by whom, answered by which rules or model, with which prompt and
 * tools (hashes), how it ended. Deleting a conversation takes its words (chat_messages, input, output); what was done
 * stays. `client_key` is the id that the client gave its question: the same one again is not answered a second time.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table chat_turns (
      id uuid primary key default gen_random_uuid(),
      user_id uuid not null references users (id),
      conversation_id uuid references conversations (id) on delete set null,
      client_key uuid,
      status text not null default 'running' check (status in ('running', 'complete', 'stopped', 'failed')),
      -- rules or model version
      source text not null,
      -- why rules answered where a model is set: resting, over budget, failed, ...
      fallback text,
      prompt_hash text,
      tools_hash text,
      input jsonb,
      output jsonb,
      finish_reason text,
      -- {inputTokens, outputTokens, cachedTokens, calls}
      usage jsonb,
      decision text check (decision in ('query', 'create_task', 'propose_patch', 'refuse', 'clarify')),
      started_at timestamptz not null default now(),
      finished_at timestamptz
    )`.execute(db);
  await sql`create unique index chat_turns_client_key on chat_turns (user_id, client_key)`.execute(db);
  await sql`create index chat_turns_conversation_idx on chat_turns (conversation_id)`.execute(db);
  await sql`create index chat_turns_started_idx on chat_turns (started_at desc, id)`.execute(db);
  // A tool call is made at most once under its id: the row commits together with what it wrote.
  await sql`
    create table chat_tool_calls (
      turn_id uuid not null references chat_turns (id),
      call_id text not null,
      tool text not null,
      args jsonb not null,
      status text not null check (status in ('done', 'refused')),
      -- of the answer as the model got it
      output_hash text,
      -- {type, id, code} of what the call made
      resource jsonb,
      message text,
      created_at timestamptz not null default now(),
      primary key (turn_id, call_id)
    )`.execute(db);
  await sql`
    alter table chat_messages
      add column status text not null default 'complete' check (status in ('complete', 'stopped', 'failed')),
      add column turn_id uuid references chat_turns (id)`.execute(db);
  await sql`create index conversations_package_idx on conversations (user_id, package_id, updated_at desc)`.execute(db);
  // What a person asked the assistant to remember; theirs alone.
  await sql`
    create table assistant_notes (
      id uuid primary key default gen_random_uuid(),
      user_id uuid not null references users (id),
      package_id uuid references packages (id),
      text text not null check (char_length(text) between 1 and 500),
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index assistant_notes_user_idx on assistant_notes (user_id, created_at desc, id)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table assistant_notes`.execute(db);
  await sql`drop index conversations_package_idx`.execute(db);
  await sql`alter table chat_messages drop column turn_id, drop column status`.execute(db);
  await sql`drop table chat_tool_calls, chat_turns`.execute(db);
}
