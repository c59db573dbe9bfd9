import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from '../setup/database.ts';
import { type Product, startProduct } from '../setup/product.ts';

const database = await createTestDatabase();
let product: Product | undefined;
afterAll(async () => {
  await product?.stop();
  await database.drop();
});

test('a web process that is told to end says so in its health, still answers for a while, and ends with 0', async () => {
  product = await startProduct({ databaseUrl: database.url, worker: false, env: { SHUTDOWN_DRAIN_MS: '3000' } });
  const { url, web } = product;
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
  const exit = once(web, 'exit');
  web.kill('SIGTERM');
  await sleep(300);
  for (const path of ['/health', '/health/live']) expect((await fetch(url + path)).status, path).toBe(503);
  const answer = await fetch(`${url}/api/packages`);
  expect(answer.status).toBe(401);
  expect(answer.headers.get('connection')).toBe('close');
  expect(await exit).toEqual([0, null]);
  await expect(fetch(`${url}/health/live`)).rejects.toThrow();
}, 30_000);
