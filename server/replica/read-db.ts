import { Kysely, PostgresDialect } from 'kysely';
import type pg from 'pg';
import type { Actor } from '../actor.ts';
import { createPool, type Db, getDb, getPool, sharedOptions } from '../db.ts';
import type { DB } from '../db-types.ts';
import { env } from '../env.ts';
import { preparedPool } from '../prepared-pool.ts';
import { watchQuery } from '../telemetry/watch-query.ts';
import { hasJustWritten } from './recent-writes.ts';
import { replicaFreshness } from './replica-freshness.ts';
import { replicaPool } from './replica-pool.ts';

/** A replica that does not answer must not hold up a list: the primary is asked instead. */
const CONNECT_MS = 1_000;

type Replica = { db: Db; pool: pg.Pool; freshness: ReturnType<typeof replicaFreshness> };
let shared: Replica | undefined;

function openReplica(url: string): Replica {
  const options = sharedOptions();
  const pool = createPool(url, { ...options, name: 'pmis-read', connectMs: CONNECT_MS });
  const primary = getPool();
  const freshness = replicaFreshness(primary, pool);
  const both = replicaPool({
    replica: options.prepared ? preparedPool(pool) : pool,
    primary: options.prepared ? preparedPool(primary) : primary,
    lost: freshness.lost,
  });
  return { db: new Kysely<DB>({ dialect: new PostgresDialect({ pool: both }), log: watchQuery }), pool, freshness };
}

/**
 * The database for a list or a report that `actor` reads: the replica of DATABASE_REPLICA_URL while it keeps up and
 * this person has not just written, else `db`. For statements that only read.
 */
export async function readDb(db: Db, actor: Actor): Promise<Db> {
  const url = env().DATABASE_REPLICA_URL;
  if (!url || db !== getDb()) return db;
  if (actor.kind === 'user' && (await hasJustWritten(actor.userId))) return db;
  shared ??= openReplica(url);
  return (await shared.freshness.isUsable()) ? shared.db : db;
}

/** Whether lists are read from the replica at present; null where none is configured or none was asked for yet. */
export function isReplicaUsed(): boolean | null {
  return shared ? shared.freshness.wasUsable() : null;
}
