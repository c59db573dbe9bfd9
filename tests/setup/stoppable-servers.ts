import { setTimeout as sleep } from 'node:timers/promises';
import { createDatabase } from '../../server/db.ts';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../../server/embedded-postgres/embedded-postgres.ts';
import { migrateToLatest } from '../../server/migrate.ts';
import { createPackageRow, createWorld } from '../factories/governance.ts';
import { createBearer } from '../factories/people.ts';
import { startDovecot } from './dovecot.ts';
import { startOwnRedis } from './own-redis.ts';
import { makeTestFolder } from './services.ts';
import { startStatementProxy } from './statement-proxy.ts';
import { startTcpCutter } from './tcp-cutter.ts';

const AWAY_MS = 300;

/** Servers of one's own that can be stopped, behind proxies, with one package P-001 and its people. */
export async function startStoppableServers() {
  const dataDir = makeTestFolder('faults-pg');
  // Not a throwaway one: what it has committed must survive being stopped at once.
  let postgres = await startEmbeddedPostgres({ dataDir });
  await migrateToLatest(postgres.ownerUrl, postgres.url);
  const statements = await startStatementProxy(postgres.port);
  const redis = await startOwnRedis({ appendOnly: true });
  const dovecot = await startDovecot();
  const mail = await startTcpCutter(dovecot.port);
  const { db } = createDatabase(postgres.ownerUrl, { max: 2, name: 'faults' });
  const world = await createWorld(db);
  await createPackageRow(db, world, { code: 'P-001', status: 'po_issued' });
  const token = await createBearer(db, world.charlie);
  return {
    db,
    token,
    redis,
    statements,
    mail,
    imapPort: dovecot.port,
    url: postgres.url.replace(`:${postgres.port}/`, `:${statements.port}/`),
    async restartRedis() {
      await redis.crash();
      await sleep(AWAY_MS);
      await redis.start();
    },
    async loseMailServer() {
      mail.down();
      await sleep(AWAY_MS);
      mail.restore();
    },
    async restartPostgres() {
      await postgres.stop(0);
      await sleep(AWAY_MS);
      for (let tries = 0; ; tries++) {
        const again = await startEmbeddedPostgres({ dataDir }).catch((error: unknown) => error as Error);
        if (!(again instanceof Error)) return void (postgres = again);
        if (tries > 20) throw again;
        await sleep(250);
      }
    },
    async stop() {
      await db.destroy().catch(() => undefined);
      await Promise.all([mail.close(), statements.close()]);
      await Promise.all([dovecot.stop(), redis.remove(), postgres.stop(0)]);
      removeEmbeddedPostgres(dataDir);
    },
  };
}

export type StoppableServers = Awaited<ReturnType<typeof startStoppableServers>>;
