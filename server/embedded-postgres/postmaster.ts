import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readdirSync, readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandLine, processIdentity } from '../process-identity.ts';
import type { Account } from './account.ts';
import { POSTGRES_ENV } from './binaries.ts';
import type { EmbeddedPostgresState } from './state.ts';

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '256MB',
  effective_cache_size: '1GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_wal_size: '2GB',
  wal_compression: 'on',
  checkpoint_timeout: '15min',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  autovacuum_naptime: '20s',
};

/** For databases of tests: losing one in a power cut is no loss. */
const THROWAWAY_SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '200',
  shared_buffers: '128MB',
};

/** Seconds that web and worker have to finish after their supervisor was killed, before PostgreSQL goes too. */
const ORPHAN_GRACE = 10;

const LOG_LIMIT = 20 * 1024 * 1024;

function pidFile(clusterDir: string): string[] {
  try {
    return readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

/** The pid of the server that runs on this cluster, or null. A pid that now belongs to something else does not count. */
export function runningPostmaster(clusterDir: string): number | null {
  const pid = Number(pidFile(clusterDir)[0]);
  return pid > 0 && processIdentity(pid) && commandLine(pid).includes(`-D ${clusterDir} `) ? pid : null;
}

/** True when the server on this cluster takes connections. */
export function isAccepting(clusterDir: string): boolean {
  return pidFile(clusterDir)[7]?.trim() === 'ready';
}

function backendsRemain(clusterDir: string): boolean {
  if (process.platform !== 'linux') return false;
  return readdirSync('/proc').some((entry) => {
    if (!/^\d+$/.test(entry)) return false;
    try {
      return readlinkSync(`/proc/${entry}/cwd`) === clusterDir;
    } catch {
      return false;
    }
  });
}

/**
 * Removes the lock that a killed server left. PostgreSQL clears a lock of a dead process itself, but refuses when the pid
 * has been given to another process; and no lock may go while a backend of the killed server still uses the files.
 */
export async function clearStaleLock(clusterDir: string): Promise<void> {
  const lock = join(clusterDir, 'postmaster.pid');
  if (!existsSync(lock) || runningPostmaster(clusterDir)) return;
  const deadline = Date.now() + 10_000;
  while (backendsRemain(clusterDir)) {
    if (Date.now() > deadline) throw new Error(`A killed database server still has processes in ${clusterDir}.`);
    await sleep(50);
  }
  rmSync(lock, { force: true });
}

/** Stops a server by its pid: fast shutdown (open transactions are rolled back), after `patience` ms an immediate one. */
export async function stopPostmaster(pid: number, patience: number): Promise<void> {
  const identity = processIdentity(pid);
  const gone = () => processIdentity(pid) !== identity;
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(pid, name);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  };
  if (!identity) return;
  signal('SIGINT');
  const deadline = Date.now() + patience;
  while (!gone() && Date.now() < deadline) await sleep(10);
  if (!gone()) signal('SIGQUIT');
  while (!gone() && Date.now() < deadline + 5_000) await sleep(10);
  if (!gone()) throw new Error(`The database server (pid ${pid}) does not stop.`);
}

async function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: '127.0.0.1', exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** The remembered port while it is free, else a random free one. */
export async function choosePort(remembered: number | undefined): Promise<number> {
  if (remembered && (await isFree(remembered))) return remembered;
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

/** Ends the server some seconds after this process is gone in whatever way: the kernel then closes the pipe to `cat`. */
function watchOver(server: number, clusterDir: string, account: Account | null, grace: number): ChildProcess {
  const script =
    'cat >/dev/null; sleep "$3"; read -r pid <"$1/postmaster.pid" && [ "$pid" = "$2" ] && kill -INT "$pid"';
  const watch = spawn('/bin/sh', ['-c', script, 'pmis-postgres-watch', clusterDir, String(server), String(grace)], {
    ...account,
    cwd: '/',
    env: POSTGRES_ENV,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watch.unref();
  return watch;
}

function openLog(dataDir: string): { file: string; fd: number } {
  const file = join(dataDir, 'postgres.log');
  const tooLong = existsSync(file) && statSync(file).size > LOG_LIMIT;
  return { file, fd: openSync(file, tooLong ? 'w' : 'a', 0o600) };
}

/**
 * Starts the server on an existing cluster and waits until it takes connections. It has a session of its own: Ctrl-C in
 * a terminal reaches web and worker, and the database goes last. Throws with the end of the log when it ends instead.
 */
export async function startPostmaster(
  dataDir: string,
  state: EmbeddedPostgresState,
  account: Account | null,
  throwaway: boolean,
): Promise<{ pid: number; exited: Promise<void> }> {
  const log = openLog(dataDir);
  const logStart = statSync(log.file).size;
  const settings = { ...SETTINGS, ...(throwaway ? THROWAWAY_SETTINGS : {}), port: String(state.port) };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(state.binDir, 'postgres'), ['-D', state.clusterDir, ...args], {
    ...account,
    cwd: dirname(state.clusterDir),
    env: POSTGRES_ENV,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  closeSync(log.fd);
  let failure: string | null = null;
  const exited = new Promise<void>((resolve) => {
    child.once('error', (error) => resolve(void (failure = error.message)));
    child.once('exit', (code, signal) => resolve(void (failure ??= `ended with ${signal ?? code}`)));
  });
  const pid = child.pid ?? 0;
  const ready = () => Number(pidFile(state.clusterDir)[0]) === pid && isAccepting(state.clusterDir);
  while (!failure && !ready()) await sleep(10);
  if (failure) {
    const said = readFileSync(log.file).subarray(logStart).toString('utf8').trim().split('\n').slice(-8).join('\n');
    throw new Error(`The embedded PostgreSQL did not start (${failure}):\n${said}\nLog: ${log.file}`);
  }
  const watch = watchOver(pid, state.clusterDir, account, throwaway ? 0 : ORPHAN_GRACE);
  void exited.then(() => watch.kill('SIGKILL'));
  return { pid, exited };
}
