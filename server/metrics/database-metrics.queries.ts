import { sql } from 'kysely';
import type { Db } from '../db.ts';

export type DatabaseState = {
  bytes: number;
  active: number;
  idle: number;
  idleInTransaction: number;
  limit: number;
  oldestTransactionSeconds: number;
  replicas: number;
  replicaLagBytes: number;
};

/**
 * The server's state as this role may see it: size of this database, its connections by what they do, how many the
 * server takes, the age in seconds of the oldest transaction, and the replicas that stream with the farthest one's lag.
 */
export async function getDatabaseState(db: Db): Promise<DatabaseState> {
  const { rows } = await sql<DatabaseState>`
    select pg_database_size(current_database())::float8 as bytes,
      (count(*) filter (where state = 'active'))::int as active,
      (count(*) filter (where state = 'idle'))::int as idle,
      (count(*) filter (where state like 'idle in transaction%'))::int as "idleInTransaction",
      current_setting('max_connections')::int as limit,
      coalesce(extract(epoch from now() - min(xact_start)), 0)::float8 as "oldestTransactionSeconds",
      (select count(*)::int from pg_stat_replication) as replicas,
      coalesce((select max(case when not pg_is_in_recovery() then pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn) end)
        from pg_stat_replication), 0)::float8 as "replicaLagBytes"
    from pg_stat_activity where datname = current_database()`.execute(db);
  return rows[0]!;
}
