import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { createDatabase, type Db } from '../../server/db.ts';
import { onDatabase, TEMPLATE_DATABASE } from './services.ts';

export interface TestDatabase {
  /** The application's role. */
  url: string;
  /** The role that owns the tables. */
  ownerUrl: string;
  db: Db;
  /** Closes `db` and deletes the database, whoever is still connected. */
  drop(): Promise<void>;
}

function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: is tests/setup/services.ts the global set-up of this run?`);
  return value;
}

/** The address of the test server's superuser, in a database of it where one is named. */
export function superuserUrl(database?: string): string {
  const url = variable('TEST_DATABASE_SUPERUSER_URL');
  return database === undefined ? url : onDatabase(url, database);
}

async function asSuperuser(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A migrated database of its own for one test file, cloned from the template; `max` is the size of its pool. */
export async function createTestDatabase({ max = 10 } = {}): Promise<TestDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await asSuperuser(`create database ${name} template ${TEMPLATE_DATABASE} owner pmis_owner`);
  const url = onDatabase(variable('TEST_DATABASE_URL'), name);
  const ownerUrl = onDatabase(variable('TEST_DATABASE_OWNER_URL'), name);
  const { db } = createDatabase(url, { max });
  const drop = async () => {
    await db.destroy();
    await asSuperuser(`drop database if exists ${name} with (force)`);
  };
  return { url, ownerUrl, db, drop };
}
