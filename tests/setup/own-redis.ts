import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { freePort, makeTestFolder } from './services.ts';

export interface OwnRedis {
  url: string;
  /** Ends the server process: SIGKILL, as a crash does. */
  crash(): Promise<void>;
  /** Starts it again on the same port and folder. */
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** Whether redis-server is installed. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

/** A Redis server of one's own that can be stopped; with `appendOnly` what it took is on its disk before it answers. */
export async function startOwnRedis({ appendOnly = false } = {}): Promise<OwnRedis> {
  const dir = makeTestFolder('own-redis');
  const port = await freePort();
  const persistence = appendOnly ? ['--appendonly', 'yes', '--appendfsync', 'always'] : ['--appendonly', 'no'];
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', dir, ...persistence];
  let child: ChildProcess;
  const start = async () => {
    child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    await new Promise<void>((resolve, reject) => {
      child.once('exit', () => reject(new Error('redis-server ended at its start')));
      child.stdout?.on('data', (chunk: Buffer) => chunk.includes('Ready to accept connections') && resolve());
    });
  };
  const crash = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}/0`,
    crash,
    start,
    async remove() {
      await crash();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
