import type { LoaderFunctionArgs } from '@remix-run/node';
import { getDb, getPool } from '~server/db.ts';
import { env } from '~server/env.ts';
import { DomainError } from '~server/errors.ts';
import { mayReadMetrics } from '~server/metrics/may-read-metrics.ts';
import { processMetrics } from '~server/metrics/process-metrics.ts';
import { systemMetrics } from '~server/metrics/system-metrics.ts';
import { getRedis } from '~server/redis.ts';
import { errorResponse } from '~/http/answers.server.ts';

/** Prometheus' text; for METRICS_TOKEN, and for this machine itself. */
export async function loader({ request, context }: LoaderFunctionArgs): Promise<Response> {
  const clientAddress = String((context as { clientAddress?: string }).clientAddress ?? '');
  if (!mayReadMetrics(request.headers, clientAddress, env().METRICS_TOKEN))
    return errorResponse(new DomainError('unauthenticated', 'Send METRICS_TOKEN: `Authorization: Bearer …`.'));
  const parts = await Promise.all([
    processMetrics(),
    systemMetrics({ db: getDb(), pool: getPool(), redis: getRedis() }),
  ]);
  return new Response(parts.join('\n'), {
    headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8', 'cache-control': 'no-store' },
  });
}

export function action(): Response {
  const refusal = errorResponse(new DomainError('method_not_allowed', 'Metrics can be read only: GET.'));
  refusal.headers.set('allow', 'GET');
  return refusal;
}
