import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { appRoot } from '../../server/app-root.ts';
import { createDatabase, type Db } from '../../server/db.ts';
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '../../server/embedded-postgres/embedded-postgres.ts';
import { migrateToLatest } from '../../server/migrate.ts';
import { createWorld, type World } from '../factories/governance.ts';
import { createBearer } from '../factories/people.ts';
import { freePort, makeTestFolder } from '../setup/services.ts';
import { startTcpProxy, type TcpProxy } from '../setup/tcp-proxy.ts';

/** A PostgreSQL that a drill may stop and start. */
export type Server = {
  port: number;
  /** Connection strings straight to the server. */
  url: string;
  ownerUrl: string;
  /** True where a fail-over takes it to another port: the drill then counts through the proxy. */
  moves?: boolean;
  stop: () => Promise<void>;
  start: () => Promise<void>;
  remove: () => Promise<void>;
};

/** The product on a database of its own, reached through a proxy that can break. */
export type Stage = {
  /** Where people and tools call it. */
  url: string;
  dataDir: string;
  env: NodeJS.ProcessEnv;
  server: Server;
  toDatabase: TcpProxy;
  /** Straight to the database: what the drill counts with. */
  db: Db;
  world: World;
  token: string;
  /** The process id of the web or worker process that runs now. */
  pidOf: (name: 'web' | 'worker') => number;
  output: () => string;
  close: () => Promise<void>;
};

/** The embedded PostgreSQL in a folder of its own. */
export async function startServer(): Promise<Server> {
  const dataDir = makeTestFolder('drill-pg');
  let postgres = await startEmbeddedPostgres({ dataDir });
  return {
    port: postgres.port,
    url: postgres.url,
    ownerUrl: postgres.ownerUrl,
    stop: () => postgres.stop(2_000),
    async start() {
      const { port } = postgres;
      postgres = await startEmbeddedPostgres({ dataDir });
      if (postgres.port !== port) throw new Error('The database came back on another port.');
    },
    async remove() {
      await postgres.stop(2_000).catch(() => undefined);
      removeEmbeddedPostgres(dataDir);
    },
  };
}

function throughProxy(url: string, port: number): string {
  const other = new URL(url);
  other.port = String(port);
  return other.href;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const kill = setTimeout(() => child.kill('SIGKILL'), 12_000);
  await once(child, 'exit');
  clearTimeout(kill);
}

/** Starts the built product as `npm start` does, web and worker under the supervisor. */
export async function openStage(
  options: { redisUrl?: string; dataDir?: string; server?: Server; env?: Record<string, string> } = {},
): Promise<Stage> {
  const server = options.server ?? (await startServer());
  await migrateToLatest(server.ownerUrl, server.url);
  const toDatabase = await startTcpProxy([server.port]);
  const { db } = createDatabase(server.moves ? throughProxy(server.url, toDatabase.port) : server.url, { max: 4 });
  const world = await createWorld(db);
  const token = await createBearer(db, world.charlie);
  const dataDir = options.dataDir ?? makeTestFolder('drill');
  const port = await freePort();
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PMIS_ENV: 'test',
    LOG_LEVEL: 'warn',
    PORT: String(port),
    HOST: '127.0.0.1',
    DATA_DIR: dataDir,
    DATABASE_URL: throughProxy(server.url, toDatabase.port),
    DATABASE_OWNER_URL: throughProxy(server.ownerUrl, toDatabase.port),
    REDIS_URL: options.redisUrl ?? '',
    RATE_LIMIT_API: '0',
    ...options.env,
  };
  const child = spawn(process.execPath, ['build/supervisor.js'], {
    cwd: appRoot,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const url = `http://127.0.0.1:${port}`;
  const deadline = Date.now() + 60_000;
  while (
    (
      await fetch(`${url}/health`).then(
        (answer) => answer.json(),
        () => null,
      )
    )?.status !== 'ok'
  ) {
    if (Date.now() > deadline || child.exitCode !== null) throw new Error(`The product did not start:\n${output}`);
    await sleep(50);
  }
  return {
    url,
    dataDir,
    env,
    server,
    toDatabase,
    db,
    world,
    token,
    pidOf(name) {
      const [file] = readdirSync(join(dataDir, 'run')).filter((one) => one.endsWith('.json'));
      const { children } = JSON.parse(readFileSync(join(dataDir, 'run', file!), 'utf8')) as {
        children: Record<string, string>;
      };
      return Number.parseInt(children[name]!, 10);
    },
    output: () => output,
    async close() {
      await end(child);
      await toDatabase.close();
      await db.destroy();
      if (!options.server) await server.remove();
      if (!options.dataDir) rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
