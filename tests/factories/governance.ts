import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { UserActor } from '../../server/actor.ts';
import type { Db } from '../../server/db.ts';
import type { Role } from '../../server/users/role.policy.ts';

export type World = {
  projectId: string;
  vendorId: string;
  alice: UserActor;
  bob: UserActor;
  charlie: UserActor;
  chidi: UserActor;
  vera: UserActor;
};

/** A person as a signed-in actor. */
export async function createPerson(db: Db, name: string, role: Role): Promise<UserActor> {
  const email = `${name.toLowerCase().replaceAll(' ', '.')}-${randomUUID().slice(0, 8)}@northgate.example`;
  const { rows } = await sql<{ id: string }>`
    insert into users (email, name, role) values (${email}, ${name}, ${role}) returning id`.execute(db);
  return {
    kind: 'user',
    userId: rows[0]!.id,
    email,
    name,
    role,
    scopes: null,
    tokenId: null,
    via: 'api',
    ai: false,
    timeZone: 'UTC',
  };
}

/** The demo cast, a project with the demo thresholds, and one vendor. */
export async function createWorld(db: Db): Promise<World> {
  const project = await sql<{ id: string }>`
    insert into projects (code, name, time_zone, currency)
    values (${`N${randomUUID().slice(0, 6)}`}, 'Northgate', 'UTC', 'EUR') returning id`.execute(db);
  const projectId = project.rows[0]!.id;
  await sql`
    insert into project_thresholds (project_id, currency, amount)
    select ${projectId}::uuid, * from (values ('EUR', 500000000), ('USD', 500000000), ('CNY', 4000000000)) t`.execute(
    db,
  );
  const vendor = await sql<{ id: string }>`
    insert into vendors (name) values (${`Voltara Energy ${randomUUID().slice(0, 6)}`}) returning id`.execute(db);
  return {
    projectId,
    vendorId: vendor.rows[0]!.id,
    alice: await createPerson(db, 'Alice', 'analyst'),
    bob: await createPerson(db, 'Bob', 'operator'),
    charlie: await createPerson(db, 'Charlie', 'admin'),
    chidi: await createPerson(db, 'Chidi', 'admin'),
    vera: await createPerson(db, 'Vera', 'viewer'),
  };
}

type Row = Record<string, string | number | boolean | null | string[]>;

/** A package row as it would stand after its earlier life; columns by their database names. Returns its code. */
export async function createPackageRow(db: Db, world: World, columns: Row = {}): Promise<{ id: string; code: string }> {
  const code = `X-${Math.floor(Math.random() * 1e8)}`;
  const values: Row = {
    code,
    project_id: world.projectId,
    title: 'Main power transformers',
    status: 'evaluation',
    status_path: ['draft', 'planned', 'rfq_issued', 'bids_received'],
    plan_frozen: true,
    buyer_id: world.bob.userId,
    vendor_id: world.vendorId,
    currency: 'EUR',
    budget_amount: 420_000_000,
    bid_due_date: '2026-02-20',
    bid_due_date_plan: '2026-02-20',
    delivery_date: '2026-11-30',
    delivery_date_plan: '2026-11-30',
    created_by: world.bob.userId,
    ...columns,
  };
  const names = Object.keys(values).map((name) => sql.ref(name));
  const { rows } = await sql<{ id: string; code: string }>`
    insert into packages (${sql.join(names)}) values (${sql.join(Object.values(values))}) returning id, code`.execute(
    db,
  );
  return rows[0]!;
}

/** Event types of a package's trail, oldest first. */
export async function trailOf(db: Db, packageId: string): Promise<string[]> {
  const { rows } = await sql<{ type: string }>`
    select event_type as type from events where package_id = ${packageId}::uuid order by id`.execute(db);
  return rows.map((row) => row.type);
}
