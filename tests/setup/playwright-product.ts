import { createTestDatabase } from './database.ts';
import { runPmis, startProduct } from './product.ts';
import { startTestServices } from './services.ts';

/**
 * Playwright's global set-up: the built product with demo data on a fresh database and a random port, named in
 * PLAYWRIGHT_TEST_BASE_URL (Playwright's own variable behind `baseURL`); E2E_PRODUCT_ENV tells its variables to tests
 * that run the command line. Returns how to stop all of it. Fails when a program of the product logged an error.
 */
export default async function startProductForBrowser(): Promise<() => Promise<void>> {
  const stopServices = await startTestServices();
  const database = await createTestDatabase();
  const redisUrl = process.env.TEST_REDIS_URL;
  const product = await startProduct({
    databaseUrl: database.url,
    ownerUrl: database.ownerUrl,
    redisUrl,
    env: { RATE_LIMIT_SIGN_IN: '0', LOG_LEVEL: 'info', NODE_ENV: 'production' },
  });
  await runPmis(product.env, 'seed', '--demo');
  process.env.PLAYWRIGHT_TEST_BASE_URL = product.url;
  process.env.E2E_PRODUCT_ENV = JSON.stringify(product.env);
  return async () => {
    await product.stop();
    await database.drop();
    await stopServices();
    const errors = product
      .output()
      .split('\n')
      .filter((line) => /"level":[56]0/.test(line));
    if (errors.length > 0) throw new Error(`The product logged ${errors.length} errors:\n${errors.join('\n')}`);
  };
}
