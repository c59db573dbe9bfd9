import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, makeTestFolder } from './services.ts';

const PASSWORD = 'a-password-of-the-tests';
const MASTER_NAME = 'pmis';

/** Why neither can run here; null where they can. */
export function whyNoRedis(): string | null {
  const missing = ['redis-server', 'redis-cli'].filter((name) => spawnSync(name, ['--version']).status !== 0);
  return missing.length > 0 ? `${missing.join(' and ')} not installed` : null;
}

function cli(port: number, ...args: string[]): string {
  const signIn = { ...process.env, REDISCLI_AUTH: PASSWORD };
  return execFileSync('redis-cli', ['-h', '127.0.0.1', '-p', `${port}`, ...args], {
    env: signIn,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

async function startServer(folder: string, port: number, ...more: string[]): Promise<ChildProcess> {
  const dir = join(folder, `${port}`);
  mkdirSync(dir);
  const common = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', dir, '--requirepass', PASSWORD];
  const child = spawn('redis-server', [...common, '--masterauth', PASSWORD, '--save', '', ...more], {
    stdio: 'ignore',
  });
  for (let n = 0; n < 100; n++) {
    if (spawnSync('redis-cli', ['-p', `${port}`, '-a', PASSWORD, '--no-auth-warning', 'ping']).stdout.includes('PONG'))
      return child;
    await sleep(50);
  }
  throw new Error(`redis-server did not start on ${port}`);
}

async function ports(count: number): Promise<number[]> {
  const found = new Set<number>();
  // A cluster's bus listens on the port above by 10,000.
  while (found.size < count) {
    const port = await freePort();
    if (port < 55_000) found.add(port);
  }
  return [...found];
}

export interface Topology {
  /** The variables that name it to PMIS. */
  env: Record<string, string>;
  /** Runs a command on the server that takes writes, as an external tool would. */
  tool(...args: string[]): string;
  stop(): void;
}

/** A master, a replica and three sentinels; `failOver` kills the master and waits for the election. */
export async function startSentinels(): Promise<Topology & { failOver(): Promise<void> }> {
  const folder = makeTestFolder('sentinels');
  const [master, replica, ...watchers] = (await ports(5)) as [number, number, ...number[]];
  const children = [await startServer(folder, master)];
  children.push(await startServer(folder, replica, '--replicaof', '127.0.0.1', `${master}`));
  for (const port of watchers) {
    const file = join(folder, `${port}.conf`);
    const lines = [
      `port ${port}`,
      'bind 127.0.0.1',
      `dir ${folder}`,
      `sentinel monitor ${MASTER_NAME} 127.0.0.1 ${master} 2`,
      `sentinel auth-pass ${MASTER_NAME} ${PASSWORD}`,
      `sentinel down-after-milliseconds ${MASTER_NAME} 1000`,
      `sentinel failover-timeout ${MASTER_NAME} 5000`,
    ];
    writeFileSync(file, `${lines.join('\n')}\n`);
    children.push(spawn('redis-server', [file, '--sentinel'], { stdio: 'ignore' }));
  }
  const ask = (...args: string[]) =>
    spawnSync('redis-cli', ['-h', '127.0.0.1', '-p', `${watchers[0]}`, 'sentinel', ...args], { encoding: 'utf8' })
      .stdout;
  const until = async (passes: () => boolean, what: string) => {
    for (let n = 0; n < 200; n++, await sleep(100)) if (passes()) return;
    throw new Error(`the sentinels did not see ${what}`);
  };
  const masterPort = () => Number(ask('get-master-addr-by-name', MASTER_NAME).split('\n')[1]);
  await until(() => /num-other-sentinels\n2/.test(ask('master', MASTER_NAME)), 'each other');
  await until(() => /num-slaves\n1/.test(ask('master', MASTER_NAME)), 'the replica');
  await until(() => cli(replica, 'info', 'replication').includes('master_link_status:up'), 'the copy');
  return {
    env: {
      REDIS_URL: `redis://:${PASSWORD}@127.0.0.1:${master}/0`,
      REDIS_SENTINELS: watchers.map((port) => `127.0.0.1:${port}`).join(','),
      REDIS_SENTINEL_NAME: MASTER_NAME,
    },
    tool: (...args) => cli(masterPort(), ...args),
    async failOver() {
      children[0]!.kill('SIGKILL');
      await until(() => masterPort() === replica, 'another master');
      await until(() => cli(replica, 'role').startsWith('master'), 'the promotion');
    },
    stop() {
      for (const child of children) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Three masters that share the slots. */
export async function startCluster(): Promise<Topology> {
  const folder = makeTestFolder('cluster');
  const nodes = await ports(3);
  const children: ChildProcess[] = [];
  for (const port of nodes) children.push(await startServer(folder, port, '--cluster-enabled', 'yes'));
  const addresses = nodes.map((port) => `127.0.0.1:${port}`);
  cli(nodes[0]!, '--cluster', 'create', ...addresses, '--cluster-yes');
  for (let n = 0; n < 100 && !cli(nodes[0]!, 'cluster', 'info').includes('cluster_state:ok'); n++) await sleep(100);
  return {
    env: { REDIS_URL: `redis://:${PASSWORD}@127.0.0.1:${nodes[0]}`, REDIS_CLUSTER: addresses.slice(0, 2).join(',') },
    tool: (...args) => cli(nodes[0]!, '-c', ...args),
    stop() {
      for (const child of children) child.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
