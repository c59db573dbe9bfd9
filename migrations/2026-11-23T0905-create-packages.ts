import { type Kysely, sql } from 'kysely';

const MILESTONES = ['rfq_issue_date', 'bid_due_date', 'award_date', 'po_issue_date', 'fat_date', 'delivery_date'];

/** Projects, vendors and packages. A milestone is three date columns: forecast (the plain name), plan and actual. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // Money for answers built by SQL; the currencies without two decimals are those of server/money/currency.policy.ts.
  await sql`
    create function pmis_decimal(amount bigint, currency text)
    returns text language sql immutable parallel safe
    return case
      when currency in ('BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'VND', 'VUV', 'XAF',
        'XOF', 'XPF') then amount::text
      when currency in ('BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND')
        then (amount / 1000)::text || '.' || lpad((amount % 1000)::text, 3, '0')
      else (amount / 100)::text || '.' || lpad((amount % 100)::text, 2, '0') end
  `.execute(db);
  // The opaque cursor of server/paging.ts: base64url of a JSON array.
  await sql`
    create function pmis_cursor(key jsonb)
    returns text language sql immutable parallel safe
    return translate(encode(convert_to(key::text, 'UTF8'), 'base64'), E'+/=\\n', '-_')
  `.execute(db);
  await sql`
    create table projects (
      id uuid primary key default gen_random_uuid(),
      code text not null unique,
      name text not null,
      time_zone text not null,
      currency text not null,
      -- ISO weekdays worked, 1 = Monday
      work_days integer[] not null default '{1,2,3,4,5}',
      second_decision boolean not null default true,
      created_at timestamptz not null default now(),
      version integer not null default 1,
      event_seq integer not null default 0,
      event_hash text not null default ''
    )`.execute(db);
  await sql`
    create table project_holidays (
      project_id uuid not null references projects (id),
      day date not null,
      name text not null,
      primary key (project_id, day)
    )`.execute(db);
  await sql`
    create table project_thresholds (
      project_id uuid not null references projects (id),
      currency text not null,
      amount bigint not null check (amount >= 0),
      primary key (project_id, currency)
    )`.execute(db);
  await sql`
    create table vendors (
      id uuid primary key default gen_random_uuid(),
      name text not null,
      country text,
      created_by uuid references users (id),
      created_at timestamptz not null default now(),
      version integer not null default 1,
      event_seq integer not null default 0,
      event_hash text not null default ''
    )`.execute(db);
  await sql`create unique index vendors_name_key on vendors (lower(name))`.execute(db);
  await sql`create index vendors_name_trgm on vendors using gin (name gin_trgm_ops)`.execute(db);
  await sql`
    create table vendor_domains (
      domain text primary key check (domain = lower(domain)),
      vendor_id uuid not null references vendors (id)
    )`.execute(db);
  await sql`create index vendor_domains_vendor_idx on vendor_domains (vendor_id)`.execute(db);
  const milestoneColumns = sql.raw(
    MILESTONES.map((name) => `${name} date, ${name}_plan date, ${name}_actual date`).join(',\n      '),
  );
  await sql`
    create table packages (
      id uuid primary key default gen_random_uuid(),
      project_id uuid not null references projects (id),
      code text not null unique,
      title text not null,
      description text not null default '',
      type text not null default 'goods' check (type in ('goods', 'works', 'services')),
      vendor_id uuid references vendors (id),
      po_number text,
      buyer_id uuid references users (id),
      status text not null default 'draft' check (status in ('draft', 'planned', 'rfq_issued', 'bids_received',
        'evaluation', 'awarded', 'po_issued', 'in_fabrication', 'in_execution', 'shipped', 'partially_delivered',
        'delivered', 'completed', 'closed', 'on_hold', 'cancelled')),
      -- the statuses passed through, oldest first: its last is where a correction returns to
      status_path text[] not null default '{}',
      held_from text,
      plan_frozen boolean not null default false,
      contract_frozen boolean not null default false,
      currency text not null,
      budget_amount bigint check (budget_amount >= 0),
      contract_amount bigint check (contract_amount >= 0),
      wbs_code text,
      delivery_terms text,
      required_on_site date,
      custom_fields jsonb not null default '{}' check (jsonb_typeof(custom_fields) = 'object'),
      ${milestoneColumns},
      created_by uuid references users (id),
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now(),
      version integer not null default 1,
      event_seq integer not null default 0,
      event_hash text not null default '',
      search_text text generated always as (code || ' ' || title || ' ' || coalesce(po_number, '') || ' ' || coalesce(wbs_code, '')) stored
    )`.execute(db);
  await sql`create unique index packages_po_number_key on packages (project_id, po_number) where po_number is not null`.execute(
    db,
  );
  await sql`create index packages_search_trgm on packages using gin (search_text gin_trgm_ops)`.execute(db);
  await sql`create index packages_status_idx on packages (status, code)`.execute(db);
  await sql`create index packages_buyer_idx on packages (buyer_id, code)`.execute(db);
  await sql`create index packages_vendor_idx on packages (vendor_id, code)`.execute(db);
  await sql`create index packages_project_idx on packages (project_id, code)`.execute(db);
  await sql`create index packages_title_idx on packages (title, id)`.execute(db);
  // One for each sort of the list, on the expression it sorts by (package.queries.ts, SORT_KEYS).
  await sql`create index packages_status_sort_idx on packages (status, id)`.execute(db);
  await sql`create index packages_delivery_sort_idx on packages (coalesce(delivery_date, 'infinity'::date), id)`.execute(
    db,
  );
  await sql`create index packages_budget_sort_idx on packages (coalesce(budget_amount, -1), id)`.execute(db);
  await sql`create index packages_contract_sort_idx on packages (coalesce(contract_amount, -1), id)`.execute(db);
  await sql`create index packages_updated_idx on packages (updated_at, id)`.execute(db);
  await sql`
    create table package_people (
      package_id uuid not null references packages (id),
      user_id uuid not null references users (id),
      primary key (package_id, user_id)
    )`.execute(db);
  await sql`create index package_people_user_idx on package_people (user_id)`.execute(db);
}

export async function down(db: Kysely<unknown>): Promise<void> {
  await sql`drop table package_people, packages, vendor_domains, vendors, project_thresholds, project_holidays, projects`.execute(
    db,
  );
  await sql`drop function pmis_cursor, pmis_decimal`.execute(db);
}
