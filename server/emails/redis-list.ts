import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { SystemActor } from '../actor.ts';
import type { Db } from '../db.ts';
import { logger } from '../logger.ts';
import { insertDeadJob } from '../queue/job.queries.ts';
import { listLiveWorkers } from '../queue/worker.queries.ts';
import { mastersOf } from '../redis.ts';
import { isFinal, refusalText } from './entry-refusal.ts';
import { receiveEntry } from './receive-entry.ts';

/** The list that external tools LPUSH to (PRODUCT.md, "The Redis list"); the braces keep all its keys in one slot. */
export const INGEST_LIST = 'pmis:jobs:ingest_email';
const PREFIX = `{${INGEST_LIST}}:processing:`;

/** Entries stored at the same time. */
const AT_ONCE = 8;
const RECOVER_EVERY_MS = 10_000;
const SCAN_COUNT = 1_000;

const REDIS_ACTOR: SystemActor = { kind: 'system', name: 'redis', via: 'redis' };

/** The id of the dead letter of an entry: the same entry found again after a crash is the same dead letter. */
function deadLetterId(entry: Buffer): string {
  const hex = createHash('sha256').update(entry).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Stores one entry, as a message or (when no message can be made of it) as a dead letter with the reason. */
export async function storeEntry(db: Db, entry: Buffer): Promise<void> {
  try {
    await receiveEntry(db, REDIS_ACTOR, entry);
  } catch (error) {
    if (!isFinal(error)) throw error;
    const reason = refusalText(error);
    logger.warn({ bytes: entry.byteLength, reason }, 'an entry of the Redis list is no message; kept as a dead letter');
    await insertDeadJob(
      db,
      deadLetterId(entry),
      { kind: 'ingest_email', payload: { entry: entry.toString('base64') } },
      reason,
    );
  }
}

type Options = { db: Db; redis: Redis; blocking: Redis; worker: string };

/** The lists of entries that some worker has under way. */
async function ownLists(redis: Redis): Promise<string[]> {
  const found = new Set<string>();
  for (const server of mastersOf(redis)) {
    let cursor = '0';
    do {
      const [next, keys] = await server.scan(cursor, 'MATCH', `${PREFIX}*`, 'COUNT', SCAN_COUNT);
      for (const key of keys) found.add(key);
      cursor = next;
    } while (cursor !== '0');
  }
  return [...found];
}

/**
 * Gives back what dead workers had taken from the list and not stored: to the end that is taken next. Returns how many.
 */
export async function recoverEntries({ db, redis, worker }: Pick<Options, 'db' | 'redis' | 'worker'>): Promise<number> {
  const alive = new Set((await listLiveWorkers(db)).map(({ name }) => name));
  let moved = 0;
  for (const list of await ownLists(redis)) {
    const name = list.slice(PREFIX.length);
    if (name === worker || alive.has(name)) continue;
    while ((await redis.lmove(list, INGEST_LIST, 'RIGHT', 'RIGHT')) !== null) moved += 1;
  }
  if (moved > 0) logger.warn({ moved }, 'entries of dead workers taken over');
  return moved;
}

/**
 * Takes entries from the Redis list until stopped: moves each to the worker's own list, stores it, and only then
 * removes it, so that an entry is at every moment in Redis or committed. Whatever fails, it tries again.
 */
export function takeFromRedisList(options: Options): { stop: () => Promise<void> } {
  const { db, redis, blocking, worker } = options;
  const own = `${PREFIX}${worker}`;
  let stopping = false;
  let lastRecovery = 0;

  const storeAll = async (entries: readonly Buffer[]) => {
    for (let start = 0; start < entries.length; start += AT_ONCE) {
      const batch = entries.slice(start, start + AT_ONCE);
      await Promise.all(batch.map((entry) => storeEntry(db, entry)));
      const removal = redis.pipeline();
      for (const entry of batch) removal.lrem(own, 1, entry);
      await removal.exec();
    }
  };

  const takeMore = async (first: Buffer): Promise<Buffer[]> => {
    const entries = [first];
    while (entries.length < AT_ONCE) {
      const next = await redis.lmoveBuffer(INGEST_LIST, own, 'RIGHT', 'LEFT');
      if (next === null) break;
      entries.push(next);
    }
    return entries;
  };

  const loop = async () => {
    while (!stopping) {
      try {
        if (Date.now() - lastRecovery > RECOVER_EVERY_MS) {
          await recoverEntries(options);
          await storeAll((await redis.lrangeBuffer(own, 0, -1)).reverse());
          lastRecovery = Date.now();
        }
        const first = await blocking.blmoveBuffer(INGEST_LIST, own, 'RIGHT', 'LEFT', 2);
        if (first !== null) await storeAll(await takeMore(first));
      } catch (error) {
        if (stopping) return;
        logger.warn({ err: error }, 'cannot take from the Redis list; trying again');
        lastRecovery = 0;
        await new Promise((resolve) => setTimeout(resolve, 1000));
      }
    }
  };
  const looping = loop();

  return {
    async stop() {
      stopping = true;
      blocking.disconnect();
      await looping;
      // What is left is in the own list; it goes back at once, not when the worker is found dead.
      try {
        while ((await redis.lmove(own, INGEST_LIST, 'RIGHT', 'RIGHT')) !== null);
      } catch {
        logger.warn('Redis is away; entries under way wait in the list of this worker');
      }
    },
  };
}
