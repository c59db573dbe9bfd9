import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { startProgram } from './product.ts';
import { freePort, makeTestFolder } from './services.ts';
import type { StoppableServers } from './stoppable-servers.ts';

/** The mailbox that the worker reads; its password is `secret`. */
export const MAILBOX = 'buyers@northgate.example';

/** The built web and worker on those servers, one job at a time; `ensure` starts what has ended. */
export async function startStoppablePrograms(servers: StoppableServers) {
  const port = await freePort();
  const account = { name: 'buyers', host: '127.0.0.1', port: servers.mail.port, tls: 'none', user: MAILBOX };
  const env = {
    ...process.env,
    PMIS_ENV: 'test',
    LOG_LEVEL: 'warn',
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: makeTestFolder('faults'),
    DATABASE_URL: servers.url,
    DATABASE_OWNER_URL: '',
    REDIS_URL: servers.redis.url,
    WORKER_CONCURRENCY: '1',
    MAIL_SOURCES: JSON.stringify(account),
    MAIL_SOURCE_SECRETS: '{"buyers":"secret"}',
  };
  let output = '';
  const running: Partial<Record<'server' | 'worker', ChildProcess>> = {};
  const alive = (child?: ChildProcess) => child !== undefined && child.exitCode === null && child.signalCode === null;
  const kill = async (name: 'server' | 'worker') => {
    const child = running[name];
    if (!child || !alive(child)) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  /** What the supervisor does: a program that ended is started again. */
  const ensure = () => {
    for (const name of ['server', 'worker'] as const) {
      if (alive(running[name])) continue;
      const child = startProgram(name, env);
      for (const stream of [child.stdout, child.stderr])
        stream?.on('data', (chunk: Buffer) => (output = (output + chunk.toString()).slice(-20_000)));
      running[name] = child;
    }
  };
  ensure();
  return { url: `http://127.0.0.1:${port}`, ensure, kill, output: () => output };
}
