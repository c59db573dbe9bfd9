import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { logger } from '../../../server/logger.ts';
import { logFigures, readFigures } from '../../../server/metrics/log-figures.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());

it('reads queue, mail and connections, and leaves out what has never happened', async () => {
  await sql`delete from jobs`.execute(test.db);
  const empty = await readFigures(test.db);
  expect(empty).toMatchObject({ queueDue: 0, queueDuePerWorker: 0, queueOldestSeconds: 0, jobsDead: 0, workers: 0 });
  expect(empty).not.toHaveProperty('mailLastReceivedSeconds');
  expect(empty).not.toHaveProperty('backupAgeSeconds');
  await sql`insert into workers (name, version) values ('a', '1'), ('b', '1')`.execute(test.db);
  await sql`
    insert into jobs (kind, status, run_at) select 'clean_up', 'queued', now() - interval '90 s' from generate_series(1, 7)
    union all select 'clean_up', 'dead', now()`.execute(test.db);
  const full = await readFigures(test.db);
  expect(full).toMatchObject({ queueDue: 7, queueDuePerWorker: 4, jobsDead: 1, workers: 2, mailSourcesDown: 0 });
  expect(full.queueOldestSeconds).toBeGreaterThanOrEqual(89);
  expect(full.databaseConnections).toBeGreaterThan(0);
  expect(full.databaseConnectionsShare).toBeGreaterThan(0);
});

it('logs them at once and again, until it is stopped; 0 seconds is never', async () => {
  const info = vi.spyOn(logger, 'info').mockImplementation(() => undefined);
  logFigures({ db: test.db, everySeconds: 0 }).stop();
  expect(info).not.toHaveBeenCalled();
  const running = logFigures({ db: test.db, everySeconds: 0.05 });
  await vi.waitFor(() => expect(info.mock.calls.length).toBeGreaterThanOrEqual(2));
  running.stop();
  expect(info.mock.calls[0]).toEqual([{ figures: expect.objectContaining({ queueDue: 7 }) }, 'figures']);
  info.mockRestore();
});
