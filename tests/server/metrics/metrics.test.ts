import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { insertJobs } from '../../../server/queue/job.queries.ts';
import { createDatabase } from '../../../server/db.ts';
import { systemMetrics } from '../../../server/metrics/system-metrics.ts';
import { INGEST_LIST } from '../../../server/emails/redis-list.ts';
import { createPackageRow, createWorld, type World } from '../../factories/governance.ts';
import { openTestRedis } from '../../factories/redis.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

let test: TestDatabase;
let world: World;

beforeAll(async () => {
  test = await createTestDatabase();
  world = await createWorld(test.db);
});
afterAll(() => test.drop());

/** Every series of one scrape with its value. */
async function scrape(url = test.url, redis: Awaited<ReturnType<typeof openTestRedis>> = null) {
  const { db, pool } = createDatabase(url, { max: 4 });
  try {
    const text = await systemMetrics({ db, pool, redis });
    const lines = text.split('\n').filter((line) => line && !line.startsWith('#'));
    return new Map(
      lines.map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
    );
  } finally {
    await db.destroy();
  }
}

it('tells the queue: depth, age, dead letters, and how long each kind took', async () => {
  await sql`delete from jobs`.execute(test.db);
  await insertJobs(test.db, [
    { kind: 'clean_up', payload: {} as never },
    { kind: 'clean_up', payload: {} as never },
    { kind: 'check_overdue', payload: {} as never },
  ]);
  await sql`update jobs set run_at = now() - interval '90 s' where kind = 'check_overdue'`.execute(test.db);
  await sql`
    insert into jobs (kind, status, attempts, created_at, started_at, finished_at)
    select 'process_email', 'done', 2, now() - interval '60 s', now() - interval '50 s', now() - interval '50 s' + n * interval '1 s'
    from generate_series(1, 9) n
    union all select 'process_email', 'dead', 4, now(), now(), now()
    union all select 'long_ago', 'done', 1, now() - interval '1 hour', now() - interval '1 hour', now()`.execute(
    test.db,
  );
  const series = await scrape();
  expect(series.get('pmis_jobs{state="queued"}')).toBe(3);
  expect(series.get('pmis_jobs{state="due"}')).toBe(3);
  expect(series.get('pmis_jobs{state="dead"}')).toBe(1);
  expect(series.get('pmis_jobs_oldest_due_seconds')).toBeGreaterThan(85);
  expect(series.get('pmis_job_seconds{kind="process_email",quantile="0.5"}')).toBeCloseTo(5, 3);
  expect(series.get('pmis_job_seconds{kind="process_email",quantile="0.99"}')).toBeGreaterThan(8.5);
  expect(series.get('pmis_jobs_done_recently{kind="process_email"}')).toBe(9);
  expect(series.get('pmis_job_attempts_recently{kind="process_email"}')).toBe(18);
  expect(series.get('pmis_job_wait_seconds{kind="process_email"}')).toBeCloseTo(10, 3);
  expect([...series.keys()].some((key) => key.includes('long_ago'))).toBe(false);
});

it('tells what waits for people', async () => {
  const pkg = await createPackageRow(test.db, world);
  const before = await scrape();
  await sql`
    insert into tasks (code, package_id, project_id, title, due_date, source)
    select 'T-' || (9000 + n), ${pkg.id}, (select project_id from packages where id = ${pkg.id}), 'Ask', (now() - n * interval '5 days')::date, 'api'
    from generate_series(-1, 2) n where n <> 0`.execute(test.db);
  const after = await scrape();
  expect(after.get('pmis_tasks_overdue')! - before.get('pmis_tasks_overdue')!).toBe(2);
  expect(after.get('pmis_approvals_pending{level="critical"}')).toBe(0);
  expect(after.get('pmis_mail_triage')).toBe(0);
  expect(after.get('pmis_mail{status="quarantined"}')).toBe(0);
  expect(after.get('pmis_database_up')).toBe(1);
  expect(after.get('pmis_database_pool_limit')).toBe(4);
});

it('tells what happened, how packages stand, and how full the server is', async () => {
  const before = await scrape();
  const { id } = await createPackageRow(test.db, world);
  await sql`update packages set status = 'draft' where id = ${id}`.execute(test.db);
  await sql`
    select pmis_record_event('user', id, 'a_test', null, '{"kind":"system","name":"test"}', 'cli', null, null, null, null)
    from users order by id limit 2`.execute(test.db);
  const series = await scrape();
  expect(series.get('pmis_events_recently{type="a_test"}')).toBe(2);
  expect(series.get('pmis_packages{status="draft"}')).toBe((before.get('pmis_packages{status="draft"}') ?? 0) + 1);
  expect(series.get('pmis_database_bytes')).toBeGreaterThan(5_000_000);
  expect(series.get('pmis_database_connections{state="active"}')).toBeGreaterThan(0);
  expect(series.get('pmis_database_connections_limit')).toBeGreaterThan(10);
  expect(series.get('pmis_database_replicas')).toBe(0);
});

it('says that the database is away instead of failing', async () => {
  const series = await scrape('postgresql://pmis_app:x@127.0.0.1:1/none');
  expect(series.get('pmis_database_up')).toBe(0);
  expect(series.has('pmis_jobs{state="queued"}')).toBe(false);
});

describe.skipIf(!process.env.TEST_REDIS_URL)('with Redis', () => {
  it('tells its memory and the entries of the list', async () => {
    const redis = (await openTestRedis())!;
    try {
      const before = (await scrape(test.url, redis)).get('pmis_redis_ingest_entries')!;
      await redis.lpush(INGEST_LIST, 'x');
      const series = await scrape(test.url, redis);
      await redis.lrem(INGEST_LIST, 1, 'x');
      expect(series.get('pmis_redis_ingest_entries')).toBe(before + 1);
      expect(series.get('pmis_redis_memory_bytes')).toBeGreaterThan(100_000);
      expect(series.get('pmis_redis_up')).toBe(1);
    } finally {
      redis.disconnect();
    }
  });
});
