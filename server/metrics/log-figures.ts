import { getBackupState } from '../backups/backup.queries.ts';
import type { Db } from '../db.ts';
import { getSecondsSinceMail } from '../emails/mail-metrics.queries.ts';
import { logger } from '../logger.ts';
import { getQueueState } from '../queue/job-metrics.queries.ts';
import { listLiveWorkers } from '../queue/worker.queries.ts';
import { readSources } from '../sources/list-sources.ts';
import { getDatabaseState } from './database-metrics.queries.ts';

/** What a cloud's alarms and scaling go by. Ages are in seconds; what has never happened is left out. */
export type Figures = {
  queueDue: number;
  /** Falls when workers are added: what a scaling by target needs. */
  queueDuePerWorker: number;
  queueOldestSeconds: number;
  jobsDead: number;
  workers: number;
  databaseConnections: number;
  databaseConnectionsShare: number;
  mailSourcesDown: number;
  mailLastReceivedSeconds?: number;
  backupAgeSeconds?: number;
};

/** Reads the figures of this moment. Every worker reads the same: take the greatest, not the sum. */
export async function readFigures(db: Db): Promise<Figures> {
  const [queue, workers, database, sources, sinceMail, backup] = await Promise.all([
    getQueueState(db),
    listLiveWorkers(db),
    getDatabaseState(db),
    readSources(db),
    getSecondsSinceMail(db),
    getBackupState(db),
  ]);
  const connections = database.active + database.idle + database.idleInTransaction;
  return {
    queueDue: queue.due,
    queueDuePerWorker: Math.ceil(queue.due / Math.max(1, workers.length)),
    queueOldestSeconds: Math.round(queue.oldestDueSeconds),
    jobsDead: queue.dead,
    workers: workers.length,
    databaseConnections: connections,
    databaseConnectionsShare: Number((connections / database.limit).toFixed(3)),
    mailSourcesDown: sources.filter(({ state }) => state === 'down').length,
    ...(sinceMail === null ? {} : { mailLastReceivedSeconds: Math.round(sinceMail) }),
    ...(backup.ageSeconds === null ? {} : { backupAgeSeconds: Math.round(backup.ageSeconds) }),
  };
}

/**
 * Logs the figures at once and every so many seconds, one line `{"msg":"figures","figures":{…}}`: a log service without
 * Prometheus makes its metrics of it (deploy/aws, deploy/gcp). 0 seconds: never.
 */
export function logFigures({ db, everySeconds }: { db: Db; everySeconds: number }): { stop: () => void } {
  const tell = () =>
    readFigures(db).then(
      (figures) => logger.info({ figures }, 'figures'),
      (error: unknown) => logger.warn({ err: error }, 'cannot read the figures'),
    );
  if (everySeconds === 0) return { stop: () => undefined };
  void tell();
  const timer = setInterval(() => void tell(), everySeconds * 1_000);
  return { stop: () => clearInterval(timer) };
}
