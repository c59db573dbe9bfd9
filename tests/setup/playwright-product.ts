import { createTestDatabase } from './database.ts';
import { runPmis, startProduct } from './product.ts';
import { startTestServices } from './services.ts';

/**
 * Playwright's global set-up: the built product with demo data on a fresh database and a random port, named in
 * PLAYWRIGHT_TEST_BASE_URL (Playwright's own variable behind `baseURL`). Returns how to stop all of it.
 */
export default async function startProductForBrowser(): Promise<() => Promise<void>> {
  const stopServices = await startTestServices();
  const database = await createTestDatabase();
  const redisUrl = process.env.TEST_REDIS_URL;
  const product = await startProduct({
    databaseUrl: database.url,
    ownerUrl: database.ownerUrl,
    redisUrl,
    env: { RATE_LIMIT_SIGN_IN: '0' },
  });
  await runPmis(product.env, 'seed', '--demo');
  process.env.PLAYWRIGHT_TEST_BASE_URL = product.url;
  return async () => {
    await product.stop();
    await database.drop();
    await stopServices();
  };
}
