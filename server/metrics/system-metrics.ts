import type { Redis } from 'ioredis';
import type pg from 'pg';
import { Gauge, Registry } from 'prom-client';
import { countPendingByLevel } from '../approvals/approval-metrics.queries.ts';
import { getBackupState } from '../backups/backup.queries.ts';
import { businessNow } from '../clock.ts';
import type { Db } from '../db.ts';
import { getEmailCounts, getTriageCount } from '../emails/email.queries.ts';
import { getSecondsSinceMail } from '../emails/mail-metrics.queries.ts';
import { INGEST_LIST } from '../emails/redis-list.ts';
import { getOutgoingState } from '../outgoing/outgoing-metrics.queries.ts';
import { getQueueState, JOB_WINDOW_MINUTES, listJobTimes } from '../queue/job-metrics.queries.ts';
import { listLiveWorkers } from '../queue/worker.queries.ts';
import { mastersOf } from '../redis.ts';
import { addSourceMetrics } from '../sources/source-metrics.ts';
import { countOverdueTasks } from '../tasks/task-metrics.queries.ts';
import { addActivityMetrics, addDatabaseMetrics } from './activity-metrics.ts';

type Sources = { db: Db; pool: pg.Pool; redis: Redis | null };
type Labels = Record<string, string>;

/** The numbers of one scrape: a gauge is made at its first value. */
function newScrape() {
  const registry = new Registry();
  return {
    set(name: string, help: string, value: number, labels: Labels = {}): void {
      const known = registry.getSingleMetric(name) as Gauge | undefined;
      const gauge = known ?? new Gauge({ name, help, labelNames: Object.keys(labels), registers: [registry] });
      gauge.set(labels, value);
    },
    text: () => registry.metrics(),
  };
}
type Scrape = ReturnType<typeof newScrape>;

async function addQueue({ set }: Scrape, db: Db): Promise<void> {
  const [queue, times, workers] = await Promise.all([getQueueState(db), listJobTimes(db), listLiveWorkers(db)]);
  for (const state of ['queued', 'due', 'running', 'dead'] as const)
    set('pmis_jobs', 'Jobs by state; due: queued and to be run by now.', queue[state], { state });
  set('pmis_jobs_oldest_due_seconds', 'Age of the oldest job that is due; 0: none.', queue.oldestDueSeconds);
  set('pmis_workers', 'Workers seen within the last 30 seconds.', workers.length);
  const within = `of the jobs added within the last ${JOB_WINDOW_MINUTES} minutes`;
  for (const { kind, count, attempts, waited, ...quantiles } of times) {
    set('pmis_jobs_done_recently', `Done ${within}.`, count, { kind });
    set('pmis_job_attempts_recently', `Attempts of the done ones ${within}.`, attempts, { kind });
    set('pmis_job_wait_seconds', `Average time before the last attempt ${within}.`, waited, { kind });
    for (const [name, quantile] of [
      ['p50', '0.5'],
      ['p95', '0.95'],
      ['p99', '0.99'],
    ] as const)
      set('pmis_job_seconds', `Time of the last attempt ${within}.`, quantiles[name], { kind, quantile });
  }
}

async function addBusiness({ set }: Scrape, db: Db): Promise<void> {
  const [pending, overdue, triage, mail, sinceMail, sent] = await Promise.all([
    countPendingByLevel(db),
    countOverdueTasks(db, businessNow()),
    getTriageCount(db),
    getEmailCounts(db),
    getSecondsSinceMail(db),
    getOutgoingState(db),
  ]);
  for (const level of ['low', 'medium', 'high', 'critical']) {
    const row = pending.find((one) => one.level === level);
    set('pmis_approvals_pending', 'Proposals that wait for a decision.', row?.count ?? 0, { level });
    set('pmis_approvals_oldest_seconds', 'Age of the oldest of them; 0: none.', row?.oldestSeconds ?? 0, { level });
  }
  set('pmis_tasks_overdue', 'Open tasks past their date.', overdue);
  set('pmis_mail_triage', 'Messages that wait to be filed (at most 1,000).', triage);
  for (const [status, count] of Object.entries(mail))
    set('pmis_mail', 'Messages received and not yet read, quarantined, or failed.', count, { status });
  if (sinceMail !== null) set('pmis_mail_last_received_seconds', 'Time since a message was received.', sinceMail);
  for (const status of ['waiting', 'failed', 'bounced'] as const)
    set(
      'pmis_mail_outgoing',
      'Our mail that waits, and what failed or came back within a day (at most 1,000 each kind).',
      sent[status],
      { status },
    );
  set('pmis_mail_outgoing_oldest_seconds', 'How long the oldest waits to be sent; 0: none.', sent.oldestSeconds);
  await addSourceMetrics(set, db);
}

async function addBackups({ set }: Scrape, db: Db): Promise<void> {
  const { ageSeconds, bytes, verifiedSeconds } = await getBackupState(db);
  if (ageSeconds !== null) set('pmis_backup_age_seconds', 'Age of the newest backup.', ageSeconds);
  if (bytes !== null) set('pmis_backup_bytes', 'Its size.', bytes);
  if (verifiedSeconds !== null)
    set('pmis_backup_verified_age_seconds', 'Time since a backup was last restored for a trial.', verifiedSeconds);
}

async function addRedis({ set }: Scrape, redis: Redis): Promise<void> {
  const [infos, entries] = await Promise.all([
    Promise.all(mastersOf(redis).map((server) => server.info('memory'))),
    redis.llen(INGEST_LIST),
  ]);
  const bytes = (field: string) =>
    infos.reduce((sum, info) => sum + Number(new RegExp(`^${field}:(\\d+)`, 'm').exec(info)?.[1] ?? 0), 0);
  set('pmis_redis_memory_bytes', 'Memory that Redis uses.', bytes('used_memory'));
  set('pmis_redis_memory_limit_bytes', 'Memory that Redis may use; 0: no limit.', bytes('maxmemory'));
  set('pmis_redis_ingest_entries', `Entries of the list ${INGEST_LIST} not yet taken.`, entries);
}

/** 1 when the group was read; a part that is away must not hide the others. */
const reached = (part: Promise<void>) =>
  part.then(
    () => 1,
    () => 0,
  );

/**
 * What stands in the database and in Redis at this moment, and this process's pool, in Prometheus' text. Every web
 * container tells the same of the shared parts: take the maximum over them, not the sum. A database or a Redis that
 * cannot be read shows as `pmis_database_up` or `pmis_redis_up` 0.
 */
export async function systemMetrics({ db, pool, redis }: Sources): Promise<string> {
  const scrape = newScrape();
  const { set } = scrape;
  set('pmis_database_pool_connections', 'Connections of the answering web process.', pool.totalCount, {
    state: 'open',
  });
  set('pmis_database_pool_connections', '', pool.idleCount, { state: 'idle' });
  set('pmis_database_pool_waiting', 'Its queries that wait for a connection.', pool.waitingCount);
  set('pmis_database_pool_limit', 'Connections it may open (DATABASE_POOL_MAX).', pool.options.max);
  const [queue, business, activity, state, backups, redisUp] = await Promise.all([
    reached(addQueue(scrape, db)),
    reached(addBusiness(scrape, db)),
    reached(addActivityMetrics(set, db)),
    reached(addDatabaseMetrics(set, db)),
    reached(addBackups(scrape, db)),
    redis ? reached(addRedis(scrape, redis)) : undefined,
  ]);
  set('pmis_database_up', 'Whether the database answered.', Math.min(queue, business, activity, state, backups));
  if (redisUp !== undefined) set('pmis_redis_up', 'Whether Redis answered.', redisUp);
  return scrape.text();
}
