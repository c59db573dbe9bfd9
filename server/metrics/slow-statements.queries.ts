import { sql } from 'kysely';
import type { Db } from '../db.ts';

export type SlowStatement = {
  calls: number;
  totalMs: number;
  meanMs: number;
  maxMs: number;
  rows: number;
  /** With placeholders in place of values. */
  sql: string;
};

/** Whether PostgreSQL keeps statistics of statements and this database shows them. */
export async function getStatementStatistics(db: Db): Promise<'ready' | 'no extension' | 'not loaded'> {
  const { rows } = await sql<{ installed: boolean; loaded: boolean }>`
    select exists (select from pg_extension where extname = 'pg_stat_statements') as installed,
      current_setting('pg_stat_statements.max', true) is not null as loaded`.execute(db);
  const { installed, loaded } = rows[0]!;
  return loaded ? (installed ? 'ready' : 'no extension') : 'not loaded';
}

/** The statements of this database that took the most time in all, by the statistics of pg_stat_statements. */
export async function listSlowStatements(db: Db, limit: number): Promise<SlowStatement[]> {
  const { rows } = await sql<SlowStatement>`
    select calls, total_exec_time as "totalMs", mean_exec_time as "meanMs", max_exec_time as "maxMs", rows,
      regexp_replace(query, '\\s+', ' ', 'g') as sql
    from pg_stat_statements
    where dbid = (select oid from pg_database where datname = current_database())
      and query !~* '^(begin|commit|rollback|set |select set_config|deallocate)'
    order by total_exec_time desc limit ${limit}`.execute(db);
  return rows;
}

/** Forgets what was counted. Needs the right to pg_stat_statements_reset: a superuser's, or a grant of it. */
export async function resetStatementStatistics(db: Db): Promise<void> {
  await sql`select pg_stat_statements_reset()`.execute(db);
}
