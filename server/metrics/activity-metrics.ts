import { countRecentEvents, EVENT_WINDOW_MINUTES } from '../audit/event-metrics.queries.ts';
import type { Db } from '../db.ts';
import { countPackagesByStatus } from '../packages/package-metrics.queries.ts';
import { isReplicaUsed } from '../replica/read-db.ts';
import { getDatabaseState } from './database-metrics.queries.ts';

type Set = (name: string, help: string, value: number, labels?: Record<string, string>) => void;

/** What people and the product did lately, by the audit trail, and how many packages stand where. */
export async function addActivityMetrics(set: Set, db: Db): Promise<void> {
  const [events, packages] = await Promise.all([countRecentEvents(db), countPackagesByStatus(db)]);
  for (const { type, count } of events)
    set('pmis_events_recently', `Events recorded within the last ${EVENT_WINDOW_MINUTES} minutes.`, count, { type });
  for (const { status, count } of packages) set('pmis_packages', 'Packages by status.', count, { status });
}

/** What PostgreSQL says of itself. */
export async function addDatabaseMetrics(set: Set, db: Db): Promise<void> {
  const state = await getDatabaseState(db);
  set('pmis_database_bytes', 'Size of the database.', state.bytes);
  for (const [name, count] of [
    ['active', state.active],
    ['idle', state.idle],
    ['idle_in_transaction', state.idleInTransaction],
  ] as const)
    set('pmis_database_connections', 'Connections to this database, of all processes.', count, { state: name });
  set('pmis_database_connections_limit', 'Connections that the server takes (max_connections).', state.limit);
  set('pmis_database_oldest_transaction_seconds', 'Age of the oldest transaction.', state.oldestTransactionSeconds);
  set('pmis_database_replicas', 'Replicas that stream from it.', state.replicas);
  set('pmis_database_replica_lag_bytes', 'What the farthest of them lacks.', state.replicaLagBytes);
  const used = isReplicaUsed();
  if (used !== null)
    set('pmis_replica_used', 'Whether the answering web process reads lists from the replica.', used ? 1 : 0);
}
