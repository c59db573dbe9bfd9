import type { Command } from 'commander';
import {
  getStatementStatistics,
  listSlowStatements,
  resetStatementStatistics,
} from '../metrics/slow-statements.queries.ts';
import { type CliContext, ReportedFailure, UsageError } from './context.ts';

const HOW = {
  'not loaded':
    "PostgreSQL keeps no statistics of statements. Set shared_preload_libraries = 'pg_stat_statements' (compose: done; RDS and Cloud SQL: a parameter of the instance), restart it, then as a superuser in this database: create extension pg_stat_statements.",
  'no extension':
    'PostgreSQL keeps the statistics, but this database does not show them. As a superuser in it: create extension pg_stat_statements.',
};

const ms = (value: number) => value.toFixed(value < 10 ? 2 : 0);

/** `pmis db slow`: where the database's time goes. */
export function registerDbSlow(db: Command, context: CliContext): void {
  db.command('slow')
    .option('--limit <n>', 'most statements listed, up to 100', '20')
    .option('--reset', 'begin to count afresh, after this answer')
    .description('statements that took the most time in all, by pg_stat_statements; or how to switch that on')
    .action(async ({ limit, reset }: { limit: string; reset?: boolean }) => {
      const most = Number(limit);
      if (!Number.isInteger(most) || most < 1 || most > 100) throw new UsageError('--limit is a number from 1 to 100.');
      const database = await context.db();
      const state = await getStatementStatistics(database);
      if (state !== 'ready') {
        context.print({ available: false, how: HOW[state] }, HOW[state]);
        throw new ReportedFailure();
      }
      const statements = await listSlowStatements(database, most);
      if (reset) await resetStatementStatistics(database);
      const lines = statements.map(
        ({ calls, totalMs, meanMs, maxMs, sql }) =>
          `${ms(totalMs).padStart(10)} ms  ${String(calls).padStart(8)} ×  mean ${ms(meanMs)} ms, max ${ms(maxMs)} ms  ${sql.slice(0, 160)}`,
      );
      context.print({ available: true, statements }, lines.join('\n') || 'No statement counted yet.');
    });
}
