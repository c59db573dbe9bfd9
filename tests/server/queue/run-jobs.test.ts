import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DomainError } from '../../../server/errors.ts';
import { createBell } from '../../../server/queue/doorbell.ts';
import { dropJob } from '../../../server/queue/drop-job.ts';
import { insertJobs } from '../../../server/queue/job.queries.ts';
import { JOB_KINDS } from '../../../server/queue/job.schema.ts';
import { retryJob } from '../../../server/queue/retry-job.ts';
import { type JobHandler, type JobHandlers, runJobs } from '../../../server/queue/run-jobs.ts';
import { OPERATOR } from '../../factories/people.ts';
import { createTestDatabase, type TestDatabase } from '../../setup/database.ts';

let database: TestDatabase;
const running: { stop: (ms: number) => Promise<void> }[] = [];

beforeAll(async () => {
  database = await createTestDatabase({ max: 20 });
});
beforeEach(() => sql`delete from jobs where event_seq = 0`.execute(database.db));
afterEach(async () => {
  await Promise.all(running.splice(0).map((jobs) => jobs.stop(500)));
  await sql`update jobs set status = 'dropped' where status <> 'dropped'`.execute(database.db);
});
afterAll(() => database.drop());

const unused: JobHandler = { run: () => Promise.reject(new Error('not expected')) };

function start(
  run: JobHandler['run'],
  { worker = 'one', leaseMs = 10_000, onDead = undefined as JobHandler['onDead'] } = {},
) {
  const handlers = {
    ...Object.fromEntries(JOB_KINDS.map((kind) => [kind, unused])),
    process_email: { run, onDead },
  } as unknown as JobHandlers;
  const jobs = runJobs({ db: database.db, worker, handlers, bell: createBell(), concurrency: 4, leaseMs, pollMs: 20 });
  running.push(jobs);
  return jobs;
}

async function add(count = 1): Promise<void> {
  await insertJobs(
    database.db,
    Array.from({ length: count }, (_, i) => ({ kind: 'process_email' as const, payload: { emailId: String(i) } })),
  );
}

async function states(): Promise<
  { id: string; status: string; attempts: number; lastError: string | null; wait: number }[]
> {
  const { rows } = await sql<{ id: string; status: string; attempts: number; lastError: string | null; wait: number }>`
    select id, status, attempts, last_error as "lastError", extract(epoch from run_at - now())::float as wait from jobs
    where event_seq = 0 order by id`.execute(database.db);
  return rows;
}

async function until(check: () => Promise<boolean>, ms = 8_000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await check())) {
    if (Date.now() > deadline) throw new Error('it did not happen in time');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const allAre = (status: string) => async () => (await states()).every((job) => job.status === status);

describe('running', () => {
  test('three workers run each of 200 jobs once', async () => {
    await add(200);
    const runs: string[] = [];
    const run: JobHandler['run'] = async (job) => void runs.push(job.id);
    for (const worker of ['one', 'two', 'three']) start(run, { worker });
    await until(allAre('done'));
    expect(runs).toHaveLength(200);
    expect(new Set(runs).size).toBe(200);
  });

  test('a unique key admits one unfinished job', async () => {
    const job = { kind: 'process_email' as const, payload: { emailId: 'x' }, uniqueKey: 'email:x' };
    expect(await insertJobs(database.db, [job])).toBe(1);
    expect(await insertJobs(database.db, [job])).toBe(0);
  });

  test('an effect is rolled back when the lease was lost', async () => {
    await add();
    const kept = async () =>
      (await sql<{ n: number }>`select count(*)::int as n from settings where key = 'effect'`.execute(database.db))
        .rows[0]!.n;
    let tries = 0;
    start(
      async (job, finish) => {
        tries += 1;
        await database.db.transaction().execute(async (tx) => {
          await sql`insert into settings (key, value) values ('effect', '1')`.execute(tx);
          // Another worker was given the job meanwhile.
          if (tries === 1)
            await sql`update jobs set locked_by = 'other', locked_until = now() - interval '1 s' where id = ${job.id}`.execute(
              database.db,
            );
          await finish(tx);
        });
      },
      { leaseMs: 1_000 },
    );
    await until(allAre('done'));
    expect(tries).toBe(2);
    expect(await kept()).toBe(1);
  });
});

describe('failing', () => {
  test('a failure waits longer each time and is dead after four attempts', async () => {
    await add();
    const dead: string[] = [];
    let runs = 0;
    start(
      async () => {
        runs += 1;
        throw new Error(`broken ${runs}`);
      },
      { onDead: async (_tx, _job, error) => void dead.push(error) },
    );
    const waits: number[] = [];
    for (let attempt = 1; attempt < 4; attempt++) {
      await until(async () => runs === attempt && (await states())[0]!.status === 'queued');
      const [job] = await states();
      expect(job).toMatchObject({ attempts: attempt, lastError: `broken ${attempt}` });
      waits.push(job!.wait);
      await sql`update jobs set run_at = now() where status = 'queued'`.execute(database.db);
    }
    await until(allAre('dead'));
    expect(runs).toBe(4);
    expect(dead).toEqual(['broken 4']);
    expect(waits[1]).toBeGreaterThan(waits[0]!);
    expect(waits[2]).toBeGreaterThan(waits[1]!);
  });

  test('a refusal by a rule is final', async () => {
    await add();
    let runs = 0;
    start(async () => {
      runs += 1;
      throw new DomainError('invalid', 'never');
    });
    await until(allAre('dead'));
    expect(runs).toBe(1);
  });

  test('what a dead worker held is run by another, and is dead after its last attempt', async () => {
    await add(2);
    await sql`
      update jobs set status = 'running', locked_by = 'gone', locked_until = now() - interval '1 s',
        attempts = case payload->>'emailId' when '0' then 1 else 4 end`.execute(database.db);
    start(async () => undefined, { leaseMs: 1_000 });
    await until(async () => (await states()).every((job) => ['done', 'dead'].includes(job.status)));
    expect((await states()).map((job) => job.status).sort()).toEqual(['dead', 'done']);
  });

  test('a long job keeps its lease', async () => {
    await add();
    let runs = 0;
    const run: JobHandler['run'] = async () => {
      runs += 1;
      await new Promise((resolve) => setTimeout(resolve, 2_500));
    };
    start(run, { worker: 'one', leaseMs: 1_000 });
    start(run, { worker: 'two', leaseMs: 1_000 });
    await until(allAre('done'));
    expect(runs).toBe(1);
  });
});

describe('a job that is the worker’s in the table only', () => {
  test.each(['its claim’s answer was lost', 'its failure could not be noted'])(
    'is freed when its lease ends: %s',
    async (how) => {
      await add();
      let runs = 0;
      if (how.startsWith('its claim')) {
        await sql`
        update jobs set status = 'running', locked_by = 'one', attempts = 1,
          locked_until = now() + interval '400 milliseconds' where event_seq = 0`.execute(database.db);
        runs = 1;
      }
      start(
        async () => {
          runs += 1;
          // What follows a failure here is refused as if the database were away.
          if (runs === 1)
            throw Object.defineProperty(new Error('x'), 'message', {
              get() {
                throw new Error('the database is away');
              },
            });
        },
        { leaseMs: 600 },
      );
      await until(allAre('done'));
      expect(runs).toBe(2);
    },
  );
});

describe('stopping', () => {
  test('what does not finish in time is handed back untried', async () => {
    await add(6);
    const jobs = start(() => new Promise(() => undefined));
    await until(async () => (await states()).some((job) => job.status === 'running'));
    await jobs.stop(100);
    expect((await states()).map(({ status, attempts }) => [status, attempts])).toEqual(
      Array.from({ length: 6 }, () => ['queued', 0]),
    );
  });

  test('what runs is finished', async () => {
    await add(1);
    const jobs = start(() => new Promise((resolve) => setTimeout(resolve, 300)));
    await until(async () => (await states())[0]!.status === 'running');
    await jobs.stop(5_000);
    expect((await states())[0]!.status).toBe('done');
  });
});

describe('dead letters', () => {
  async function dead(): Promise<string> {
    await add();
    const { rows } = await sql<{ id: string }>`
      update jobs set status = 'dead', attempts = 4, last_error = 'broken' where status = 'queued' returning id`.execute(
      database.db,
    );
    return rows[0]!.id;
  }
  const trail = async (id: string) =>
    (
      await sql<{
        type: string;
      }>`select event_type as type from events where entity_type = 'job' and entity_id = ${id} order by id`.execute(
        database.db,
      )
    ).rows.map((row) => row.type);

  test('retried with all attempts, once however many ask, and traced', async () => {
    const id = await dead();
    const asked = await Promise.allSettled(Array.from({ length: 5 }, () => retryJob(database.db, OPERATOR, id)));
    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { rows } = await sql<{
      status: string;
      attempts: number;
    }>`select status, attempts from jobs where id = ${id}`.execute(database.db);
    expect(rows).toEqual([{ status: 'queued', attempts: 0 }]);
    expect(await trail(id)).toEqual(['job_retried']);
  });

  test('dropped, not deleted, and traced', async () => {
    const id = await dead();
    expect(await dropJob(database.db, OPERATOR, id)).toEqual({ id, status: 'dropped' });
    expect(await trail(id)).toEqual(['job_dropped']);
    await expect(retryJob(database.db, OPERATOR, id)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('an unknown job is not found', async () => {
    await expect(retryJob(database.db, OPERATOR, 'x')).rejects.toMatchObject({ code: 'not_found' });
    await expect(dropJob(database.db, OPERATOR, '00000000-0000-4000-8000-000000000000')).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});
