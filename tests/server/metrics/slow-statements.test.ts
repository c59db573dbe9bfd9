import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createDatabase, type Db } from '../../../server/db.ts';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../../../server/embedded-postgres/embedded-postgres.ts';
import { getStatementStatistics, listSlowStatements } from '../../../server/metrics/slow-statements.queries.ts';
import { makeTestFolder } from '../../setup/services.ts';

const dataDir = makeTestFolder('statements');
let stop: () => Promise<void> = async () => undefined;
let db: Db;
let superuserUrl: string;

async function start(): Promise<void> {
  const postgres = await startEmbeddedPostgres({ dataDir, throwaway: true });
  superuserUrl = postgres.superuserUrl;
  db = createDatabase(superuserUrl, { max: 2 }).db;
  stop = async () => {
    await db.destroy();
    await postgres.stop(2_000);
  };
}

async function asSuperuser(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  await client.query(statement);
  await client.end();
}

beforeAll(start);
afterAll(async () => {
  await stop();
  removeEmbeddedPostgres(dataDir);
});

describe('where the database’s time goes', () => {
  it('says that the library is not loaded, then that the extension is missing, then lists statements', async () => {
    expect(await getStatementStatistics(db)).toBe('not loaded');
    await asSuperuser(`alter system set shared_preload_libraries = 'pg_stat_statements'`);
    await stop();
    await start();
    expect(await getStatementStatistics(db)).toBe('no extension');
    await asSuperuser('create extension pg_stat_statements');
    expect(await getStatementStatistics(db)).toBe('ready');
    await asSuperuser(`select pg_sleep(0.2), 'a secret value'`);
    const [slowest] = await listSlowStatements(db, 1);
    expect(slowest).toMatchObject({ calls: 1 });
    expect(slowest!.sql).toMatch(/^select pg_sleep\(\$1\), \$2/);
    expect(slowest!.totalMs).toBeGreaterThan(190);
  });
});
