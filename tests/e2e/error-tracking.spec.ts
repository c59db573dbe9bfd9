import { createTestDatabase, type TestDatabase } from '../setup/database.ts';
import { type HttpSink, sentryEvent, startHttpSink } from '../setup/http-sink.ts';
import { type Product, startProduct } from '../setup/product.ts';
import { expect, test } from './test.ts';

let database: TestDatabase;
let sink: HttpSink;
let product: Product;

test.beforeAll(async () => {
  database = await createTestDatabase();
  sink = await startHttpSink();
  product = await startProduct({
    databaseUrl: database.url,
    worker: false,
    env: { SENTRY_DSN_BROWSER: `${sink.url.replace('://', '://public@')}/7`, NODE_ENV: 'production' },
  });
});
test.afterAll(async () => {
  await product.stop();
  sink.close();
  await database.drop();
});

test('a failure in the browser reaches the tracker through the CSP, without the address’s search', async ({
  browser,
}) => {
  // A page that nobody watches: it is to fail.
  const page = await browser.newPage();
  const policy = (await page.goto(`${product.url}/sign-in?next=%2Fpackages%3Fq%3Dsecret-words`))!.headers();
  expect(policy['content-security-policy']).toContain(`connect-src 'self' ${sink.url}`);
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => void setTimeout(() => Promise.reject(new Error('broken with password=hunter22')), 0));
  const event = sentryEvent(await sink.next((one) => sentryEvent(one) !== null))!;
  expect(event.tags).toMatchObject({ service: 'browser' });
  expect(event.release).toMatch(/^pmis@/);
  expect(event.exception.values[0]!.value).toBe('broken with password=[redacted]');
  expect(JSON.stringify(event)).not.toContain('secret-words');
  await page.close();
});

test('without a tracker the page names none and loads nothing of it', async ({ page }) => {
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  const answer = (await page.goto('/sign-in'))!;
  await page.waitForLoadState('networkidle');
  expect(answer.headers()['content-security-policy']).toContain(`connect-src 'self';`);
  await expect(page.locator('meta[name="pmis-errors"]')).toHaveCount(0);
  expect(asked.filter((url) => url.includes('browser-sentry'))).toEqual([]);
});
