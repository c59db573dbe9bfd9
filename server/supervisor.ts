import { watch } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { appRoot } from './app-root.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres/embedded-postgres.ts';
import { openDataDir } from './embedded-postgres/state.ts';
import { childEnv, env } from './env.ts';
import { DEMO_PASSWORD, DEMO_SIGN_INS } from './seed/demo-password.ts';
import { livePid } from './process-identity.ts';
import { ALLOCATOR_VARIABLES } from './supervisor/allocator.ts';
import { loadDemo, migrate } from './supervisor/command-line.ts';
import { keepRunning, type RunningChild } from './supervisor/keep-running.ts';
import { clearEarlierRuns, npmAbove, openRunRecord } from './supervisor/run-record.ts';
import { askForDemo, demoDecision } from './supervisor/wants-demo.ts';

/** All are gone 10 s after the signal: web and worker are killed after 8 s, the database has what remains. */
const CHILDREN_HAVE = 8_000;
const ALL_HAVE = 9_500;
/** Deaths in a row before the first readiness after which starting again is hopeless. */
const GIVE_UP_AFTER = 5;

const say = (line: string) => process.stdout.write(line + '\n');

/** The programs: bundles in a build, sources through tsx under `npm run dev`. */
function programs(dev: boolean): { web: string[]; worker: string[]; cli: string[] } {
  if (!dev) return { web: ['build/server.js'], worker: ['build/worker.js'], cli: ['build/cli.js'] };
  const source = (name: string) => ['--import', 'tsx', `server/${name}.ts`];
  return { web: source('index'), worker: source('worker'), cli: source('cli') };
}

function reachableHost(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

async function refuseBusyPort(port: number, host: string): Promise<void> {
  await new Promise<void>((done, fail) => {
    const probe = createServer();
    probe.once('error', (error: NodeJS.ErrnoException) => {
      const busy = error.code === 'EADDRINUSE';
      fail(
        new Error(busy ? `Port ${port} is in use: stop what uses it or set PORT.` : `Cannot listen: ${error.message}`),
      );
    });
    probe.listen({ port, host }, () => probe.close(() => done()));
  });
}

async function untilReady(address: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const answer = await fetch(`${address}/health/live`, { signal }).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok) return;
    signal.throwIfAborted();
    await sleep(25, undefined, { signal });
  }
}

function announce(address: string, demo: boolean): void {
  say(`\nPMIS is ready: ${address}`);
  if (demo) {
    say(`Demo sign-ins (password ${DEMO_PASSWORD}):`);
    for (const { email, role } of DEMO_SIGN_INS) say(`  ${email.padEnd(28)} ${role}`);
  }
  say('Stop with Ctrl-C.\n');
}

/** In development: the worker restarts on any change below server/, the web only on its own top-level files (Vite does the rest). */
function restartOnChange(web: RunningChild, worker: RunningChild): void {
  let timer: NodeJS.Timeout | undefined;
  let webToo = false;
  watch(join(appRoot, 'server'), { recursive: true }, (_event, file) => {
    if (!file?.endsWith('.ts')) return;
    webToo ||= !/[\\/]/.test(file);
    clearTimeout(timer);
    timer = setTimeout(() => {
      worker.restart();
      if (webToo) web.restart();
      webToo = false;
    }, 200);
  });
}

async function supervise(stop: AbortController): Promise<void> {
  const config = env();
  const dev = config.PMIS_DEV === true;
  const dataDir = openDataDir(resolve(appRoot, config.DATA_DIR));
  const embedded = !config.DATABASE_URL;
  const address = `http://${reachableHost(config.HOST)}:${config.PORT}`;
  const { web, worker, cli } = programs(dev);
  const { signal } = stop;

  await clearEarlierRuns(dataDir, embedded);
  await refuseBusyPort(config.PORT, config.HOST);
  const run = openRunRecord(dataDir, address, embedded);
  const children: RunningChild[] = [];
  let database: EmbeddedPostgres | null = null;
  let ready = false;
  let hopeless: Error | null = null;

  const openDatabase = async () => {
    const started = await startEmbeddedPostgres({ dataDir, log: say });
    void started.exited.then(async () => {
      if (signal.aborted) return;
      say('The embedded database ended: starting it again.');
      await openDatabase().catch((error: Error) => stop.abort((hopeless = error)));
    });
    database = started;
    return started;
  };

  try {
    const urls = embedded ? await openDatabase() : null;
    const childVariables = childEnv({
      DATA_DIR: dataDir,
      ...(urls ? { DATABASE_URL: urls.url, DATABASE_OWNER_URL: urls.ownerUrl } : {}),
    });
    signal.throwIfAborted();
    const { applied, empty, demo } = await migrate(cli, childVariables, signal);
    if (applied.length > 0) say(`Database: ${applied.length} migration(s) applied.`);

    const wish = config.PMIS_DEMO;
    const terminal = process.stdin.isTTY && process.stdout.isTTY;
    const decision = demoDecision({ wish, production: config.PMIS_ENV === 'production', embedded, empty, terminal });
    const load = decision === 'ask' ? await askForDemo(embedded, signal) : decision === 'load';
    if (load) {
      say('Loading demo data …');
      await loadDemo(cli, childVariables, signal);
    }

    for (const [name, args] of Object.entries({ web, worker })) {
      children.push(
        keepRunning({
          name,
          args,
          env: { ...ALLOCATOR_VARIABLES, ...childVariables },
          onStart: (identity) => run.child(name, identity),
          onDeath: (how, inARow) => {
            say(`The ${name} process ended (${how}): starting it again.`);
            if (ready || inARow < GIVE_UP_AFTER) return;
            stop.abort((hopeless = new Error(`The ${name} process does not start.`)));
          },
        }),
      );
    }
    await untilReady(address, signal);
    ready = true;
    announce(address, demo || load);
    const [webChild, workerChild] = children;
    if (dev && webChild && workerChild) restartOnChange(webChild, workerChild);
    await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    const since = Date.now();
    if (!signal.aborted) stop.abort();
    await Promise.all(children.map((child) => child.stop(since + CHILDREN_HAVE)));
    await (database as EmbeddedPostgres | null)?.stop(Math.max(500, since + ALL_HAVE - Date.now()));
    run.close();
  }
  if (hopeless) throw hopeless;
}

const stop = new AbortController();
const npm = npmAbove();
if (npm) setInterval(() => livePid(npm) ?? stop.abort(), 500).unref();
for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => stop.abort());
try {
  await supervise(stop);
  process.exit(0);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
