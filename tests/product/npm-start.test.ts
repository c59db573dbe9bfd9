import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { appRoot } from '../../server/app-root.ts';
import { findEmbeddedPostgres, removeEmbeddedPostgres } from '../../server/embedded-postgres/embedded-postgres.ts';
import { commandLine, livePid } from '../../server/process-identity.ts';
import { freePort, makeTestFolder } from '../setup/services.ts';

let dataDir: string;
let port: number;
let npm: ChildProcess | null = null;
let output = '';

interface Run {
  supervisor: number;
  web: number;
  worker: number;
}

beforeAll(async () => {
  dataDir = makeTestFolder('start');
  port = await freePort();
});
afterAll(async () => {
  if (npm?.pid && npm.exitCode === null && npm.signalCode === null) {
    npm.kill('SIGTERM');
    await once(npm, 'exit');
  }
  await until('the database is gone', () => !findEmbeddedPostgres(dataDir), 15_000);
  removeEmbeddedPostgres(dataDir);
});

async function until(what: string, test: () => unknown, limit: number): Promise<number> {
  const started = Date.now();
  while (!(await test())) {
    if (Date.now() - started > limit) throw new Error(`not within ${limit} ms: ${what}\n${output}`);
    await sleep(20);
  }
  return Date.now() - started;
}

const healthy = async () => (await fetch(`http://127.0.0.1:${port}/health/live`).catch(() => null))?.ok === true;

function start(): ChildProcess {
  output = '';
  const env: NodeJS.ProcessEnv = { ...process.env, PORT: String(port), DATA_DIR: dataDir, PMIS_DEMO: '0' };
  delete env.DATABASE_URL;
  delete env.PMIS_ENV;
  npm = spawn('npm', ['start'], { cwd: appRoot, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  npm.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  npm.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  return npm;
}

/** The living processes of the present run, from its record; null while it is not complete. */
function present(): Run | null {
  for (const name of readdirSync(join(dataDir, 'run'))) {
    const { supervisor, children } = JSON.parse(readFileSync(join(dataDir, 'run', name), 'utf8'));
    const pids = [supervisor, children.web, children.worker].map((identity) => (identity ? livePid(identity) : null));
    const [first, web, worker] = pids;
    if (first && web && worker) return { supervisor: first, web, worker };
  }
  return null;
}

async function running(): Promise<Run> {
  await until('healthy', healthy, 40_000);
  let found: Run | null = null;
  await until('all three run', () => (found = present()), 5_000);
  return found!;
}

async function counted(): Promise<number> {
  const client = new pg.Client({ connectionString: findEmbeddedPostgres(dataDir)!.ownerUrl });
  await client.connect();
  await client.query('create table if not exists starts (at timestamptz default now())');
  await client.query('insert into starts default values');
  const { rows } = await client.query('select count(*)::int as n from starts');
  await client.end();
  return rows[0].n;
}

function groupOf(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2];
}

it('starts a supervisor, the web process and the worker as one process group', async () => {
  start();
  const { supervisor, web, worker } = await running();
  expect(new Set([supervisor, web, worker].map(groupOf)).size).toBe(1);
  expect(commandLine(supervisor)).not.toContain('worker');
  expect(commandLine(web)).toBe('node build/server.js');
  expect(commandLine(worker)).toBe('node build/worker.js');
  await until('the address is printed', () => output.includes(`http://127.0.0.1:${port}`), 2_000);
  expect(await counted()).toBe(1);
});

it('starts a killed worker and a killed web process again within two seconds', async () => {
  for (const name of ['worker', 'web'] as const) {
    const before = await running();
    process.kill(before[name], 'SIGKILL');
    const again = () => (present() ?? before)[name] !== before[name];
    await until(`${name} runs again`, again, 2_000);
  }
  await until('healthy', healthy, 5_000);
});

it('refuses to start twice on one DATA_DIR', async () => {
  const env = { ...process.env, PORT: String(await freePort()), DATA_DIR: dataDir, PMIS_ENV: '' };
  const second = spawn(process.execPath, ['build/supervisor.js'], {
    cwd: appRoot,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  second.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const [code] = await once(second, 'close');
  expect(code).toBe(1);
  expect(said).toContain(`PMIS already runs here: http://127.0.0.1:${port}`);
});

it('starts again at once after its supervisor was killed, with the same data', async () => {
  const before = await running();
  process.kill(before.supervisor, 'SIGKILL');
  start();
  const after = await until('a new run', () => present() && present()!.supervisor !== before.supervisor, 40_000);
  expect(after).toBeLessThan(40_000);
  await running();
  expect(livePidOf(before.web) || livePidOf(before.worker)).toBe(false);
  expect(await counted()).toBe(2);
});

function livePidOf(pid: number): boolean {
  return commandLine(pid).startsWith('node build/');
}

it('ends everything within ten seconds of SIGTERM to npm, the database cleanly', async () => {
  const before = await running();
  npm?.kill('SIGTERM');
  const took = await until(
    'all processes are gone',
    () => [before.supervisor, before.web, before.worker].every((pid) => commandLine(pid) === ''),
    10_000,
  );
  expect(took).toBeLessThan(10_000);
  expect(findEmbeddedPostgres(dataDir)).toBeNull();
  expect(readFileSync(join(dataDir, 'postgres.log'), 'utf8').trimEnd()).toMatch(/database system is shut down$/);
  expect(readdirSync(join(dataDir, 'run'))).toEqual([]);
});
