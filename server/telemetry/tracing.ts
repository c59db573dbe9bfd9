/** A span under way. */
export type Span = {
  traceId: string;
  spanId: string;
  /** Adds what is known only at the end, and ends it; `failed` marks it as an error. */
  end: (attributes?: Attributes, failed?: boolean) => void;
};
export type Attributes = Record<string, string | number | boolean>;

export type NewSpan = {
  name: string;
  kind: 'server' | 'client' | 'consumer';
  attributes: Attributes;
  /** The span it hangs below; none begins a trace. */
  parent?: Span;
  /** W3C trace context that a caller sent, where there is no parent here. */
  traceparent?: string;
  /** For what is told after it happened, in milliseconds since 1970. */
  startedAt?: number;
};

export type Tracing = { start: (span: NewSpan) => Span; flush: () => Promise<void> };

const KEY: unique symbol = Symbol.for('pmis.tracing');
// One exporter for both bundles of the web process.
const shared = globalThis as typeof globalThis & { [KEY]?: Tracing };

/** What spans are handed to; undefined unless OTEL_EXPORTER_OTLP_ENDPOINT is set, so that asking costs nothing. */
export function tracing(): Tracing | undefined {
  return shared[KEY];
}

export function setTracing(tracing: Tracing | undefined): void {
  shared[KEY] = tracing;
}
