import { type Kysely, sql } from 'kysely';

/** Approvals with their decisions, and tasks. Codes (AR-31, T-101) come from sequences and are never reused. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create sequence approval_codes start 1`.execute(db);
  await sql`
    create table approvals (
      id uuid primary key default gen_random_uuid(),
      code text not null unique default 'AR-' || nextval('approval_codes'),
      subject_type text not null check (subject_type in ('package', 'vendor')),
      subject_id uuid not null,
      package_id uuid references packages (id),
      project_id uuid references projects (id),
      status text not null default 'pending' check (status in ('pending', 'approved', 'applied', 'rejected',
        'withdrawn', 'expired', 'superseded', 'apply_failed')),
      -- {field: {from, to}} as stored: ids and minor units
      patch jsonb not null check (jsonb_typeof(patch) = 'object'),
      -- the same as people read it on the day: names, addresses, decimal text
      patch_shown jsonb not null check (jsonb_typeof(patch_shown) = 'object'),
      -- values outside the patch that must still hold on decision (a status or money patch)
      base jsonb not null default '{}',
      effective_date date,
      correction boolean not null default false,
      reason text not null default '',
      evidence jsonb not null default '[]' check (jsonb_typeof(evidence) = 'array'),
      origin text not null check (origin in ('ui', 'api', 'chat', 'email')),
      level text not null check (level in ('low', 'medium', 'high', 'critical')),
      level_reasons text[] not null default '{}',
      required_decisions integer not null check (required_decisions between 0 and 2),
      single_decision boolean not null default false,
      amount bigint,
      currency text,
      requested_by uuid not null references users (id),
      -- requester, suggestion acceptor, token owner, editors: none of them may decide
      barred uuid[] not null,
      turn_user_id uuid references users (id),
      turn_since timestamptz,
      -- why it is nobody's turn: what is missing
      turn_note text,
      outcome text,
      created_at timestamptz not null default now(),
      expires_at timestamptz,
      decided_at timestamptz,
      applied_at timestamptz,
      version integer not null default 1,
      event_seq integer not null default 0,
      event_hash text not null default ''
    )`.execute(db);
  await sql`create index approvals_status_idx on approvals (status, created_at desc, id)`.execute(db);
  await sql`create index approvals_created_idx on approvals (created_at desc, id)`.execute(db);
  await sql`create index approvals_package_idx on approvals (package_id, created_at desc, id)`.execute(db);
  await sql`create index approvals_pending_idx on approvals (subject_id) where status = 'pending'`.execute(db);
  await sql`create index approvals_turn_idx on approvals (turn_user_id, created_at) where status = 'pending'`.execute(
    db,
  );
  await sql`create index approvals_requester_idx on approvals (requested_by, created_at desc)`.execute(db);
  await sql`
    create table approval_decisions (
      approval_id uuid not null references approvals (id),
      user_id uuid not null references users (id),
      decision text not null check (decision in ('approve', 'reject')),
      reason text not null default '',
      took_over_from uuid references users (id),
      decided_at timestamptz not null default now(),
      primary key (approval_id, user_id)
    )`.execute(db);
  await sql`create index approval_decisions_user_idx on approval_decisions (user_id, decided_at desc)`.execute(db);

  await sql`create sequence task_codes start 1`.execute(db);
  await sql`
    create table tasks (
      id uuid primary key default gen_random_uuid(),
      code text not null unique default 'T-' || nextval('task_codes'),
      package_id uuid not null references packages (id),
      project_id uuid not null references projects (id),
      title text not null,
      description text not null default '',
      status text not null default 'open' check (status in ('open', 'in_progress', 'blocked', 'done', 'cancelled')),
      priority text not null default 'normal' check (priority in ('low', 'normal', 'high', 'urgent')),
      assignee_id uuid references users (id),
      start_date date,
      due_date date,
      first_due_date date,
      due_moves integer not null default 0,
      waiting_for text,
      look_again_date date,
      source text not null check (source in ('ui', 'api', 'chat', 'email')),
      evidence jsonb not null default '[]' check (jsonb_typeof(evidence) = 'array'),
      created_by uuid references users (id),
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      closed_at timestamptz,
      version integer not null default 1,
      event_seq integer not null default 0,
      event_hash text not null default ''
    ) with (fillfactor = 70)`.execute(db);
  // The fill factor leaves room for a head to advance in its own page, without touching an index.
  // A task without a date sorts last: the expression is what lists order and page by.
  for (const [name, columns] of [
    ['tasks_package_idx', "package_id, (coalesce(due_date, 'infinity'::date)), id"],
    ['tasks_assignee_idx', "assignee_id, (coalesce(due_date, 'infinity'::date)), id"],
    ['tasks_due_idx', "(coalesce(due_date, 'infinity'::date)), id"],
    ['tasks_status_idx', "status, (coalesce(due_date, 'infinity'::date)), id"],
    ['tasks_created_idx', 'created_at, id'],
  ]) {
    await sql`create index ${sql.id(name!)} on tasks (${sql.raw(columns!)})`.execute(db);
  }
  await sql`create index tasks_open_due_idx on tasks (due_date, id) where status in ('open', 'in_progress', 'blocked')`.execute(
    db,
  );
  await sql`create index tasks_title_trgm on tasks using gin (title gin_trgm_ops)`.execute(db);
  // Once per task and due date. No reference to tasks: they are never deleted, a check per row would be the dearest part.
  await sql`
    create table task_escalations (
      task_id uuid not null,
      due_date date not null,
      escalated_at timestamptz not null default now(),
      primary key (task_id, due_date)
    )`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table task_escalations, tasks, approval_decisions, approvals`.execute(db);
  await sql`drop sequence task_codes`.execute(db);
  await sql`drop sequence approval_codes`.execute(db);
}
