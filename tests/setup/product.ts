import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { appRoot } from '../../server/app-root.ts';
import { freePort, makeTestFolder } from './services.ts';

export interface Product {
  /** Address of the web server, without a slash at the end. */
  url: string;
  dataDir: string;
  /** Variables that the product runs with, for starting its command line or another worker beside it. */
  env: NodeJS.ProcessEnv;
  web: ChildProcess;
  /** Null when started without a worker. */
  worker: ChildProcess | null;
  /** Everything the processes have printed. */
  output(): string;
  stop(): Promise<void>;
}

/** Starts one program of build/ (`worker`, `cli` …) with the given variables; `folder` is another checkout or release. */
export function startProgram(
  name: string,
  env: NodeJS.ProcessEnv,
  args: string[] = [],
  folder: string = appRoot,
): ChildProcess {
  return spawn(process.execPath, [join('build', `${name}.js`), ...args], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs one command of the built command line to its end; rejects with its output when it fails. */
export async function runPmis(env: NodeJS.ProcessEnv, ...args: string[]): Promise<string> {
  return runPmisOf(appRoot, env, ...args);
}

/** The same with the command line of another release. */
export async function runPmisOf(folder: string, env: NodeJS.ProcessEnv, ...args: string[]): Promise<string> {
  const child = startProgram('cli', env, args, folder);
  let output = '';
  child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`pmis ${args.join(' ')} ended with ${code}: ${output}`);
  return output;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), 9_000);
  await once(child, 'exit');
  clearTimeout(kill);
}

/** Starts the built web server, and a worker unless told not to, on a migrated database and a random port. */
export async function startProduct(options: {
  databaseUrl: string;
  ownerUrl?: string;
  redisUrl?: string;
  worker?: boolean;
  env?: Record<string, string>;
}): Promise<Product> {
  const dataDir = makeTestFolder('product');
  const port = await freePort();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    DATABASE_URL: options.databaseUrl,
    DATABASE_OWNER_URL: options.ownerUrl ?? '',
    REDIS_URL: options.redisUrl ?? '',
    ...options.env,
  };
  const web = startProgram('server', env);
  const worker = options.worker === false ? null : startProgram('worker', env);
  const children = worker ? [web, worker] : [web];
  let output = '';
  for (const child of children) {
    child.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 20_000;
  while (!(await fetch(`${url}/health/live`).catch(() => null))?.ok) {
    if (Date.now() > deadline || web.exitCode !== null) {
      for (const child of children) child.kill('SIGTERM');
      throw new Error(`The web server did not start:\n${output}`);
    }
    await sleep(25);
  }
  const stop = async () => void (await Promise.all(children.map(end)));
  return { url, dataDir, env, web, worker, output: () => output, stop };
}
