import { sql } from 'kysely';
import type { Db } from '../db.ts';

export type ServerFacts = {
  version: string;
  major: number;
  connections: number;
  maxConnections: number;
  /** The database's clock minus the time given, in seconds. */
  aheadSeconds: number;
  recovering: boolean;
  /** Transactions since the oldest row was frozen. */
  frozenAge: number;
  mayDeleteEvents: boolean;
  bytes: number;
};

/** The server and this role's rights on the audit trail. */
export async function getServerFacts(db: Db, now: () => number): Promise<ServerFacts> {
  const before = now();
  const { rows } = await sql<ServerFacts & { at: number }>`
    select split_part(current_setting('server_version'), ' ', 1) as version,
      current_setting('server_version_num')::int / 10000 as major,
      (select count(*)::int from pg_stat_activity where backend_type = 'client backend') as connections,
      current_setting('max_connections')::int as "maxConnections",
      extract(epoch from clock_timestamp())::float8 as at,
      pg_is_in_recovery() as recovering,
      (select age(datfrozenxid)::int8 from pg_database where datname = current_database()) as "frozenAge",
      has_table_privilege('events', 'delete') as "mayDeleteEvents",
      pg_database_size(current_database()) as bytes`.execute(db);
  const { at, ...facts } = rows[0]!;
  return { ...facts, aheadSeconds: at - (before + now()) / 2000 };
}

/** Indexes that a failed build left unusable. */
export async function listInvalidIndexes(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
    where c.relnamespace = 'public'::regnamespace and not i.indisvalid order by 1 limit 20`.execute(db);
  return rows.map((row) => row.name);
}

/** Large tables that are read from end to end more often than by an index. */
export async function listScannedTables(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_stat_user_tables
    where n_live_tup > 50000 and seq_scan > 1000 and seq_scan > coalesce(idx_scan, 0) order by seq_tup_read desc limit 5`.execute(
    db,
  );
  return rows.map((row) => row.name);
}

/** Large indexes that nobody has used since the statistics began, at least a week ago. */
export async function listUnusedIndexes(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select s.indexrelname as name from pg_stat_user_indexes s join pg_index i on i.indexrelid = s.indexrelid
    where s.idx_scan = 0 and not i.indisunique and pg_relation_size(s.indexrelid) > 50000000
      and (select coalesce(stats_reset, pg_postmaster_start_time()) from pg_stat_database
           where datname = current_database()) < now() - interval '7 days'
    order by pg_relation_size(s.indexrelid) desc limit 5`.execute(db);
  return rows.map((row) => row.name);
}

/** Streaming replicas with how far they are behind, in bytes; null where this role may not see it. */
export async function listReplicas(db: Db): Promise<{ name: string; state: string | null; behind: number | null }[]> {
  const { rows } = await sql<{ name: string; state: string | null; behind: number | null }>`
    select coalesce(application_name, '') as name, state,
      case when pg_is_in_recovery() then null else pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)::float8 end as behind
    from pg_stat_replication order by 1 limit 20`.execute(db);
  return rows;
}

/** On a replica: seconds since the last replayed change, 0 while nothing is left to replay; null on a primary. */
export async function getReplayDelay(db: Db): Promise<number | null> {
  const { rows } = await sql<{ delay: number | null }>`
    select case when not pg_is_in_recovery() then null
      when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
      else extract(epoch from now() - pg_last_xact_replay_timestamp())::float8 end as delay`.execute(db);
  return rows[0]!.delay;
}

export type LastRun = { slot: Date; finishedAt: Date | null; error: string | null };

/** The newest run of a schedule; null when it never ran. */
export async function getLastRun(db: Db, name: string): Promise<LastRun | null> {
  const { rows } = await sql<LastRun>`
    select slot, finished_at as "finishedAt", error from schedule_runs where name = ${name}
    order by slot desc limit 1`.execute(db);
  return rows[0] ?? null;
}

/** The newest day with a checkpoint of the audit trail. */
export async function getLastCheckpointDay(db: Db): Promise<string | null> {
  const { rows } = await sql<{ day: string | null }>`select max(day)::text as day from audit_checkpoints`.execute(db);
  return rows[0]!.day;
}

/**
 * Days since each secret was first seen by its fingerprint; one that has changed begins anew. The fingerprints tell
 * nothing of the secrets.
 */
export async function noteSecrets(db: Db, fingerprints: Record<string, string>): Promise<Record<string, number>> {
  const { rows } = await sql<{ ages: Record<string, number> }>`
    with given as (
      select key as name, value as print from jsonb_each_text(${JSON.stringify(fingerprints)}::jsonb)
    ), known as (
      select seen.key as name, seen.value->>'print' as print, seen.value->>'since' as since
      from settings s, jsonb_each(s.value) seen where s.key = 'secretsSeen'
    ), merged as (
      select g.name, g.print, coalesce(k.since::timestamptz, now()) as since
      from given g left join known k on k.name = g.name and k.print = g.print
    ), kept as (
      insert into settings (key, value)
      select 'secretsSeen', coalesce(jsonb_object_agg(name, jsonb_build_object('print', print, 'since', since)), '{}') from merged
      on conflict (key) do update set value = excluded.value, updated_at = now()
    )
    select coalesce(jsonb_object_agg(name, extract(epoch from now() - since) / 86400), '{}') as ages from merged`.execute(
    db,
  );
  return rows[0]!.ages;
}
