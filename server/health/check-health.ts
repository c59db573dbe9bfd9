import { once } from 'node:events';
import type { Redis } from 'ioredis';
import { sql } from 'kysely';
import { buildInfo } from '../build-info.ts';
import type { Db } from '../db.ts';
import { isMigrated } from '../migrate.ts';
import { listLiveWorkers } from '../queue/worker.queries.ts';
import { getRedis } from '../redis.ts';
import { checkMailSources } from '../sources/check-mail-sources.ts';
import { isDemoLoading } from '../settings/settings.queries.ts';

export type Check = 'ok' | 'off' | 'fail';
export type Health = {
  status: 'ok' | 'degraded' | 'down';
  version: string;
  checks: { database: Check; migrations: Check; redis: Check; worker: Check; mail: Check };
};

const LIMIT_MS = 2_000;

/** True when the probe succeeds within two seconds; never throws. */
async function passes(probe: () => Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), LIMIT_MS);
  });
  try {
    return await Promise.race([probe(), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}

/** A process's first look finds its connection being made. */
async function pings(redis: Redis): Promise<boolean> {
  if (redis.status === 'connecting' || redis.status === 'connect') await once(redis, 'ready');
  return (await redis.ping()) === 'PONG';
}

const mark = (good: boolean): Check => (good ? 'ok' : 'fail');

/**
 * What load balancers and people look at: `down` (503) only while the database or its migrations fail or demo data is
 * being loaded; a missing Redis or worker, a way in for mail that is down, or too long a silence degrade.
 */
export async function checkHealth(db: Db): Promise<Health> {
  const redis = getRedis();
  const [database, migrations, loading, worker, redisOk, mail] = await Promise.all([
    passes(async () => (await sql`select 1`.execute(db)).rows.length === 1),
    passes(() => isMigrated(db)),
    passes(() => isDemoLoading(db)),
    passes(async () => (await listLiveWorkers(db)).length > 0),
    redis ? passes(() => pings(redis)) : null,
    checkMailSources(db, passes),
  ]);
  const checks = {
    database: mark(database),
    migrations: mark(migrations),
    redis: redisOk === null ? ('off' as const) : mark(redisOk),
    worker: mark(worker),
    mail: mail === null ? ('off' as const) : mark(mail),
  };
  const down = !database || !migrations || loading;
  const degraded = redisOk === false || !worker || mail === false;
  return { status: down ? 'down' : degraded ? 'degraded' : 'ok', version: buildInfo.version, checks };
}
