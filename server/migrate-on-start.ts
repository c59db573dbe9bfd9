import { childEnv, env } from './env.ts';
import { logger } from './logger.ts';
import { migrate } from './supervisor/command-line.ts';

/**
 * With MIGRATE_ON_START, applies what is pending before this process does anything else. The command line does it, in a
 * process of its own: the web process has no database code. However many start at once, one applies and the others wait.
 */
export async function migrateOnStart(): Promise<void> {
  if (!env().MIGRATE_ON_START) return;
  const stop = new AbortController();
  const end = () => stop.abort();
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  const { applied } = await migrate(['build/cli.js'], childEnv({}), stop.signal);
  process.off('SIGTERM', end);
  process.off('SIGINT', end);
  logger.info({ applied }, 'migrated on start');
}
