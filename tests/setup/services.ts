import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../../server/embedded-postgres/embedded-postgres.ts';
import { migrateToLatest } from '../../server/migrate.ts';

/** Database that is migrated once and cloned for each test file. */
export const TEMPLATE_DATABASE = 'pmis_template';

/** A TCP port of 127.0.0.1 that was free a moment ago. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return address.port;
}

const openToPostgres = (dir: string) => process.getuid?.() === 0 && chmodSync(dir, 0o711);

/** The one folder of this run, named to its other processes by PMIS_TEST_FOLDER; it goes with the process that made it. */
function runFolder(): string {
  const known = process.env.PMIS_TEST_FOLDER;
  if (known) return known;
  const dir = mkdtempSync(join(tmpdir(), 'pmis-run-'));
  openToPostgres(dir);
  process.env.PMIS_TEST_FOLDER = dir;
  process.once('exit', () => {
    try {
      rmSync(dir, { recursive: true, force: true, maxRetries: 3 });
    } catch (error) {
      console.error(`${dir} is left behind: ${String(error)}`);
    }
  });
  return dir;
}

/** A new folder that the user who runs PostgreSQL can enter, also when the tests run as root. The run's end deletes it. */
export function makeTestFolder(name: string): string {
  const dir = mkdtempSync(join(runFolder(), `${name}-`));
  openToPostgres(dir);
  return dir;
}

/** The same server and role, another database. */
export function onDatabase(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

/** An empty server that `prove:postgres` started, with the roles pmis_owner and pmis_app. */
function givenPostgres(superuserUrl: string) {
  const as = (role: string) => {
    const url = new URL(superuserUrl);
    url.username = role;
    url.password = 'x';
    return url.href;
  };
  return { superuserUrl, url: as('pmis_app'), ownerUrl: as('pmis_owner'), stop: async () => undefined };
}

async function startPostgres() {
  const given = process.env.PROVE_POSTGRES_URL;
  const dataDir = makeTestFolder('test');
  const postgres = given ? givenPostgres(given) : await startEmbeddedPostgres({ dataDir, throwaway: true });
  const client = new pg.Client({ connectionString: postgres.superuserUrl });
  await client.connect();
  await client.query(`create database ${TEMPLATE_DATABASE} owner pmis_owner`);
  await client.end();
  const template = (url: string) => onDatabase(url, TEMPLATE_DATABASE);
  await migrateToLatest(template(postgres.ownerUrl), template(postgres.url));
  const stop = async () => {
    await postgres.stop(2_000);
    if (!given) removeEmbeddedPostgres(dataDir);
  };
  return { postgres, stop };
}

async function startRedis(): Promise<{ url: string | null; stop: () => void }> {
  if (spawnSync('redis-server', ['--version']).status !== 0) {
    process.stdout.write('SKIPPED: tests on Redis (redis-server is not installed)\n');
    return { url: null, stop: () => undefined };
  }
  const dir = makeTestFolder('redis');
  const port = await freePort();
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', dir];
  const child: ChildProcess = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('redis-server ended at its start')));
    child.stdout?.on('data', (chunk: Buffer) => chunk.includes('Ready to accept connections') && resolve());
  });
  const stop = () => {
    child.kill('SIGKILL');
    rmSync(dir, { recursive: true, force: true });
  };
  return { url: `redis://127.0.0.1:${port}/0`, stop };
}

/**
 * Starts one real PostgreSQL with a migrated template database, and one real Redis where redis-server is installed, on
 * random ports, and names them in TEST_DATABASE_URL, TEST_DATABASE_OWNER_URL, TEST_DATABASE_SUPERUSER_URL and
 * TEST_REDIS_URL for the processes started after. Returns how to stop and delete them.
 */
export async function startTestServices(): Promise<() => Promise<void>> {
  const [{ postgres, stop }, redis] = await Promise.all([startPostgres(), startRedis()]);
  process.env.TEST_DATABASE_URL = postgres.url;
  process.env.TEST_DATABASE_OWNER_URL = postgres.ownerUrl;
  process.env.TEST_DATABASE_SUPERUSER_URL = postgres.superuserUrl;
  if (redis.url) process.env.TEST_REDIS_URL = redis.url;
  return async () => {
    redis.stop();
    await stop();
  };
}
