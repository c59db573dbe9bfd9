import { sql } from 'kysely';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { createRedis } from '../../server/redis.ts';
import { createWorld } from '../factories/governance.ts';
import { letter } from '../factories/mail.ts';
import { createBearer } from '../factories/people.ts';
import { createTestDatabase } from '../setup/database.ts';
import { hasRedis, startOwnRedis } from '../setup/own-redis.ts';
import { startProduct } from '../setup/product.ts';

const LIST = 'pmis:jobs:ingest_email';

if (!hasRedis) console.info('SKIPPED: the Redis server killed in mid-flight (redis-server is not installed)');

describe.skipIf(!hasRedis)('the Redis server process is killed in mid-flight and started again, three times', () => {
  test('what was answered 202, and what Redis had taken, is stored and read once', async () => {
    const database = await createTestDatabase();
    const world = await createWorld(database.db);
    const token = await createBearer(database.db, world.charlie);
    const own = await startOwnRedis({ appendOnly: true });
    const product = await startProduct({
      databaseUrl: database.url,
      ownerUrl: database.ownerUrl,
      redisUrl: own.url,
      env: { RATE_LIMIT_API: '0', LOG_LEVEL: 'warn' },
    });
    const redis = createRedis(own.url);
    const posted: string[] = [];
    const pushed: string[] = [];
    let refused = 0;
    let stopped = false;
    let number = 0;

    const post = async () => {
      while (!stopped) {
        const id = `<post-${number++}@elsewhere.test>`;
        const answer = await fetch(`${product.url}/api/emails`, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'message/rfc822' },
          body: new Uint8Array(letter({ id })),
        }).catch(() => null);
        if (answer?.status === 202) posted.push(id);
        else refused += 1;
        await answer?.body?.cancel();
        await sleep(10);
      }
    };
    const push = async () => {
      while (!stopped) {
        const id = `<push-${number++}@elsewhere.test>`;
        const entry = JSON.stringify({ raw: letter({ id }).toString('base64') });
        await redis.lpush(LIST, entry).then(
          () => pushed.push(id),
          () => sleep(50),
        );
        await sleep(5);
      }
    };
    try {
      const loops = [post(), post(), push(), push()];
      for (let i = 0; i < 3; i++) {
        await sleep(1_000);
        await own.crash();
        await sleep(700);
        await own.start();
      }
      await sleep(1_000);
      stopped = true;
      await Promise.all(loops);
      // Losing Redis refuses nobody: people and tools at the API do not notice.
      expect(refused).toBe(0);
      expect(posted.length).toBeGreaterThan(20);
      expect(pushed.length).toBeGreaterThan(20);

      const missing = async () => {
        const { rows } = await sql<{ id: string }>`
          select wanted.id from jsonb_array_elements_text(${JSON.stringify([...posted, ...pushed])}::jsonb) as wanted(id)
          where not exists (select from emails where message_id = wanted.id and status = 'processed')`.execute(
          database.db,
        );
        return rows.map(({ id }) => id);
      };
      const deadline = Date.now() + 60_000;
      while ((await missing()).length > 0 && Date.now() < deadline) await sleep(200);
      expect(await missing(), product.output().slice(-3_000)).toEqual([]);
      const { rows: twice } = await sql`
        select message_id from emails group by message_id having count(*) > 1`.execute(database.db);
      expect(twice).toEqual([]);
      const reader = createRedis(own.url, { blocking: true });
      expect(await reader.keys(`*${LIST}*`)).toEqual([]);
      reader.disconnect();
    } finally {
      stopped = true;
      redis.disconnect();
      await product.stop();
      await own.remove();
      await database.drop();
    }
  }, 120_000);
});
