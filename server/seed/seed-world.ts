import { randomUUID } from 'node:crypto';
import { recordEvents } from '../audit/record-events.ts';
import { today } from '../clock.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { addTrustedReceiver } from '../settings/settings.queries.ts';
import { hashPassword } from '../users/password.ts';
import { DEMO_PASSWORD } from './demo-password.ts';
import { DEMO_PEOPLE } from './demo-people.ts';
import { findPeople, hasPackages, insertRows, setCodesPast } from './seed.queries.ts';
import { shiftWorld } from './shift-world.ts';
import { createdEvents } from './world-events.ts';
import { peopleRows, type Row, worldRows } from './world-rows.ts';
import { type World, worldInput } from './world.schema.ts';

const SEED = { kind: 'system', name: 'seed', via: 'cli' } as const;

export type SeedOptions = {
  /** Move every date so that the world's day is today. */
  shiftToToday: boolean;
  /** Add Alice, Bob, Charlie, Chidi and Vera, who can sign in. */
  demoPeople: boolean;
  /** Code and name of the project; without it they are made from the company's name. */
  project?: { code: string; name: string };
};

export type Seeded = { users: number; vendors: number; packages: number; tasks: number; approvals: number };

async function demoPeopleRows(world: World): Promise<Row[]> {
  const password_hash = await hashPassword(DEMO_PASSWORD);
  return DEMO_PEOPLE.map((person) => ({ id: randomUUID(), ...person, password_hash, time_zone: world.timezone }));
}

function readWorld(input: unknown): World {
  const read = worldInput.safeParse(input);
  if (read.success) return read.data;
  const wrong = read.error.issues.slice(0, 10).map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new DomainError('invalid', `This is not a world file. ${wrong.join(' ')}`);
}

/**
 * Loads a world (PRODUCT.md, Demo) into a database without packages, in one transaction and a few statements, with a
 * `…_created` event for each row. Gates do not apply. People who are here already are kept as they are. Throws
 * `invalid` for a file that is no world, and `conflict` where there are packages.
 */
export async function seedWorld(db: Db, input: unknown, options: SeedOptions): Promise<Seeded> {
  const given = readWorld(input);
  const world = options.shiftToToday ? shiftWorld(given, today(given.timezone)) : given;
  const people = [...peopleRows(world), ...(options.demoPeople ? await demoPeopleRows(world) : [])];
  return db.transaction().execute(async (tx) => {
    if (await hasPackages(tx))
      throw new DomainError('conflict', 'The database has packages already: a world is loaded only into one without.');
    const present = await findPeople(
      tx,
      people.map((row) => String(row.email)),
    );
    const idOf = new Map(present.map((one) => [one.email, one.id]));
    const users: Row[] = people.map((row) => ({ ...row, id: idOf.get(String(row.email)) ?? row.id }));
    const newUsers = users.filter((row) => !idOf.has(String(row.email)));
    const rows = worldRows(world, users, { named: options.project, expire: options.shiftToToday });
    await insertRows(tx, 'users', newUsers);
    await insertRows(tx, 'projects', rows.projects);
    await insertRows(tx, 'project_thresholds', rows.thresholds);
    await insertRows(tx, 'vendors', rows.vendors);
    await insertRows(tx, 'vendor_domains', rows.domains);
    await insertRows(tx, 'packages', rows.packages);
    await insertRows(tx, 'tasks', rows.tasks);
    await insertRows(tx, 'approvals', rows.approvals);
    await insertRows(tx, 'approval_decisions', rows.decisions);
    await setCodesPast(tx);
    await addTrustedReceiver(tx, `mx.${world.internalDomain}`);
    await recordEvents(tx, SEED, createdEvents(rows, newUsers));
    const { vendors, packages, tasks, approvals } = rows;
    return {
      users: newUsers.length,
      vendors: vendors.length,
      packages: packages.length,
      tasks: tasks.length,
      approvals: approvals.length,
    };
  });
}
