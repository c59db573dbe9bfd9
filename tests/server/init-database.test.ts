import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { initDatabase } from '../../server/init-database.ts';
import { migrateToLatest } from '../../server/migrate.ts';
import { superuserUrl } from '../setup/database.ts';

const superuser = superuserUrl();
const mark = randomBytes(4).toString('hex');
const [admin, owner, app] = ['admin', 'owner', 'app'].map((name) => `init_${name}_${mark}`);
const database = `init_${mark}`;

const as = (role: string, password: string, name: string) => {
  const url = new URL(superuser);
  url.username = role;
  url.password = password;
  url.pathname = `/${name}`;
  return url.href;
};

async function query(url: string, ...statements: string[]): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    let last: pg.QueryResult;
    for (const statement of statements) last = await client.query(statement);
    return last!;
  } finally {
    await client.end();
  }
}

const urls = (password: string) => ({
  adminUrl: as(admin!, 'admin-password', 'postgres'),
  ownerUrl: as(owner!, password, database),
  appUrl: as(app!, `${password}'"\\`, database),
});

// As RDS and Cloud SQL give it: may make roles and databases, and is no superuser.
beforeAll(() => query(superuser, `create role ${admin} login createrole createdb password 'admin-password'`));
afterAll(() =>
  query(
    superuser,
    `drop database if exists ${database} with (force)`,
    ...[app, owner, admin].map((role) => `drop role if exists ${role}`),
  ),
);

it('makes roles and database for an administrator who is no superuser, and migrations run in it', async () => {
  const given = urls('first-password');
  const report = await initDatabase(given);
  expect(report).toMatchObject({ rolesMade: [owner, app], databaseMade: true, database });
  expect((await migrateToLatest(given.ownerUrl, given.appUrl)).length).toBeGreaterThan(10);
  await query(given.appUrl, 'select count(*) from packages');
  await expect(query(given.appUrl, 'delete from events')).rejects.toThrow(/permission denied/);
});

it('changes the passwords when it is run again, and nothing else', async () => {
  const given = urls('second-password');
  expect(await initDatabase(given)).toMatchObject({ rolesMade: [], databaseMade: false });
  await query(given.appUrl, 'select count(*) from packages');
  const { rows } = await query(superuser, `select rolsuper, rolcreaterole from pg_roles where rolname = '${owner}'`);
  expect(rows).toEqual([{ rolsuper: false, rolcreaterole: false }]);
});

it('lets the administrator do what a restore does: make and drop databases of the owner, end the connections', async () => {
  const given = urls('second-password');
  const person = new pg.Client({ connectionString: given.appUrl });
  person.on('error', () => undefined);
  await person.connect();
  const { rows } = await query(
    given.adminUrl,
    `select pg_terminate_backend(pid, 5000) as ended from pg_stat_activity where usename = '${app}'`,
  );
  expect(rows).toEqual([{ ended: true }]);
  await person.end().catch(() => undefined);
  await query(
    given.adminUrl,
    `create database ${database}_try owner ${owner} template template0 encoding 'UTF8'`,
    `alter database ${database}_try rename to ${database}_tried`,
    `drop database ${database}_tried with (force)`,
  );
});

it('names what an address lacks', async () => {
  const given = urls('x-password');
  await expect(initDatabase({ ...given, appUrl: given.ownerUrl })).rejects.toThrow('name one role');
  await expect(initDatabase({ ...given, appUrl: as(app!, 'x', 'other') })).rejects.toThrow('name two databases');
  await expect(initDatabase({ ...given, ownerUrl: as(owner!, '', database) })).rejects.toThrow('names no password');
});
