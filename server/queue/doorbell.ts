import { sql } from 'kysely';
import pg from 'pg';
import type { Redis } from 'ioredis';
import type { Db } from '../db.ts';
import { logger } from '../logger.ts';
import { createRedis, getRedis } from '../redis.ts';

/** The Redis list of hints, and the channel of NOTIFY where there is no Redis. A lost hint only costs time. */
export const DOORBELL = 'pmis:doorbell';
const CHANNEL = 'pmis_doorbell';

/** Hints left lying while no worker ran are worth nothing; the list never grows beyond this. */
const LONGEST = 1000;

/** Tells the workers that a job was committed. Never fails: what is missed here the sweeper finds. */
export function ringDoorbell(db: Db, kind: string): void {
  const redis = getRedis();
  const rung: Promise<unknown> = redis
    ? redis
        .pipeline()
        .lpush(DOORBELL, kind)
        .ltrim(DOORBELL, 0, LONGEST - 1)
        .exec()
    : sql`select pg_notify(${CHANNEL}, ${kind})`.execute(db);
  rung.catch((error: unknown) => logger.debug({ err: error }, 'the doorbell did not ring'));
}

/** Where a loop waits. A ring that comes while nobody waits is kept for the next wait. */
export type Bell = { ring: () => void; wait: (ms: number) => Promise<void> };

export function createBell(): Bell {
  let rung = false;
  const waiting = new Set<() => void>();
  return {
    ring() {
      rung = true;
      for (const wake of waiting) wake();
    },
    wait(ms) {
      if (rung) {
        rung = false;
        return Promise.resolve();
      }
      return new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          waiting.delete(wake);
          rung = false;
          resolve();
        };
        const timer = setTimeout(wake, ms);
        waiting.add(wake);
      });
    },
  };
}

type Listener = { close: () => Promise<void> };

/** The worker's own list of hints taken; it is emptied after each. */
function ownList(worker: string): string {
  return `{${DOORBELL}}:processing:${worker}`;
}

function listenOnRedis(url: string, worker: string, bell: Bell): Listener {
  const redis: Redis = createRedis(url, { blocking: true });
  let closed = false;
  const loop = async () => {
    while (!closed) {
      try {
        if ((await redis.blmove(DOORBELL, ownList(worker), 'RIGHT', 'LEFT', 5)) !== null) {
          bell.ring();
          await redis.del(ownList(worker));
        }
      } catch {
        if (!closed) await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    }
  };
  void loop();
  return {
    async close() {
      closed = true;
      redis.disconnect();
    },
  };
}

function listenOnPostgres(url: string, bell: Bell): Listener {
  let client: pg.Client | undefined;
  let closed = false;
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: url, keepAlive: true, application_name: 'pmis-listen' });
    const again = () => {
      if (closed || client !== next) return;
      client = undefined;
      setTimeout(() => void connect(), 1000).unref();
    };
    client = next;
    next.on('notification', () => bell.ring());
    next.on('error', again);
    next.on('end', again);
    try {
      await next.connect();
      await next.query(`listen ${CHANNEL}`);
      bell.ring();
    } catch {
      await next.end().catch(() => undefined);
      again();
    }
  };
  void connect();
  return {
    async close() {
      closed = true;
      await client?.end().catch(() => undefined);
    },
  };
}

/** Rings `bell` whenever somebody rings the doorbell, by Redis where there is one, else by LISTEN. Reconnects. */
export function listenToDoorbell(
  source: { redisUrl?: string; databaseUrl: string },
  worker: string,
  bell: Bell,
): Listener {
  return source.redisUrl ? listenOnRedis(source.redisUrl, worker, bell) : listenOnPostgres(source.databaseUrl, bell);
}
