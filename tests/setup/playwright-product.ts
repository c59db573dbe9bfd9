import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createTestDatabase } from './database.ts';
import { runPmis, startProduct } from './product.ts';
import { makeTestFolder, startTestServices } from './services.ts';
import { startSmtpServer } from './smtp-server.ts';

/**
 * Playwright's global set-up: the built product with demo data on a fresh database and a random port, named in
 * PLAYWRIGHT_TEST_BASE_URL (Playwright's own variable behind `baseURL`); every mail that it sends is a file in
 * E2E_MAIL_FOLDER; E2E_PRODUCT_ENV tells its variables to tests
 * that run the command line. Returns how to stop all of it. Fails when a program of the product logged an error.
 */
export default async function startProductForBrowser(): Promise<() => Promise<void>> {
  const stopServices = await startTestServices();
  const database = await createTestDatabase();
  const redisUrl = process.env.TEST_REDIS_URL;
  const mailFolder = makeTestFolder('mail');
  let taken = 0;
  const smtp = await startSmtpServer({
    judge: ({ raw }) => {
      writeFileSync(path.join(mailFolder, `${(taken += 1)}.eml`), raw);
      return null;
    },
  });
  const product = await startProduct({
    databaseUrl: database.url,
    ownerUrl: database.ownerUrl,
    redisUrl,
    env: {
      RATE_LIMIT_SIGN_IN: '0',
      LOG_LEVEL: 'info',
      NODE_ENV: 'production',
      SMTP_URL: smtp.url,
      MAIL_FROM: 'PMIS <pmis@mail.northgate.example>',
      MAIL_DOMAIN: 'mail.northgate.example',
    },
  });
  await runPmis(product.env, 'seed', '--demo');
  process.env.PLAYWRIGHT_TEST_BASE_URL = product.url;
  process.env.E2E_MAIL_FOLDER = mailFolder;
  process.env.E2E_PRODUCT_ENV = JSON.stringify(product.env);
  return async () => {
    await product.stop();
    await smtp.close();
    rmSync(mailFolder, { recursive: true, force: true });
    await database.drop();
    await stopServices();
    const errors = product
      .output()
      .split('\n')
      .filter((line) => /"level":[56]0/.test(line));
    if (errors.length > 0) throw new Error(`The product logged ${errors.length} errors:\n${errors.join('\n')}`);
  };
}
