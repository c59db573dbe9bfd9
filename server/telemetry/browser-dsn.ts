import { env } from '../env.ts';
import type { BrowserErrors } from './browser-errors.schema.ts';
import { release } from './release.ts';

/** Where browsers report errors; undefined: nowhere. */
export function browserDsn(): string | undefined {
  const { SENTRY_DSN, SENTRY_DSN_BROWSER } = env();
  const dsn = SENTRY_DSN_BROWSER ?? SENTRY_DSN;
  return dsn === 'off' ? undefined : dsn;
}

/** What a page tells the browser of error tracking; null where there is none. */
export function browserErrors(): BrowserErrors | null {
  const dsn = browserDsn();
  return dsn ? { dsn, release, environment: env().SENTRY_ENVIRONMENT ?? env().PMIS_ENV } : null;
}
