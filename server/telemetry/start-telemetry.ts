import { env } from '../env.ts';
import { logger } from '../logger.ts';
import { flushErrors } from './report-error.ts';
import { tracing } from './tracing.ts';

/**
 * Starts error tracking and tracing where they are configured. Their libraries are loaded only then, and after the
 * process serves: neither a start nor the memory of an installation without them pays for them.
 */
export async function startTelemetry(service: 'web' | 'worker'): Promise<void> {
  const { SENTRY_DSN, OTEL_EXPORTER_OTLP_ENDPOINT } = env();
  try {
    if (SENTRY_DSN) (await import('./start-sentry.ts')).startSentry(SENTRY_DSN, service);
    if (OTEL_EXPORTER_OTLP_ENDPOINT)
      await (await import('./start-tracing.ts')).startTracing(OTEL_EXPORTER_OTLP_ENDPOINT, service);
  } catch (error) {
    logger.error({ err: error }, 'telemetry could not be started; PMIS runs without it');
  }
}

const STOP_LIMIT_MS = 2_000;

/** Sends what is still held, for two seconds at most. Call it last; never throws. */
export async function stopTelemetry(): Promise<void> {
  const sent = Promise.allSettled([flushErrors(), tracing()?.flush()]);
  await Promise.race([sent, new Promise((resolve) => setTimeout(resolve, STOP_LIMIT_MS).unref())]);
}
