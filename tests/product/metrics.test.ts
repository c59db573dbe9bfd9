import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../setup/database.ts';
import { type Product, startProduct } from '../setup/product.ts';

const TOKEN = 'scrape-me-scrape-me-scrape-me';
const REQUESTS = 60;

let test: TestDatabase;
let product: Product;

beforeAll(async () => {
  test = await createTestDatabase();
  product = await startProduct({
    databaseUrl: test.url,
    worker: false,
    env: { WEB_CONCURRENCY: '2', METRICS_TOKEN: TOKEN, DATABASE_POOL_MAX: '3' },
  });
});
afterAll(async () => {
  await product.stop();
  await test.drop();
});

const read = (headers: Record<string, string>) => fetch(`${product.url}/metrics`, { headers });

it('counts each request once, by its route, over all web processes', async () => {
  for (let i = 0; i < REQUESTS; i++) {
    // A connection of its own for each: the primary hands them out in turn.
    const answer = await fetch(`${product.url}/api/packages/P-${i}`, { headers: { connection: 'close' } });
    expect(answer.status).toBe(401);
  }
  const text = await (await read({ authorization: `Bearer ${TOKEN}` })).text();
  const value = (series: string) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${series} `))
        ?.split(' ')[1],
    );
  const labels = 'route="/api/packages/:id",method="GET",status="4xx"';
  expect(value(`pmis_http_request_seconds_count{${labels}}`)).toBe(REQUESTS);
  expect(value(`pmis_http_request_seconds_bucket{le="+Inf",${labels}}`)).toBe(REQUESTS);
  expect(value('pmis_http_errors_total{route="/api/packages/:id",status="401"}')).toBe(REQUESTS);
  expect(value('pmis_database_pool_limit')).toBe(3);
  expect(text).toContain('nodejs_eventloop_lag_seconds');
});

it('is for the token, and for this machine when no proxy passed it on', async () => {
  expect((await read({ authorization: 'Bearer something-else-entirely' })).status).toBe(401);
  expect((await read({ 'x-forwarded-for': '203.0.113.9' })).status).toBe(401);
  expect((await read({})).status).toBe(200);
  expect((await fetch(`${product.url}/metrics`, { method: 'POST' })).status).toBe(405);
});
