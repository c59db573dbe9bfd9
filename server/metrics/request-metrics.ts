import { totalmem } from 'node:os';
import { collectDefaultMetrics, Counter, Gauge, Histogram } from 'prom-client';
import { buildInfo } from '../build-info.ts';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PATCH', 'PUT', 'DELETE', 'OPTIONS']);
const CLASSES = ['', '1xx', '2xx', '3xx', '4xx', '5xx'];

/**
 * Starts measuring this process (CPU, memory, event loop) and returns what notes a request: its route's pattern,
 * method, status and seconds. One label object a request; the series are bounded by routes × methods × classes.
 */
export function measureRequests(): (route: string, method: string, status: number, seconds: number) => void {
  collectDefaultMetrics();
  const build = new Gauge({
    name: 'pmis_build_info',
    help: 'The build that runs; its value is always 1.',
    labelNames: ['version', 'commit'],
    aggregator: 'first',
  });
  build.set({ version: buildInfo.version, commit: buildInfo.commit }, 1);
  const limit = new Gauge({
    name: 'pmis_memory_limit_bytes',
    help: 'Memory that the web container may use, by its cgroup; without one that of the machine.',
    aggregator: 'first',
  });
  const total = totalmem();
  limit.set(Math.min(process.constrainedMemory() || total, total));
  const seconds = new Histogram({
    name: 'pmis_http_request_seconds',
    help: 'Time from a request to its whole answer, by route.',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  });
  const errors = new Counter({
    name: 'pmis_http_errors_total',
    help: 'Answers of 400 and above, by route and exact status.',
    labelNames: ['route', 'status'],
  });
  return (route, method, status, took) => {
    seconds.observe(
      { route, method: METHODS.has(method) ? method : 'other', status: CLASSES[Math.floor(status / 100)] ?? '' },
      took,
    );
    if (status >= 400) errors.inc({ route, status });
  };
}
