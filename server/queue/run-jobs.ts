import type { Db, Tx } from '../db.ts';
import { DomainError } from '../errors.ts';
import { logger } from '../logger.ts';
import { reportError } from '../telemetry/report-error.ts';
import { tracing } from '../telemetry/tracing.ts';
import { runInContext } from '../telemetry/work-context.ts';
import type { Bell } from './doorbell.ts';
import {
  claimJobs,
  freeExpiredJobs,
  handBackJobs,
  type KindFilter,
  renewLeases,
  setJobDead,
  setJobDone,
  setJobWaiting,
} from './job.queries.ts';
import type { Job, JobKind } from './job.schema.ts';
import { afterFailure, retryDelayMs } from './retry.policy.ts';

/** The lease ended while the job ran: another worker has it, and this one's effect is rolled back. */
export class LeaseLost extends Error {}

/** Ends the job inside the transaction of its effect; throws LeaseLost where the effect must not be kept. */
export type Finish = (tx: Tx) => Promise<void>;

/** What a kind of job does. `run` calls `finish` in its own transaction, or leaves ending the job to the caller. */
export type JobHandler<K extends JobKind = JobKind> = {
  run: (job: Job<K>, finish: Finish) => Promise<void>;
  /** In the transaction in which the job becomes a dead letter. */
  onDead?: (tx: Tx, job: Job<K>, error: string) => Promise<void>;
};
export type JobHandlers = { [K in JobKind]: JobHandler<K> };

export type RunJobsOptions = {
  db: Db;
  worker: string;
  handlers: JobHandlers;
  bell: Bell;
  concurrency: number;
  /** What this lane runs: slow work has a lane of its own, so that it never holds up the rest. */
  kinds?: KindFilter;
  /** How long a job stays a worker's without news of him, in milliseconds. */
  leaseMs?: number;
  /** Between two looks at the table when no bell rings, in milliseconds. */
  pollMs?: number;
};

const message = (error: unknown) => (error instanceof Error ? error.message : String(error)).slice(0, 2000);

/**
 * Runs jobs until stopped: claims in batches, `concurrency` at once, renews leases, frees what dead workers held.
 * `stop(limitMs)` takes nothing new, waits for what runs, and hands back what is not done by then.
 */
export function runJobs(options: RunJobsOptions): { stop: (limitMs: number) => Promise<void> } {
  const { db, worker, bell, concurrency, leaseMs = 10_000, pollMs = 1_000 } = options;
  const handlers = options.handlers as unknown as Record<JobKind, JobHandler>;
  const waiting: Job[] = [];
  const running = new Set<Promise<void>>();
  /** Jobs that wait or run here. What is this worker's in the table only (a reply was lost) is not prolonged. */
  const held = new Set<string>();
  let stopping = false;

  const fail = async (job: Job, error: unknown): Promise<void> => {
    if (error instanceof LeaseLost) {
      logger.warn({ job: job.id, kind: job.kind }, 'lease lost, the other worker’s run counts');
      return;
    }
    const text = message(error);
    if (afterFailure(job, error instanceof DomainError) === 'retry') {
      logger.warn(
        { job: job.id, kind: job.kind, attempts: job.attempts, err: error },
        'job failed, will be tried again',
      );
      await setJobWaiting(db, job.id, worker, retryDelayMs(job.attempts, Math.random()), text);
      return;
    }
    logger.error({ job: job.id, kind: job.kind, attempts: job.attempts, err: error }, 'job is dead');
    reportError(error, { at: 'job', name: job.kind });
    await db.transaction().execute(async (tx) => {
      if (await setJobDead(tx, job.id, worker, text)) await handlers[job.kind]?.onDead?.(tx, job, text);
    });
  };

  const runOne = async (job: Job): Promise<void> => {
    let ended = false;
    const finish: Finish = async (tx) => {
      if (!(await setJobDone(tx, job.id, worker))) throw new LeaseLost(job.id);
      ended = true;
    };
    try {
      const handler = handlers[job.kind];
      if (!handler) throw new DomainError('invalid', `No handler for jobs of kind ${job.kind}.`);
      await handler.run(job, finish);
      if (!ended) await setJobDone(db, job.id, worker);
    } catch (error) {
      // Where even this fails (the database is away) the lease ends and the sweeper frees the job.
      await fail(job, error).catch((err: unknown) => logger.error({ err, job: job.id }, 'could not note a failed job'));
    }
  };

  const start = (job: Job) => {
    const attributes = { 'pmis.job_id': job.id, 'pmis.job_attempt': job.attempts };
    const span = tracing()?.start({ name: `job ${job.kind}`, kind: 'consumer', attributes });
    const context = { jobId: job.id, jobKind: job.kind, requestId: job.requestId ?? undefined, span };
    const run = runInContext(context, () => runOne(job)).finally(() => {
      span?.end();
      running.delete(run);
      held.delete(job.id);
      bell.ring();
    });
    running.add(run);
  };

  const loop = async (): Promise<void> => {
    while (!stopping) {
      let full = false;
      try {
        // Claimed ahead, so that a free hand never waits for the table.
        const room = concurrency * 3 - waiting.length - running.size;
        if (waiting.length < concurrency && room > 0) {
          const claimed = await claimJobs(db, worker, room, leaseMs, options.kinds);
          waiting.push(...claimed);
          for (const job of claimed) held.add(job.id);
          full = claimed.length === room;
        }
      } catch (error) {
        logger.warn({ err: error }, 'cannot claim jobs');
        await bell.wait(pollMs);
      }
      if (stopping) break;
      while (running.size < concurrency && waiting.length > 0) start(waiting.shift()!);
      if (!full || running.size >= concurrency) await bell.wait(pollMs);
    }
  };

  const sweep = async (): Promise<void> => {
    try {
      await renewLeases(db, worker, [...held], leaseMs);
      const { freed, dead } = await db.transaction().execute(async (tx) => {
        const swept = await freeExpiredJobs(tx);
        for (const job of swept.dead)
          await handlers[job.kind]?.onDead?.(tx, job, `The worker stopped while it ran, ${job.attempts} times.`);
        return swept;
      });
      if (freed + dead.length > 0) {
        logger.warn({ freed, dead: dead.length }, 'jobs of a dead worker freed');
        bell.ring();
      }
    } catch (error) {
      logger.warn({ err: error }, 'cannot sweep jobs');
    }
  };

  const sweeper = setInterval(() => void sweep(), Math.max(250, leaseMs / 4));
  void sweep();
  const looping = loop();

  return {
    async stop(limitMs) {
      stopping = true;
      bell.ring();
      await looping;
      waiting.length = 0;
      const limit = new Promise<void>((resolve) => setTimeout(resolve, limitMs).unref());
      await Promise.race([Promise.allSettled(running), limit]);
      clearInterval(sweeper);
      await handBackJobs(db, worker);
    },
  };
}
