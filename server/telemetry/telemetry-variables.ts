import { z } from 'zod';

const GROUP = 'Observability';

const address = z.url().refine((url) => /^https?:/.test(url), 'must be an http or https address');

/** Variables of error tracking, traces and the slow-query log; part of ENV_SPEC. */
export const TELEMETRY_VARIABLES = {
  SENTRY_DSN: {
    schema: address.optional(),
    group: GROUP,
    about: 'Where unexpected failures of web, worker and browser are reported (Sentry or its like). Unset: nowhere.',
    secret: true,
    example: 'https://key@sentry.example.com/1',
  },
  SENTRY_DSN_BROWSER: {
    schema: z.union([z.literal('off'), address]).optional(),
    group: GROUP,
    about: 'The same for the browser alone; every reader of a page sees it. `off`: none. Unset: SENTRY_DSN.',
  },
  SENTRY_ENVIRONMENT: {
    schema: z.string().optional(),
    group: GROUP,
    about: 'Name of this installation in Sentry. Unset: PMIS_ENV.',
    example: 'staging',
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    schema: address.optional(),
    group: GROUP,
    about: 'OpenTelemetry collector (OTLP over HTTP, JSON) that gets the traces of requests, queries and jobs.',
    example: 'http://otel-collector:4318',
  },
  OTEL_EXPORTER_OTLP_HEADERS: {
    schema: z.string().optional(),
    group: GROUP,
    about: 'Headers for it, `name=value` pairs, comma-separated.',
    secret: true,
  },
  OTEL_TRACES_SAMPLER_ARG: {
    schema: z.coerce.number().min(0).max(1).default(1),
    group: GROUP,
    about: 'Share of the traces begun here that are kept, 0 to 1. What a caller has decided stands.',
  },
  LOG_SLOW_QUERY_MS: {
    schema: z.coerce.number().int().min(0).default(1000),
    group: GROUP,
    about: 'A statement that takes longer is logged (its text, never its values), in milliseconds. 0: none.',
  },
  METRICS_LOG_SECONDS: {
    schema: z.coerce.number().int().min(0).max(3600).default(0),
    group: GROUP,
    about:
      'How often a worker logs queue, mail, connections and backup as one line `figures`, for a log service that makes metrics of it (CloudWatch, Cloud Logging). 0: never.',
  },
};
