import { type Kysely, sql } from 'kysely';

/** What people ask the assistant, and what it answers and makes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table conversations (
      id uuid primary key default gen_random_uuid(),
      user_id uuid not null references users (id),
      package_id uuid references packages (id),
      title text not null,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index conversations_user_idx on conversations (user_id, updated_at desc, id)`.execute(db);
  await sql`
    create table chat_messages (
      id bigint generated always as identity primary key,
      conversation_id uuid not null references conversations (id),
      role text not null check (role in ('user', 'assistant')),
      text text not null,
      action_type text check (action_type in ('query', 'create_task', 'propose_patch', 'refuse', 'clarify')),
      tool text,
      args jsonb not null default '{}',
      -- [{type, id, code, package, quote?}]
      evidence jsonb not null default '[]' check (jsonb_typeof(evidence) = 'array'),
      -- {type, id, code} of what the turn made
      resource jsonb,
      -- which rules or model answered
      source text,
      created_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index chat_messages_conversation_idx on chat_messages (conversation_id, id)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table chat_messages, conversations`.execute(db);
}
