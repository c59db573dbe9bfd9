import type { Context, Span as OtelSpan } from '@opentelemetry/api';
import { hostname } from 'node:os';
import { buildInfo } from '../build-info.ts';
import { env } from '../env.ts';
import { logger } from '../logger.ts';
import { otlpExporter } from './otlp-exporter.ts';
import { type NewSpan, setTracing, type Span } from './tracing.ts';

const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Headers written as OTEL_EXPORTER_OTLP_HEADERS has them: `name=value,name=value`, values percent-encoded. */
export function otlpHeaders(text: string | undefined): Record<string, string> {
  const pairs = (text ?? '').split(',').map((pair) => pair.trim().split('=', 2));
  return Object.fromEntries(
    pairs
      .filter(([name, value]) => name && value !== undefined)
      .map(([name, value]) => [name!, decodeURIComponent(value!)]),
  );
}

/** Sends this process's spans to an OTLP collector, in batches, until the process ends. */
export async function startTracing(endpoint: string, service: 'web' | 'worker'): Promise<void> {
  // Imported here: a bundler would hoist them to the start of a process that may never need them.
  const { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } = await import('@opentelemetry/api');
  const sdk = await import('@opentelemetry/sdk-trace-base');
  const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, consumer: SpanKind.CONSUMER };

  /** The context that a caller's `traceparent` header names (W3C Trace Context); a malformed one is as none. */
  const contextOf = (traceparent: string | undefined): Context => {
    const match = TRACEPARENT.exec(traceparent ?? '');
    if (!match) return ROOT_CONTEXT;
    const [, traceId = '', spanId = '', flags = ''] = match;
    const traceFlags = Number.parseInt(flags, 16) & 1;
    return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
  };
  const exporter = otlpExporter({
    url: `${endpoint.replace(/\/$/, '').replace(/\/v1\/traces$/, '')}/v1/traces`,
    headers: otlpHeaders(env().OTEL_EXPORTER_OTLP_HEADERS),
    resource: {
      'service.name': `pmis-${service}`,
      'service.version': buildInfo.version,
      'deployment.environment.name': env().PMIS_ENV,
      'host.name': hostname(),
      'process.pid': process.pid,
    },
  });
  const sampler = new sdk.ParentBasedSampler({ root: new sdk.TraceIdRatioBasedSampler(env().OTEL_TRACES_SAMPLER_ARG) });
  const provider = new sdk.BasicTracerProvider({
    sampler,
    spanProcessors: [new sdk.BatchSpanProcessor(exporter, { scheduledDelayMillis: 2_000, exportTimeoutMillis: 5_000 })],
  });
  const tracer = provider.getTracer('pmis', buildInfo.version);
  const inner = new WeakMap<Span, OtelSpan>();

  const start = ({ name, kind, attributes, parent, traceparent, startedAt }: NewSpan): Span => {
    const above = parent && inner.get(parent);
    const context = above ? trace.setSpan(ROOT_CONTEXT, above) : contextOf(traceparent);
    const span = tracer.startSpan(name, { kind: kinds[kind], attributes, startTime: startedAt }, context);
    const { traceId, spanId } = span.spanContext();
    const handle: Span = {
      traceId,
      spanId,
      end(more = {}, failed = false) {
        span.setAttributes(more);
        if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
    inner.set(handle, span);
    return handle;
  };
  setTracing({ start, flush: () => provider.forceFlush() });
  logger.info({ endpoint: new URL(endpoint).origin }, 'traces are sent to an OpenTelemetry collector');
}
