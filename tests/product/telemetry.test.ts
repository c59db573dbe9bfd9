import { existsSync } from 'node:fs';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createWorld, type World } from '../factories/governance.ts';
import { createBearer } from '../factories/people.ts';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';
import { type HttpSink, sentryEvent, startHttpSink } from '../setup/http-sink.ts';
import { type Product, startProduct } from '../setup/product.ts';

const REQUEST_ID = 'a-request-of-this-test-0001';
/** Stands in the address and in the mail: neither may reach the error tracker or the log. */
const SECRET_WORDS = 'the price of the second bidder';

let test: TestDatabase;
let world: World;
let token: string;
let sentry: HttpSink;
let collector: HttpSink;
let product: Product;
let owner: pg.Client;

beforeAll(async () => {
  test = await createTestDatabase();
  world = await createWorld(test.db);
  token = await createBearer(test.db, world.charlie, ['read', 'write', 'admin']);
  [sentry, collector] = [await startHttpSink(), await startHttpSink()];
  product = await startProduct({
    databaseUrl: test.url,
    env: {
      LOG_LEVEL: 'info',
      SENTRY_DSN: `${sentry.url.replace('://', '://public@')}/1`,
      SENTRY_ENVIRONMENT: 'a-test',
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_EXPORTER_OTLP_HEADERS: 'x-key=collector%20key',
      LOG_SLOW_QUERY_MS: '1',
    },
  });
  owner = new pg.Client({ connectionString: test.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await product?.stop();
  await owner?.end();
  sentry?.close();
  collector?.close();
  await test?.drop();
});

const call = (path: string, init: RequestInit = {}) =>
  fetch(`${product.url}${path}`, {
    ...init,
    headers: { authorization: `Bearer ${token}`, 'x-request-id': REQUEST_ID, ...init.headers },
  });

const logged = () =>
  product
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

type OtlpSpan = { name: string; traceId: string; spanId: string; parentSpanId?: string; attributes: { key: string }[] };
const spansOf = (text: string) =>
  (JSON.parse(text) as { resourceSpans: { scopeSpans: { spans: OtlpSpan[] }[] }[] }).resourceSpans.flatMap(
    ({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans),
  );

const loaded = (text: string) => expect.poll(() => product.output(), { timeout: 15_000 }).toContain(text);

it('an unexpected failure of a request is reported once, with the build, the request and the person, and no words', async () => {
  await loaded('failures are reported to Sentry');
  await loaded('traces are sent');
  await owner.query('alter table vendors rename to vendors_gone');
  try {
    expect((await call(`/api/vendors?q=${encodeURIComponent(SECRET_WORDS)}`)).status).toBe(500);
  } finally {
    await owner.query('alter table vendors_gone rename to vendors');
  }
  const event = sentryEvent(await sentry.next((one) => sentryEvent(one) !== null))!;
  expect(event.release).toMatch(/^pmis@\d+\.\d+\.\d+\+\w+$/);
  expect(event.environment).toBe('a-test');
  expect(event.tags).toMatchObject({ service: 'web', at: 'request', requestId: REQUEST_ID });
  expect(event.user).toEqual({ id: world.charlie.userId });
  expect(event.exception.values[0]!.value).toContain('vendors');
  expect(
    event.exception.values[0]!.stacktrace?.frames.some(({ filename }) => filename.startsWith('app:///build/')),
  ).toBe(true);
  const failed = logged().find((line) => line.msg === 'unexpected failure');
  expect(failed).toMatchObject({ requestId: REQUEST_ID, userId: world.charlie.userId });
  // The event names the trace of its request.
  const batch = await collector.next(({ text }) => text.includes('GET /api/vendors'));
  const span = spansOf(batch.text).find(({ name }) => name === 'GET /api/vendors')!;
  expect(event.contexts?.trace?.trace_id).toBe(span.traceId);
  expect(batch.headers['x-key']).toBe('collector key');
});

it('refusals are no errors: nothing is reported of 401, 403, 404, 409 and 422', async () => {
  const before = sentry.received.length;
  expect((await fetch(`${product.url}/api/packages`)).status).toBe(401);
  expect((await call('/api/packages/NOPE-1')).status).toBe(404);
  expect((await call('/api/packages?limit=5000')).status).toBe(422);
  expect((await fetch(`${product.url}/no-such-page`)).status).toBe(404);
  const abort = new AbortController();
  const given = call('/api/packages', { signal: abort.signal });
  abort.abort();
  await expect(given).rejects.toThrow();
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(sentry.received.slice(before).filter((one) => sentryEvent(one))).toEqual([]);
});

it('a trace holds the request and its queries, continues the caller’s, and carries no values', async () => {
  const traceId = 'abcdef0123456789abcdef0123456789';
  const answer = await call(`/api/packages?q=${encodeURIComponent(SECRET_WORDS)}`, {
    headers: { traceparent: `00-${traceId}-00f067aa0ba902b7-01` },
  });
  expect(answer.status).toBe(200);
  const batch = await collector.next(({ text }) => text.includes(traceId) && text.includes('db.query.text'));
  const spans = spansOf(batch.text).filter((span) => span.traceId === traceId);
  const request = spans.find(({ name }) => name === 'GET /api/packages')!;
  expect(request.parentSpanId).toBe('00f067aa0ba902b7');
  const queries = spans.filter(({ parentSpanId }) => parentSpanId === request.spanId);
  expect(queries.length).toBeGreaterThan(0);
  expect(collector.received.some(({ text }) => text.includes(SECRET_WORDS))).toBe(false);
});

it('a job’s dead letter is reported with the job and the request that brought its message', async () => {
  const mail = `From: x@example.org\r\nTo: y@example.org\r\nSubject: ${SECRET_WORDS}\r\n\r\n${SECRET_WORDS}\r\n`;
  const answer = await call('/api/emails', {
    method: 'POST',
    headers: { 'content-type': 'message/rfc822' },
    body: mail,
  });
  expect(answer.status).toBe(202);
  const { rows } = await owner.query<{ request_id: string }>(
    `select request_id from jobs where kind = 'process_email'`,
  );
  expect(rows).toEqual([{ request_id: REQUEST_ID }]);
  await owner.query('alter table task_escalations rename to task_escalations_gone');
  try {
    await owner.query(`insert into jobs (kind, payload, max_attempts, request_id)
      values ('check_overdue', '{"schedule":"of this test","slot":"2026-01-01T00:00:00Z"}', 1, '${REQUEST_ID}')`);
    const event = sentryEvent(await sentry.next((one) => sentryEvent(one)?.tags?.service === 'worker'))!;
    expect(event.tags).toMatchObject({ at: 'job', jobKind: 'check_overdue', requestId: REQUEST_ID });
    expect(event.transaction).toBe('check_overdue');
  } finally {
    await owner.query('alter table task_escalations_gone rename to task_escalations');
  }
  const dead = logged().find((line) => line.msg === 'job is dead');
  expect(dead).toMatchObject({ service: 'worker', jobKind: 'check_overdue', requestId: REQUEST_ID });
});

it('slow statements are logged by their text, and neither log nor tracker holds a token or a mail’s words', () => {
  const slow = logged().filter((line) => line.msg === 'slow query');
  expect(slow.length).toBeGreaterThan(0);
  expect(slow.every((line) => typeof line.ms === 'number' && typeof line.sql === 'string')).toBe(true);
  const everything = [product.output(), ...sentry.received.map(({ text }) => text)].join('\n');
  expect(everything).not.toContain(token);
  expect(everything).not.toContain(SECRET_WORDS);
  expect(everything).not.toContain(encodeURIComponent(SECRET_WORDS));
});

it('source maps are made and not served', async () => {
  const page = await (await fetch(`${product.url}/sign-in`)).text();
  const script = /\/assets\/entry\.client-[\w-]+\.js/.exec(page)![0];
  const code = await (await fetch(`${product.url}${script}`)).text();
  expect(code).not.toContain('sourceMappingURL');
  expect((await fetch(`${product.url}${script}.map`)).status).toBe(404);
  expect(existsSync(`build/sourcemaps${script}.map`)).toBe(true);
});
