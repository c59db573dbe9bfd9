import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  type EmbeddedPostgres,
  findEmbeddedPostgres,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
} from '../../../server/embedded-postgres/embedded-postgres.ts';
import { makeTestFolder } from '../../setup/services.ts';

const asRoot = process.getuid?.() === 0;
let outer: string;
let dataDir: string;
let running: EmbeddedPostgres | null;

beforeEach(() => {
  outer = makeTestFolder('embedded');
  dataDir = join(outer, 'data');
  running = null;
});
afterEach(async () => {
  await running?.stop(1_000);
  if (existsSync(dataDir)) removeEmbeddedPostgres(dataDir);
  rmSync(outer, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  running = await startEmbeddedPostgres({ dataDir, throwaway: true });
  return running;
}

async function ask(connectionString: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

it('keeps its data, passwords and port over a clean stop and start', async () => {
  const first = await start();
  await ask(first.ownerUrl, `create extension pg_trgm; create table t as select 'kept' as word`);
  expect(findEmbeddedPostgres(dataDir)?.pid).toBe(first.pid);
  await first.stop();
  expect(findEmbeddedPostgres(dataDir)).toBeNull();
  const second = await start();
  expect(second.url).toBe(first.url);
  expect(await ask(second.ownerUrl, 'select word from t')).toEqual([{ word: 'kept' }]);
});

it('gives the application a role that cannot read what it was not granted, and writes its passwords 0600', async () => {
  const { url, ownerUrl } = await start();
  await ask(ownerUrl, 'create table secret (a int)');
  await expect(ask(url, 'select * from secret')).rejects.toThrow(/permission denied/);
  await expect(ask(url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password authentication failed/);
  expect(statSync(join(dataDir, 'postgres.json')).mode & 0o777).toBe(0o600);
});

it('takes another port when its own is busy', async () => {
  const first = await start();
  await first.stop();
  const squatter = createServer().listen(first.port, '127.0.0.1');
  await once(squatter, 'listening');
  const second = await start();
  squatter.close();
  expect(second.port).not.toBe(first.port);
  expect(await ask(second.url, 'select 1 as one')).toEqual([{ one: 1 }]);
});

it('refuses a database that a living process has open', async () => {
  await start();
  await expect(startEmbeddedPostgres({ dataDir, throwaway: true })).rejects.toThrow(/in use by PMIS \(pid \d+\)/);
});

it('starts after the server was killed and its pid was given to another process', async () => {
  const first = await start();
  await ask(first.ownerUrl, `create table t as select 'kept' as word`);
  await ask(first.superuserUrl, 'checkpoint');
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  const other = spawn('sleep', ['60']);
  const lock = join(first.clusterDir, 'postmaster.pid');
  const { uid, gid } = statSync(first.clusterDir);
  writeFileSync(lock, readFileSync(lock, 'utf8').replace(/^\d+/, String(other.pid)));
  chownSync(lock, uid, gid);
  const second = await start();
  other.kill();
  expect(await ask(second.ownerUrl, 'select word from t')).toEqual([{ word: 'kept' }]);
});

it('sets new passwords when postgres.json was lost', async () => {
  const first = await start();
  await ask(first.ownerUrl, `create table t as select 'kept' as word`);
  await first.stop();
  rmSync(join(dataDir, 'postgres.json'));
  const second = await start();
  expect(second.url.split('@')[0]).not.toBe(first.url.split('@')[0]);
  expect(await ask(second.ownerUrl, 'select word from t')).toEqual([{ word: 'kept' }]);
});

it.runIf(asRoot)('lives in /var/lib/pmis when run by root below a folder that no other user can enter', async () => {
  chmodSync(outer, 0o700);
  const first = await start();
  expect(first.clusterDir).toMatch(/^\/var\/lib\/pmis\/[0-9a-f]{16}\/postgres$/);
  expect(statSync(first.clusterDir).uid).not.toBe(0);
  await ask(first.ownerUrl, `create table t as select 'kept' as word`);
  await first.stop();
  const second = await start();
  expect(await ask(second.ownerUrl, 'select word from t')).toEqual([{ word: 'kept' }]);
});

it.runIf(asRoot)('takes its data along when the folder is closed to others later', async () => {
  mkdirSync(dataDir, { mode: 0o711 });
  const first = await start();
  expect(first.clusterDir.startsWith(dataDir)).toBe(true);
  await ask(first.ownerUrl, `create table t as select 'kept' as word`);
  await first.stop();
  chmodSync(outer, 0o700);
  const second = await start();
  expect(second.clusterDir).toMatch(/^\/var\/lib\/pmis\//);
  expect(await ask(second.ownerUrl, 'select word from t')).toEqual([{ word: 'kept' }]);
});
