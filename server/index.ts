import cluster from 'node:cluster';
import { randomBytes, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequest, sendResponse } from '@remix-run/node-fetch-server';
import { env } from './env.ts';
import { logger } from './logger.ts';
import { answerMetricsRequests } from './metrics/process-metrics.ts';
import { measureRequests } from './metrics/request-metrics.ts';
import { migrateOnStart } from './migrate-on-start.ts';
import { browserDsn } from './telemetry/browser-dsn.ts';
import { reportError } from './telemetry/report-error.ts';
import { startTelemetry, stopTelemetry } from './telemetry/start-telemetry.ts';
import { tracing } from './telemetry/tracing.ts';
import { runInContext } from './telemetry/work-context.ts';
import { drainRequest } from './web/drain-request.ts';
import { keptBody } from './web/kept-body.ts';
import { builtRemix, developmentRemix, type Remix } from './web/remix.ts';
import { isSameOrigin, refusalOf, requestFacts, securityHeaders } from './web/security.ts';

const CLOSE_LIMIT_MS = 7_000;

function refuse(res: ServerResponse, status: number, code: string, message: string): void {
  res.writeHead(status, { 'content-type': 'application/json; charset=utf-8', connection: 'close' });
  res.end(JSON.stringify({ error: { code, message } }));
}

/** Sends Remix's answer; a body that is known whole goes out in one write, with its length. */
async function send(res: ServerResponse, response: Response): Promise<void> {
  const body = keptBody(response);
  for (const name of response.headers.keys()) res.removeHeader(name);
  if (body === undefined) return sendResponse(res, response);
  res.statusCode = response.status;
  for (const [name, value] of response.headers) res.appendHeader(name, value);
  res.setHeader('content-length', Buffer.byteLength(body));
  res.end(body);
}

/** One request: who called, security headers, origin guard, static files, Remix. */
function listener(remix: Remix, publicUrl: URL | undefined, isClosing: () => boolean) {
  const measured = measureRequests();
  const dsn = browserDsn();
  const reportTo = dsn ? new URL(dsn).origin : undefined;
  return (req: IncomingMessage, res: ServerResponse): void => {
    const started = process.hrtime.bigint();
    const facts = requestFacts(req, env().TRUST_PROXY);
    const secure = facts.protocol === 'https:' || publicUrl?.protocol === 'https:';
    const given = String(req.headers['x-request-id'] ?? '');
    const requestId = /^[\w-]{8,64}$/.test(given) ? given : randomUUID();
    const cspNonce = randomBytes(16).toString('base64');
    for (const [name, value] of Object.entries(securityHeaders(cspNonce, secure, reportTo))) res.setHeader(name, value);
    res.setHeader('x-request-id', requestId);
    const pathname = req.url?.split('?', 1)[0] ?? '';
    const route = tracing() && remix.routeOf(pathname);
    const span = tracing()?.start({
      name: `${req.method} ${route}`,
      kind: 'server',
      attributes: {
        'http.request.method': req.method ?? '',
        'http.route': route ?? '',
        'url.path': pathname,
        'pmis.request_id': requestId,
      },
      traceparent: String(req.headers.traceparent ?? ''),
    });
    if (span) res.once('close', () => span.end({ 'http.response.status_code': res.statusCode }, res.statusCode >= 500));
    res.once('finish', () => {
      const ms = Math.round(Number(process.hrtime.bigint() - started) / 1e4) / 100;
      measured(remix.routeOf(pathname), req.method ?? '', res.statusCode, ms / 1_000);
      logger.debug({ requestId, method: req.method, path: pathname, status: res.statusCode, ms });
    });

    if (isClosing()) {
      res.setHeader('connection', 'close');
      // A balancer that asks turns away while calls are still taken.
      if (/^\/health(\/live)?$/.test(pathname)) return refuse(res, 503, 'unavailable', 'This process is about to end.');
    }
    const origin = `${facts.protocol}//${facts.host}`;
    const refusal = refusalOf(req.method ?? 'GET', origin, req.url ?? '/');
    if (refusal) {
      refuse(res, refusal.status, refusal.code, refusal.message);
      return;
    }
    if (!isSameOrigin(req.method ?? 'GET', req.headers, origin)) {
      refuse(res, 403, 'forbidden', 'This request came from another site. Open PMIS itself and try again.');
      return;
    }
    // Remix compares Origin with these; what an untrusted hop wrote must not reach it.
    delete req.headers['x-forwarded-host'];
    req.headers.host = facts.host;

    const serve = async () => {
      try {
        const request = createRequest(req, res, { host: facts.host, protocol: facts.protocol });
        const context = { cspNonce, requestId, clientAddress: facts.clientAddress, secure };
        const response = await remix.handle(request, context);
        await drainRequest(req);
        if (!res.destroyed) await send(res, response);
      } catch (error) {
        if (res.destroyed || req.destroyed) return;
        logger.error({ err: error }, 'request failed');
        reportError(error, { at: 'request', name: remix.routeOf(pathname) });
        if (res.headersSent) res.destroy();
        else refuse(res, 500, 'internal', `Something went wrong on our side. Say ${requestId} when you report it.`);
      }
    };
    const chain = [...remix.assets];
    const next = (): void => {
      const middleware = chain.shift();
      if (middleware) middleware(req, res, next);
      else void serve();
    };
    runInContext({ requestId, span }, next);
  };
}

async function startWeb(): Promise<void> {
  const { PORT, HOST, PMIS_DEV, PUBLIC_URL, SHUTDOWN_DRAIN_MS } = env();
  let closing = false;
  const server = createServer({ keepAliveTimeout: 65_000, headersTimeout: 70_000, requestTimeout: 120_000 });
  const remix = PMIS_DEV ? await developmentRemix(server) : await builtRemix();
  server.on(
    'request',
    listener(remix, PUBLIC_URL ? new URL(PUBLIC_URL) : undefined, () => closing),
  );
  const close = (why: string) => {
    if (closing) return;
    closing = true;
    logger.info({ why }, 'web server closing');
    setTimeout(() => {
      server.close(() => void stopTelemetry().then(() => process.exit(0)));
      server.closeIdleConnections();
    }, SHUTDOWN_DRAIN_MS);
    setTimeout(() => process.exit(0), CLOSE_LIMIT_MS).unref();
  };
  process.on('SIGTERM', () => close('SIGTERM'));
  process.on('SIGINT', () => close('SIGINT'));
  process.on('disconnect', () => close('supervisor gone'));
  server.on('error', (error) => {
    logger.fatal({ err: error }, `cannot listen on ${HOST}:${PORT}`);
    process.exit(1);
  });
  server.listen(PORT, HOST, () => {
    logger.info({ host: HOST, port: PORT }, 'web server listening');
    void startTelemetry('web');
  });
}

/** With WEB_CONCURRENCY > 1 a primary shares the port among that many processes and replaces one that dies. */
function startCluster(processes: number): void {
  let closing = false;
  answerMetricsRequests();
  for (let i = 0; i < processes; i++) cluster.fork();
  cluster.on('exit', (_worker, code) => {
    if (closing) {
      if (Object.keys(cluster.workers ?? {}).length === 0) process.exit(0);
      return;
    }
    logger.warn({ code }, 'web process ended, starting another');
    setTimeout(() => cluster.fork(), code === 0 ? 0 : 500);
  });
  const close = () => {
    closing = true;
    for (const worker of Object.values(cluster.workers ?? {})) worker?.process.kill('SIGTERM');
    setTimeout(() => process.exit(0), CLOSE_LIMIT_MS + 500).unref();
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.on(signal, close);
}

try {
  const { WEB_CONCURRENCY } = env();
  if (cluster.isPrimary) await migrateOnStart();
  if (cluster.isPrimary && WEB_CONCURRENCY > 1) startCluster(WEB_CONCURRENCY);
  else await startWeb();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
