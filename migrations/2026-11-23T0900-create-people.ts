import { type Kysely, sql } from 'kysely';

/** People, how they sign in, and the small tables that every write leans on. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create extension if not exists pg_trgm`.execute(db);
  await sql`
    create table users (
      id uuid primary key default gen_random_uuid(),
      email text not null check (email = lower(email)),
      name text not null,
      title text not null default '',
      role text not null check (role in ('viewer', 'operator', 'analyst', 'admin')),
      password_hash text,
      time_zone text not null default 'UTC',
      active boolean not null default true,
      -- 'default': the role's own (admin unlimited, others none)
      decision_limit_kind text not null default 'default'
        check (decision_limit_kind in ('default', 'none', 'unlimited', 'amount')),
      decision_limit_amount bigint check (decision_limit_amount >= 0),
      decision_limit_currency text,
      sessions_valid_after timestamptz not null default '-infinity',
      created_at timestamptz not null default now(),
      version integer not null default 1,
      event_seq integer not null default 0,
      event_hash text not null default '',
      constraint decision_limit_complete check (
        (decision_limit_kind = 'amount') = (decision_limit_amount is not null and decision_limit_currency is not null))
    )`.execute(db);
  await sql`create unique index users_email_key on users (email)`.execute(db);
  await sql`create index users_name_idx on users (name, id)`.execute(db);
  await sql`
    create table sessions (
      id_hash text primary key,
      user_id uuid references users (id),
      data jsonb not null default '{}',
      created_at timestamptz not null default now(),
      expires_at timestamptz not null
    )`.execute(db);
  await sql`create index sessions_user_idx on sessions (user_id)`.execute(db);
  await sql`create index sessions_expires_idx on sessions (expires_at)`.execute(db);
  await sql`
    create table tokens (
      id uuid primary key default gen_random_uuid(),
      user_id uuid not null references users (id),
      name text not null,
      prefix text not null,
      token_hash text not null,
      scopes text[] not null check (scopes <@ array['read', 'write', 'admin']),
      created_by uuid references users (id),
      created_at timestamptz not null default now(),
      expires_at timestamptz,
      revoked_at timestamptz,
      last_used_at timestamptz,
      event_seq integer not null default 0,
      event_hash text not null default ''
    )`.execute(db);
  await sql`create unique index tokens_hash_key on tokens (token_hash)`.execute(db);
  await sql`create index tokens_user_idx on tokens (user_id, created_at desc, id)`.execute(db);
  await sql`
    create unlogged table rate_limits (
      key text primary key,
      tokens double precision not null,
      refilled_at timestamptz not null default now()
    )`.execute(db);
  await sql`create index rate_limits_refilled_idx on rate_limits (refilled_at)`.execute(db);
  await sql`
    create table idempotency_keys (
      owner text not null,
      key text not null,
      request_hash text not null,
      status integer,
      body text,
      created_at timestamptz not null default now(),
      primary key (owner, key)
    )`.execute(db);
  await sql`create index idempotency_keys_created_idx on idempotency_keys (created_at)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table idempotency_keys, rate_limits, tokens, sessions, users`.execute(db);
}
