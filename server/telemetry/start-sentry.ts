import { createRequire } from 'node:module';
import type { ErrorEvent } from '@sentry/remix';
import { appRoot } from '../app-root.ts';
import { env } from '../env.ts';
import { logger } from '../logger.ts';
import { release } from './release.ts';
import { type ErrorReport, isExpected, setErrorSink } from './report-error.ts';
import { scrub, scrubText } from './scrub.policy.ts';

/** Of Sentry's own set: no request data, no console lines, no local variables, no patching of http, fetch or Remix. */
const INTEGRATIONS = new Set([
  'InboundFilters',
  'EventFilters',
  'LinkedErrors',
  'ContextLines',
  'Context',
  'OnUncaughtException',
]);
const FLUSH_MS = 2_000;

/** What leaves the process: the error's own texts scrubbed, everything else scrubbed by name and by pattern. */
export function scrubEvent(event: ErrorEvent): ErrorEvent {
  const { exception, request: _request, breadcrumbs: _breadcrumbs, user, server_name: _host, ...rest } = event;
  const values = exception?.values?.map((one) => ({ ...one, value: one.value && scrubText(one.value) }));
  const { contexts, extra, message, ...kept } = rest;
  return {
    ...kept,
    ...(message ? { message: scrubText(message) } : {}),
    ...(contexts ? { contexts: scrub(contexts) as ErrorEvent['contexts'] } : {}),
    ...(extra ? { extra: scrub(extra) as ErrorEvent['extra'] } : {}),
    ...(values ? { exception: { values } } : {}),
    ...(user?.id ? { user: { id: user.id } } : {}),
  };
}

/**
 * Starts Sentry for this process and hands it what `reportError` is told. Its CommonJS build: the ES one of 10.75 calls
 * `module` in `init`. Errors only; traces go by OpenTelemetry (docs/decisions/052).
 */
export function startSentry(dsn: string, service: 'web' | 'worker'): void {
  const sentry = createRequire(import.meta.url)('@sentry/remix') as typeof import('@sentry/remix');
  sentry.init({
    dsn,
    release,
    environment: env().SENTRY_ENVIRONMENT ?? env().PMIS_ENV,
    skipOpenTelemetrySetup: true,
    sendDefaultPii: false,
    registerEsmLoaderHooks: false,
    maxBreadcrumbs: 0,
    integrations: (defaults) => [
      ...defaults.filter(({ name }) => INTEGRATIONS.has(name)),
      // Ends the process as Node does without it: a rejection that nobody took leaves an unknown state.
      sentry.onUnhandledRejectionIntegration({ mode: 'strict' }),
      // Frames are named as `npm run sourcemaps` uploads them, wherever PMIS is installed.
      sentry.rewriteFramesIntegration({ root: appRoot }),
    ],
    initialScope: { tags: { service } },
    beforeSend: (event, hint) => (isExpected(hint.originalException) ? null : scrubEvent(event as ErrorEvent)),
  });
  const send = ({ error, place, ids, trace }: ErrorReport) =>
    sentry.withScope((scope) => {
      scope.setTag('at', place.at);
      if (place.name) scope.setTransactionName(place.name);
      if (ids.userId) scope.setUser({ id: ids.userId });
      for (const [name, id] of Object.entries(ids)) if (name !== 'userId' && id) scope.setTag(name, id);
      if (trace) scope.setContext('trace', { trace_id: trace.traceId, span_id: trace.spanId });
      sentry.captureException(error);
    });
  setErrorSink({ send, flush: async () => void (await sentry.flush(FLUSH_MS)) });
  logger.info({ release }, 'failures are reported to Sentry');
}
