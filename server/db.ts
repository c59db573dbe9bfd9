import { Kysely, PostgresDialect, type Transaction } from 'kysely';
import pg from 'pg';
import type { DB } from './db-types.ts';
import { env } from './env.ts';
import { preparedPool } from './prepared-pool.ts';
import { watchQuery } from './telemetry/watch-query.ts';

export type Db = Kysely<DB>;
export type Tx = Transaction<DB>;

const { Pool, types } = pg;

// date stays 'YYYY-MM-DD'; bigint (money in minor units, event ids) fits a JS number: amounts are checked below 9e15.
types.setTypeParser(types.builtins.DATE, (value) => value);
types.setTypeParser(types.builtins.INT8, Number);

export type DatabaseOptions = {
  max?: number;
  statementTimeoutMs?: number;
  /** Longest wait for a lock; unset: as long as the statement may run. */
  lockTimeoutMs?: number;
  name?: string;
  /** Each connection plans a statement once (see prepared-pool.ts). */
  prepared?: boolean;
  /**
   * The address is a pooler in transaction mode: it refuses settings at the start of a connection, and keeps of those
   * made later only the time zone. The role then carries its own statement_timeout (docs/scaling.md).
   */
  pooled?: boolean;
  /** How long a connection may take to open. */
  connectMs?: number;
};

/** A pool of connections to one PostgreSQL. Sessions run in UTC; every statement has a time limit. */
export function createPool(url: string, options: DatabaseOptions = {}): pg.Pool {
  const settings = {
    statement_timeout: options.statementTimeoutMs ?? env().DATABASE_STATEMENT_TIMEOUT_MS,
    ...(options.lockTimeoutMs ? { lock_timeout: options.lockTimeoutMs } : {}),
    options: '-c timezone=UTC',
  };
  const pool = new Pool({
    connectionString: url,
    max: options.max ?? env().DATABASE_POOL_MAX,
    connectionTimeoutMillis: options.connectMs ?? 10_000,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    application_name: options.name ?? 'pmis',
    ...(options.pooled ? {} : settings),
  });
  // A connection that breaks, idle or in use, fails what runs on it and is replaced at the next use; without a listener of
  // its own each one that is in use would end the process.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  // Queued before whatever the connection was opened for; where it fails, that fails too.
  if (options.pooled) pool.on('connect', (client) => void client.query(`set timezone to 'UTC'`).catch(() => undefined));
  return pool;
}

/** A database on a pool of its own; each statement is watched for the slow-query log and the traces. */
export function createDatabase(url: string, options: DatabaseOptions = {}): { db: Db; pool: pg.Pool } {
  const pool = createPool(url, options);
  const dialect = new PostgresDialect({ pool: options.prepared ? preparedPool(pool) : pool });
  return { db: new Kysely<DB>({ dialect, log: watchQuery }), pool };
}

/** How the processes that serve connect to DATABASE_URL: a pooler where DATABASE_DIRECT_URL is the way around it. */
export function sharedOptions(): Pick<DatabaseOptions, 'prepared' | 'pooled'> {
  const { DATABASE_URL, DATABASE_DIRECT_URL, DATABASE_PREPARED } = env();
  const pooled = DATABASE_DIRECT_URL !== undefined && DATABASE_DIRECT_URL !== DATABASE_URL;
  return { pooled, prepared: DATABASE_PREPARED === 'auto' ? !pooled : DATABASE_PREPARED === '1' };
}

let shared: { db: Db; pool: pg.Pool } | undefined;

function open(): { db: Db; pool: pg.Pool } {
  const url = env().DATABASE_URL;
  if (!url) throw new Error('DATABASE_URL is not set: start with `npm start`, or name a PostgreSQL server.');
  shared ??= createDatabase(url, sharedOptions());
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
