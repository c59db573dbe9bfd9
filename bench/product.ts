import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { appRoot } from '../server/app-root.ts';
import { childEnv } from '../server/env.ts';
import { ALLOCATOR_VARIABLES } from '../server/supervisor/allocator.ts';

export type Program = {
  child: ChildProcess;
  url: string;
  /** From spawn to the first 200 of /health, ms. */ healthyMs: number;
};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}

type Variables = Partial<Record<'WEB_CONCURRENCY' | 'WORKER_CONCURRENCY' | 'DATABASE_POOL_MAX', string>>;

function start(
  program: 'server' | 'worker',
  port: number,
  databaseUrl: string,
  dataDir: string,
  variables: Variables = {},
): ChildProcess {
  return spawn(process.execPath, [join(appRoot, 'build', `${program}.js`)], {
    cwd: appRoot,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: {
      ...childEnv({
        PORT: String(port),
        HOST: '127.0.0.1',
        DATABASE_URL: databaseUrl,
        DATA_DIR: dataDir,
        REDIS_URL: '',
        ...variables,
      }),
      ...ALLOCATOR_VARIABLES,
      // As `npm start` runs it; the limiter counts, and lets everything through.
      NODE_ENV: 'production',
      RATE_LIMIT_API: '100000000',
      LOG_LEVEL: 'warn',
    },
  });
}

/** Starts the built web process and waits until /health answers 200. */
export async function startWeb(databaseUrl: string, dataDir: string, variables: Variables = {}): Promise<Program> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const started = performance.now();
  const child = start('server', port, databaseUrl, dataDir, variables);
  while (!(await fetch(`${url}/health`).catch(() => null))?.ok) {
    if (child.exitCode !== null || performance.now() - started > 60_000)
      throw new Error('The web process did not start.');
    await sleep(10);
  }
  return { child, url, healthyMs: performance.now() - started };
}

export function startWorker(databaseUrl: string, dataDir: string, variables: Variables = {}): ChildProcess {
  return start('worker', 0, databaseUrl, dataDir, variables);
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  await once(child, 'exit');
}

/** Resident memory of a process in MiB. */
export function residentMiB(child: ChildProcess): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

/** Looks at the resident memory of a process ten times a second; `stop` gives the highest value in MiB. */
export function watchMemory(child: ChildProcess): { stop: () => number } {
  let highest = residentMiB(child);
  const look = setInterval(() => (highest = Math.max(highest, residentMiB(child))), 100);
  return {
    stop: () => {
      clearInterval(look);
      return Math.max(highest, residentMiB(child));
    },
  };
}
