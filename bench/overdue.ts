import { sql } from 'kysely';
import { createDatabase, type Db } from '../server/db.ts';
import { checkOverdue } from '../server/tasks/check-overdue.ts';
import { median } from './load.ts';
import { SIZES } from './seed.ts';

export type Overdue = { tasks: number; product: number; bare: number; ratios: number[] };

/**
 * The limit: one statement that updates the tasks and inserts their chained events, nothing else: no lock, no note of
 * what was escalated before, no project's time zone.
 */
async function bareStatement(db: Db): Promise<number> {
  return db.connection().execute(async (one) => {
    await sql`set work_mem = '64MB'`.execute(one);
    await sql`set jit = off`.execute(one);
    const actor = JSON.stringify({ kind: 'system', name: 'bench' });
    const { numAffectedRows } = await sql`
      with due as materialized (
        select id as entity_id, package_id, event_seq + 1 as seq, event_hash as prev_hash, nextval('event_ids') as id,
          clock_timestamp() as at,
          jsonb_build_object('dueDate', due_date, 'daysLate', current_date - due_date) as after
        from tasks where status in ('open', 'in_progress', 'blocked') and due_date < current_date
      ), written as materialized (
        select due.*, pmis_event_body(id, seq, at, 'task_escalated', 'task', entity_id, package_id, ${actor}::jsonb,
          'worker', null, after, null, null) as body
        from due
      ), chained as materialized (
        select written.*, pmis_event_hash(prev_hash, body) as hash from written
      ), appended as (
        insert into events (id, at, event_type, entity_type, entity_id, entity_seq, package_id, actor, via, after,
          prev_hash, hash, body)
        select id, at, 'task_escalated', 'task', entity_id, seq, package_id, ${actor}::jsonb, 'worker', after, prev_hash,
          hash, body
        from chained
      )
      update tasks set event_seq = seq, event_hash = hash from chained where tasks.id = entity_id`.execute(one);
    return Number(numAffectedRows ?? 0);
  });
}

/** Before every due date that the seed gave, so that the worker's own check has escalated none of these. */
const OLDEST_SEEDED_DAYS = 400;

/** All tasks open and late: a due date that no round and no check had before. */
async function makeLate(owner: Db, round: number): Promise<void> {
  await sql`update tasks set status = 'open', due_date = current_date - ${OLDEST_SEEDED_DAYS + round}::int`.execute(
    owner,
  );
  await sql`vacuum analyze tasks`.execute(owner);
  await sql`vacuum analyze task_escalations`.execute(owner);
  await sql`checkpoint`.execute(owner).catch(() => undefined);
}

async function timed(work: () => Promise<number>): Promise<number> {
  const started = performance.now();
  const done = await work();
  if (done !== SIZES.tasks) throw new Error(`${done} of ${SIZES.tasks} tasks were escalated.`);
  return done / ((performance.now() - started) / 1000);
}

/** The overdue check over all tasks beside the bare statement, in turn, each on a table made afresh. Tasks a second. */
export async function measureOverdue(url: string, ownerUrl: string, rounds: number): Promise<Overdue> {
  const { db } = createDatabase(url, { max: 2, statementTimeoutMs: 0, name: 'pmis-bench' });
  const { db: owner } = createDatabase(ownerUrl, { max: 1, statementTimeoutMs: 0, name: 'pmis-bench-owner' });
  const actor = { kind: 'system', name: 'worker', via: 'worker' } as const;
  const product: number[] = [];
  const bare: number[] = [];
  try {
    for (let round = 0; round < rounds; round++) {
      await makeLate(owner, 1 + 2 * round);
      product.push(await timed(async () => (await checkOverdue(db, actor)).escalated));
      await makeLate(owner, 2 + 2 * round);
      bare.push(await timed(() => bareStatement(db)));
    }
  } finally {
    await Promise.all([db.destroy(), owner.destroy()]);
  }
  const ratios = product.map((rate, round) => rate / bare[round]!);
  return { tasks: SIZES.tasks, product: median(product), bare: median(bare), ratios };
}
