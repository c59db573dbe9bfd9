import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { DB } from './db-types.ts';
import { env } from './env.ts';
import { preparedPool } from './prepared-pool.ts';

export type Db = Kysely<DB>;
export type Tx = Transaction<DB>;

const { Pool, types } = pg;

// date stays 'YYYY-MM-DD'; bigint (money in minor units, event ids) fits a JS number: amounts are checked below 9e15.
types.setTypeParser(types.builtins.DATE, (value) => value);
types.setTypeParser(types.builtins.INT8, Number);

export type DatabaseOptions = {
  max?: number;
  statementTimeoutMs?: number;
  name?: string;
  /** Each connection plans a statement once (see prepared-pool.ts). */
  prepared?: boolean;
};

/** A pool of connections to one PostgreSQL. Sessions run in UTC; every statement has a time limit. */
export function createDatabase(url: string, options: DatabaseOptions = {}): { db: Db; pool: pg.Pool } {
  const pool = new Pool({
    connectionString: url,
    max: options.max ?? env().DATABASE_POOL_MAX,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: options.name ?? 'pmis',
    statement_timeout: options.statementTimeoutMs ?? env().DATABASE_STATEMENT_TIMEOUT_MS,
    options: '-c timezone=UTC',
  });
  // An idle connection that the server closes is replaced at the next use; without a listener it would end the process.
  pool.on('error', () => undefined);
  return {
    db: new Kysely<DB>({ dialect: new PostgresDialect({ pool: options.prepared ? preparedPool(pool) : pool }) }),
    pool,
  };
}

let shared: { db: Db; pool: pg.Pool } | undefined;

function open(): { db: Db; pool: pg.Pool } {
  const url = env().DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set: start with `npm start`, or name a PostgreSQL server.');
  // A pooler that changes connections between statements, for which DATABASE_DIRECT_URL is the way around, loses them.
  shared ??= createDatabase(url, { prepared: !env().DATABASE_DIRECT_URL });
  return shared;
}

/** The process's database, opened at the first use. */
export function getDb(): Db {
  return open().db;
}

/** The pool behind `getDb`, for metrics and LISTEN. */
export function getPool(): pg.Pool {
  return open().pool;
}

export async function closeDb(): Promise<void> {
  const closing = shared;
  shared = undefined;
  await closing?.db.destroy();
}
