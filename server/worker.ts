import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { chooseModel } from './ai/model/model-config.ts';
import { warmReader } from './ai/warm-reader.ts';
import { buildInfo } from './build-info.ts';
import { closeDb, createDatabase } from './db.ts';
import { createMessageParser } from './emails/parse/create-message-parser.ts';
import { takeFromRedisList } from './emails/redis-list.ts';
import { env } from './env.ts';
import { logger } from './logger.ts';
import { logFigures } from './metrics/log-figures.ts';
import { migrateOnStart } from './migrate-on-start.ts';
import { createBell, listenToDoorbell } from './queue/doorbell.ts';
import { jobHandlers } from './queue/job-handlers.ts';
import { MODEL_KINDS } from './queue/job.schema.ts';
import { runJobs } from './queue/run-jobs.ts';
import { deleteWorker, setWorkerSeen } from './queue/worker.queries.ts';
import { closeRedis, createRedis, getRedis } from './redis.ts';
import { ensureEventPartitions } from './schedules/schedule.queries.ts';
import { runSchedules } from './schedules/run-schedules.ts';
import { watchSources } from './sources/watch-sources.ts';
import { startTelemetry, stopTelemetry } from './telemetry/start-telemetry.ts';

const SEEN_EVERY_MS = 5_000;
/** What runs has so long to finish; the supervisor kills after 8 s. */
const FINISH_LIMIT_MS = 5_000;
const CLOSE_LIMIT_MS = 7_500;

async function startWorker(): Promise<void> {
  const {
    DATABASE_URL,
    DATABASE_DIRECT_URL,
    REDIS_URL,
    WORKER_CONCURRENCY,
    AI_CONCURRENCY,
    OVERDUE_CRON,
    WORKER_ALIVE_FILE,
    METRICS_LOG_SECONDS,
  } = env();
  if (!DATABASE_URL) throw new Error('DATABASE_URL is not set: start with `npm start`, or name a PostgreSQL server.');
  await migrateOnStart();
  const name = `${hostname()}:${process.pid}:${randomBytes(4).toString('hex')}`;
  // Reading a large message or escalating 100,000 tasks may take longer than a page is allowed.
  const { db } = createDatabase(DATABASE_DIRECT_URL ?? DATABASE_URL, {
    statementTimeoutMs: 0,
    name: 'pmis-worker',
    prepared: true,
  });
  const parser = createMessageParser();
  const bell = createBell();

  const seen = () =>
    setWorkerSeen(db, name, buildInfo.version).catch((error: unknown) =>
      logger.warn({ err: error }, 'cannot say that this worker lives'),
    );
  await seen();
  const beat = () => {
    void seen();
    if (WORKER_ALIVE_FILE) writeFileSync(WORKER_ALIVE_FILE, new Date().toISOString());
  };
  const heartbeat = setInterval(beat, SEEN_EVERY_MS);
  beat();
  void ensureEventPartitions(db).catch((error: unknown) =>
    logger.warn({ err: error }, 'cannot make the event partitions'),
  );

  // What waits for a model has a lane of its own: a slow provider holds up nothing else. Without one nothing rings there.
  const slowBell = createBell();
  const bothBells = chooseModel(env()) ? { ...bell, ring: () => (bell.ring(), slowBell.ring()) } : bell;
  const handlers = jobHandlers(db, parser);
  const lanes = [
    runJobs({
      db,
      worker: name,
      handlers,
      bell: bothBells,
      concurrency: WORKER_CONCURRENCY,
      kinds: { except: MODEL_KINDS },
    }),
    runJobs({
      db,
      worker: `${name}:model`,
      handlers,
      bell: slowBell,
      concurrency: AI_CONCURRENCY,
      kinds: { only: MODEL_KINDS },
    }),
  ];
  const doorbell = listenToDoorbell(
    { redisUrl: REDIS_URL, databaseUrl: DATABASE_DIRECT_URL ?? DATABASE_URL },
    name,
    bothBells,
  );
  const redis = getRedis();
  const list =
    redis && REDIS_URL
      ? takeFromRedisList({ db, redis, blocking: createRedis(REDIS_URL, { blocking: true }), worker: name })
      : null;
  const schedules = runSchedules({ db, worker: name, overdueCron: OVERDUE_CRON });
  const sources = watchSources({ db, worker: name, values: env() });
  const figures = logFigures({ db, everySeconds: METRICS_LOG_SECONDS });
  logger.info({ worker: name, concurrency: WORKER_CONCURRENCY, redis: redis !== null }, 'worker started');

  void startTelemetry('worker');
  void warmReader().catch((error: unknown) => logger.warn({ err: error }, 'cannot warm the reader of mail'));

  let closing = false;
  const close = async (why: string): Promise<void> => {
    if (closing) return;
    closing = true;
    logger.info({ worker: name, why }, 'worker closing');
    setTimeout(() => process.exit(0), CLOSE_LIMIT_MS).unref();
    try {
      await schedules.stop();
      await Promise.all([
        list?.stop(),
        sources.stop(),
        ...lanes.map((lane) => lane.stop(FINISH_LIMIT_MS)),
        doorbell.close(),
      ]);
      clearInterval(heartbeat);
      figures.stop();
      await deleteWorker(db, name);
    } catch (error) {
      logger.warn({ err: error }, 'closing left something to the other workers');
    }
    await parser.close();
    await Promise.race([db.destroy(), new Promise((resolve) => setTimeout(resolve, 500))]);
    await closeDb().catch(() => undefined);
    closeRedis();
    await stopTelemetry();
    process.exit(0);
  };
  process.on('SIGTERM', () => void close('SIGTERM'));
  process.on('SIGINT', () => void close('SIGINT'));
  process.on('disconnect', () => void close('supervisor gone'));
}

try {
  await startWorker();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
