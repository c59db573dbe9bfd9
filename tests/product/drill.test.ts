import { afterAll, beforeAll, expect, test } from 'vitest';
import { cutDatabase, killWorker, stopPostgres } from '../drill/faults.ts';
import { runDrill } from '../drill/run-one.ts';
import { openStage, type Stage } from '../drill/stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage?.close());

// The rest of the drills: `npm run drill`.
test('a worker that is killed under load: nobody notices, nothing is lost', async () => {
  const result = await runDrill(stage, 'kill worker', killWorker);
  expect(result).toMatchObject({ failures: 0, lost: 0, twice: 0, auditOk: true });
  expect(result.acknowledged).toBeGreaterThan(20);
  expect(result.recoverSeconds).toBeLessThan(20);
}, 60_000);

test('PostgreSQL stopped for 3 s: calls are refused meanwhile, what was answered is there', async () => {
  const result = await runDrill(stage, 'stop PostgreSQL', stopPostgres(3));
  expect(result).toMatchObject({ lost: 0, twice: 0, auditOk: true });
  expect(result.failures).toBeGreaterThan(0);
  expect(result.users).toMatch(/503/);
  expect(result.users, 'the web process lives on').not.toMatch(/ECONN|500/);
  expect(result.recoverSeconds).toBeLessThan(20);
}, 60_000);

test('connections to the database that break in the middle of requests: the web process lives on', async () => {
  const result = await runDrill(stage, 'network cut', cutDatabase(2));
  expect(result).toMatchObject({ lost: 0, twice: 0, auditOk: true });
  expect(result.users).not.toMatch(/ECONN|500/);
}, 60_000);
