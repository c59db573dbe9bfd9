import type { Attributes as SpanAttributes, HrTime } from '@opentelemetry/api';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base';
import { logger } from '../logger.ts';

type Resource = Record<string, string | number>;
type Options = { url: string; headers: Record<string, string>; resource: Resource };

const LIMIT_MS = 5_000;
/** ExportResultCode of @opentelemetry/core. */
const DONE = 0;
const FAILED = 1;

const nanos = ([seconds, rest]: HrTime) => (BigInt(seconds) * 1_000_000_000n + BigInt(rest)).toString();

function value(one: unknown): Record<string, unknown> {
  if (typeof one === 'boolean') return { boolValue: one };
  if (typeof one === 'number') return Number.isInteger(one) ? { intValue: String(one) } : { doubleValue: one };
  return { stringValue: String(one) };
}

const pairs = (attributes: SpanAttributes | Resource) =>
  Object.entries(attributes).map(([key, one]) => ({ key, value: value(one) }));

/** Spans in the JSON form of OTLP 1.x (opentelemetry-proto, trace.proto): ids in hex, instants in nanoseconds as text. */
export function otlpJson(spans: readonly ReadableSpan[], resource: Resource): string {
  const written = spans.map((span) => ({
    traceId: span.spanContext().traceId,
    spanId: span.spanContext().spanId,
    ...(span.parentSpanContext ? { parentSpanId: span.parentSpanContext.spanId } : {}),
    name: span.name,
    // The proto counts kinds from 1 (INTERNAL), the API from 0.
    kind: span.kind + 1,
    startTimeUnixNano: nanos(span.startTime),
    endTimeUnixNano: nanos(span.endTime),
    attributes: pairs(span.attributes),
    status: { code: span.status.code },
  }));
  const scope = { name: 'pmis' };
  return JSON.stringify({
    resourceSpans: [{ resource: { attributes: pairs(resource) }, scopeSpans: [{ scope, spans: written }] }],
  });
}

/** Posts batches of spans to a collector. A batch that is refused or not taken in five seconds is dropped and told. */
export function otlpExporter({ url, headers, resource }: Options): SpanExporter {
  const send = async (spans: readonly ReadableSpan[]): Promise<void> => {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: otlpJson(spans, resource),
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`the collector answered ${answer.status}`);
  };
  return {
    export(spans, done) {
      send(spans).then(
        () => done({ code: DONE }),
        (error: unknown) => {
          logger.warn({ err: error, spans: spans.length }, 'spans not sent');
          done({ code: FAILED, error: error instanceof Error ? error : new Error(String(error)) });
        },
      );
    },
    shutdown: async () => undefined,
  };
}
