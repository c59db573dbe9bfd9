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
  expect(result.acknowledged).toBeGreaterThan(10);
  expect(result.recoverSeconds).toBeLessThan(30);
}, 90_000);

test('broken connections, then PostgreSQL stopped: 503 meanwhile, the web process lives on, nothing is lost', async () => {
  const result = await runDrill(stage, 'cut and stop PostgreSQL', async (on) => {
    await cutDatabase(2)(on);
    await stopPostgres(2)(on);
  });
  expect(result).toMatchObject({ lost: 0, twice: 0, auditOk: true });
  expect(result.users).toMatch(/503/);
  expect(result.users).not.toMatch(/ECONN|500/);
  expect(result.recoverSeconds).toBeLessThan(30);
}, 90_000);
