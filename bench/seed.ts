import { type RawBuilder, sql } from 'kysely';
import { createDatabase, type Db } from '../server/db.ts';
import { beginSession } from '../server/sessions/session-store.ts';
import { createToken } from '../server/tokens/create-token.ts';

export const SIZES = { packages: 10_000, tasks: 100_000, packageEvents: 50, taskEvents: 5, vendors: 200, people: 60 };

/** What the measurements sign in with. */
export type SeededAccess = { analystToken: string; adminToken: string; sessionCookie: string; userId: string };

async function seedPeopleAndVendors(db: Db): Promise<void> {
  await sql`
    insert into users (email, name, role, time_zone)
    select 'person' || n || '@northgate.example',
      (array['Alice','Bob','Charlie','Dana','Emil','Farah','Goran','Hana'])[1 + n % 8] || ' ' ||
      (array['Berg','Costa','Duarte','Eriksen','Fontaine','Gruber','Horvat'])[1 + n % 7],
      case n when 1 then 'analyst' when 2 then 'admin' when 3 then 'admin' else
        (array['operator','analyst','viewer'])[1 + n % 3] end, 'Europe/Berlin'
    from generate_series(1, ${SIZES.people}::int) n`.execute(db);
  await sql`
    insert into projects (code, name, time_zone, currency)
    select 'NG-' || n, 'Northgate ' || n, (array['Europe/Berlin','UTC','Asia/Dubai'])[n], 'EUR'
    from generate_series(1, 3) n`.execute(db);
  await sql`insert into project_thresholds (project_id, currency, amount)
    select id, 'EUR', 500000000 from projects`.execute(db);
  await sql`
    insert into vendors (name)
    select (array['Voltara','Halden','Meridian','Kestrel','Norrland','Aurum','Brightwater','Castell'])[1 + n % 8] || ' ' ||
      (array['Energy','Valves','Steel','Switchgear','Pumps','Cables','Controls'])[1 + n % 7] || ' ' || n
    from generate_series(1, ${SIZES.vendors}::int) n`.execute(db);
  await sql`insert into vendor_domains (domain, vendor_id)
    select 'vendor' || row_number() over (order by id) || '.example', id from vendors`.execute(db);
}

async function seedPackages(db: Db): Promise<void> {
  await sql`
    with path as (
      select array['draft','planned','rfq_issued','bids_received','evaluation','awarded','po_issued','in_fabrication',
        'shipped','delivered','closed'] as steps
    ), people as (select array_agg(id order by email) as ids from users where role in ('analyst', 'admin')),
    vendor as (select array_agg(id order by name) as ids from vendors),
    project as (select array_agg(id order by code) as ids from projects),
    numbered as (
      select n, 1 + (n * 7) % 11 as step, current_date - 200 + (n * 13) % 400 as day from generate_series(1, ${SIZES.packages}::int) n
    )
    insert into packages (project_id, code, title, description, vendor_id, po_number, buyer_id, status, status_path,
      plan_frozen, contract_frozen, currency, budget_amount, contract_amount, wbs_code, delivery_terms, required_on_site,
      custom_fields, rfq_issue_date, rfq_issue_date_plan, rfq_issue_date_actual, bid_due_date, bid_due_date_plan,
      bid_due_date_actual, award_date, award_date_plan, award_date_actual, po_issue_date, po_issue_date_plan,
      po_issue_date_actual, fat_date, fat_date_plan, delivery_date, delivery_date_plan, delivery_date_actual, created_by,
      updated_at)
    select project.ids[1 + n % 3], 'P-' || lpad(n::text, 5, '0'),
      (array['Medium voltage switchgear','Control valves','Heat exchangers','Cable trays','Fire water pumps','Cooling tower fans','Transformer oil','Structural steel','Instrument air dryers'])[1 + n % 9] || ' for area ' || (100 + n % 90),
      'Supply, inspection and delivery to site as in the requisition, with spare parts for two years of operation.',
      case when step >= 5 then vendor.ids[1 + n % ${SIZES.vendors}::int] end,
      case when step >= 7 then 'PO-' || (450000 + n) end, people.ids[1 + n % array_length(people.ids, 1)],
      steps[step], steps[1:step - 1], step >= 3, step >= 7, 'EUR', 100000 * (1 + n % 900),
      case when step >= 6 then 98000 * (1 + n % 900) end, '1.' || n % 9 || '.' || n % 37, 'DAP site', day + 260,
      jsonb_build_object('criticality', 'B', 'inspection', n % 4), day, day, case when step >= 3 then day end, day + 30,
      day + 30, case when step >= 4 then day + 30 end, day + 60, day + 58, case when step >= 6 then day + 60 end, day + 70,
      day + 70, case when step >= 7 then day + 70 end, day + 180, day + 175, day + 200, day + 195,
      case when step >= 10 then day + 205 end, people.ids[1], now() - n * interval '1 minute'
    from numbered, path, people, vendor, project`.execute(db);
}

async function seedTasks(db: Db): Promise<void> {
  await sql`
    with open_packages as (
      select array_agg(id order by code) as ids, array_agg(project_id order by code) as projects from packages
      where status <> 'closed'
    ), people as (select array_agg(id order by email) as ids from users where role <> 'viewer')
    insert into tasks (package_id, project_id, title, status, priority, assignee_id, start_date, due_date, first_due_date,
      source, created_by)
    select ids[1 + n % array_length(ids, 1)], projects[1 + n % array_length(ids, 1)],
      (array['Chase the drawings','Check the certificate','Confirm the inspection date','Answer clarification',
        'Review the quotation'])[1 + n % 5] || ' ' || n,
      (array['open','in_progress','open','done','blocked'])[1 + n % 5], (array['normal','high','low'])[1 + n % 3],
      (select p.ids[1 + n % array_length(p.ids, 1)] from people p), current_date - 20, current_date - 30 + n % 200,
      current_date - 30 + n % 200, 'ui', (select p.ids[1] from people p)
    from generate_series(1, ${SIZES.tasks}::int) n, open_packages`.execute(db);
}

/** `rounds` chained events for each row of `table`, by the product's own SQL functions; the heads advance once. */
async function seedChain(
  db: Db,
  { table, type, rounds, packageId }: { table: string; type: string; rounds: number; packageId: RawBuilder<unknown> },
): Promise<void> {
  await sql`
    with recursive entity as materialized (
      select t.id as entity_id, ${packageId} as package_id,
        (select jsonb_build_object('kind', 'user', 'id', id, 'email', email, 'name', name, 'role', role) from users
          where email = 'person1@northgate.example') as actor
      from ${sql.table(table)} t
    ), chain as (
      select entity_id, package_id, actor, 0 as seq, ''::text as prev_hash, null::bigint as id, null::timestamptz as at,
        null::jsonb as before, null::jsonb as after, null::text as body, ''::text as hash
      from entity
      union all
      select entity_id, package_id, actor, seq, prev_hash, id, at, before, after, body, pmis_event_hash(prev_hash, body)
      from (
        select filled.*, pmis_event_body(id, seq, at, 'package_patched', ${type}, entity_id, package_id, actor, 'ui',
          before, after, null, null) as body from (
          select entity_id, package_id, actor, seq + 1 as seq, hash as prev_hash, nextval('event_ids') as id,
            now() - interval '20 days' + (seq + 1) * interval '5 hours' as at,
            jsonb_build_object('deliveryDate', current_date + seq) as before,
            jsonb_build_object('deliveryDate', current_date + seq + 1) as after
          from chain where seq < ${rounds}::int
          offset 0
        ) filled
        offset 0
      ) written
    ), appended as (
      insert into events (id, at, event_type, entity_type, entity_id, entity_seq, package_id, actor, via, before, after,
        prev_hash, hash, body)
      select id, at, 'package_patched', ${type}, entity_id, seq, package_id, actor, 'ui', before, after, prev_hash, hash, body
      from chain where seq > 0
    )
    update ${sql.table(table)} t set event_seq = seq, event_hash = hash from chain
    where seq = ${rounds}::int and t.id = entity_id`.execute(db);
}

async function seedAccess(db: Db): Promise<SeededAccess> {
  const actor = { kind: 'system', name: 'bench', via: 'cli' } as const;
  const token = async (email: string) => {
    const input = { name: 'bench', scopes: ['read', 'write', 'admin'] };
    return (await createToken(db, actor, input, email)).token;
  };
  const { rows } = await sql<{ id: string }>`select id from users where email = 'person1@northgate.example'`.execute(
    db,
  );
  const userId = rows[0]!.id;
  const sessionId = await beginSession({ db, redis: null }, userId);
  return {
    analystToken: await token('person1@northgate.example'),
    adminToken: await token('person2@northgate.example'),
    sessionCookie: `pmis_session=${sessionId}`,
    userId,
  };
}

/** People, vendors and packages alone: what mail is filed by. */
export async function seedMail(ownerUrl: string): Promise<SeededAccess> {
  const { db } = createDatabase(ownerUrl, { max: 1, statementTimeoutMs: 0, name: 'pmis-bench-seed' });
  try {
    await seedPeopleAndVendors(db);
    await seedPackages(db);
    const access = await seedAccess(db);
    await sql`vacuum analyze`.execute(db);
    return access;
  } finally {
    await db.destroy();
  }
}

/** Fills an empty migrated database as the owner: see SIZES; events are chained. Ends with VACUUM ANALYZE. */
export async function seed(ownerUrl: string): Promise<SeededAccess> {
  const { db } = createDatabase(ownerUrl, { max: 1, statementTimeoutMs: 0, name: 'pmis-bench-seed' });
  try {
    await sql`set work_mem = '256MB'`.execute(db);
    await seedPeopleAndVendors(db);
    await seedPackages(db);
    await seedTasks(db);
    await seedChain(db, { table: 'packages', type: 'package', rounds: SIZES.packageEvents, packageId: sql`t.id` });
    await seedChain(db, { table: 'tasks', type: 'task', rounds: SIZES.taskEvents, packageId: sql`t.package_id` });
    const access = await seedAccess(db);
    await sql`vacuum analyze`.execute(db);
    return access;
  } finally {
    await db.destroy();
  }
}
