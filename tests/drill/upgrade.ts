import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { sql } from 'kysely';
import { verifyAudit } from '../../server/audit/verify-audit.ts';
import type { Db } from '../../server/db.ts';
import { createPackageRow, createWorld } from '../factories/governance.ts';
import { createBearer, createSignInPerson, PASSWORD } from '../factories/people.ts';
import type { TestDatabase } from '../setup/database.ts';
import { runPmisOf, startProgram } from '../setup/product.ts';
import { freePort, makeTestFolder } from '../setup/services.ts';
import { type Call, describeSeen, type Load, type Seen, send, startLoad } from './load.ts';
import type { Release } from './next-release.ts';
import { openReplicas, type Replica } from './replicas.ts';
import { compare, untilAllRead } from './run-one.ts';

/** Two web processes behind a balancer and a worker, each of which can be replaced by one of another release. */
export type Fleet = {
  web: Replica[];
  /** A new worker of the release, then the end of the former one. */
  replaceWorker: (release: Release) => Promise<void>;
  /** A command of the release's own command line. */
  pmis: (release: Release, ...args: string[]) => Promise<string>;
  /** Does something while people and tools go on, and says what they saw: nothing that fails, or it throws. */
  during: (what: string, act: () => Promise<unknown>) => Promise<string>;
  /** Ends the callers: what they were told is compared with what is there. */
  finish: () => Promise<{ calls: number; acknowledged: number; lost: number; twice: number; auditOk: boolean }>;
  close: () => Promise<void>;
};

const READS = (code: string) =>
  `/api/packages/${code} /api/packages?q=power /api/approvals?limit=5 /api/tasks?limit=5 /api/vendors /api/projects /api/users
  /api/emails?limit=5 /api/notifications /api/jobs /api/audit/package/${code}
  /api/comments?about=${code} /api/tokens /api/outgoing-emails /api/filing-rules`.split(/\s+/);
const PAGES = (code: string) =>
  `/ /packages /packages/${code} /approvals /tasks /mail /vendors /notifications /assistant /admin/jobs
  /admin/people /admin/tokens /account /packages/${code}/history`.split(/\s+/);

/** Readers of every list and page, and writers that propose, comment and work on tasks, until `stopped`. */
function startCallers(url: string, token: string, cookie: string, db: Db, code: string) {
  const seen: (Seen & { what: string })[] = [];
  let stopped = false;
  let n = 0;
  const loop = async (next: () => Call | Promise<Call>) => {
    while (!stopped) {
      const call = await next();
      const at = Date.now();
      const status = await send(url, token, call).then(
        (answer) => answer.status,
        (error: NodeJS.ErrnoException) => error.code ?? error.message,
      );
      seen.push({ at, ms: Date.now() - at, status, what: `${call.method} ${call.path}` });
      await sleep(10);
    }
  };
  const turn = (all: string[], headers?: Record<string, string>) => (): Call => ({
    method: 'GET',
    path: all[n++ % all.length]!,
    headers,
  });
  const json = (method: string, path: string, body: object): Call => ({ method, path, body: JSON.stringify(body) });
  const write = async (): Promise<Call> => {
    n += 1;
    if (n % 3 === 0) return json('POST', '/api/comments', { about: code, text: `Comment ${n}` });
    if (n % 3 === 1) return json('PATCH', `/api/packages/${code}`, { title: `Transformers ${n}`, reason: 'Upgrade' });
    const { rows } = await sql<{ code: string }>`
      select code from tasks where status = 'open' order by created_at limit 1`.execute(db);
    return json('PATCH', `/api/tasks/${rows[0]?.code ?? ''}`, { priority: n % 2 === 0 ? 'high' : 'low' });
  };
  const loops = [loop(turn(READS(code))), loop(turn(PAGES(code), { cookie, authorization: '' })), loop(write)];
  return {
    seen,
    async stop() {
      stopped = true;
      await Promise.all(loops);
    },
  };
}

async function signIn(url: string, email: string): Promise<string> {
  const answer = await fetch(`${url}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: url, connection: 'close' },
    body: new URLSearchParams({ email, password: PASSWORD }),
  });
  const cookie = answer.headers.getSetCookie()[0]?.split(';', 1)[0];
  if (!cookie) throw new Error(`Nobody could sign in: ${answer.status}`);
  return cookie;
}

async function end(child: ReturnType<typeof startProgram>): Promise<void> {
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit', { signal: AbortSignal.timeout(9_000) })) as [number | null];
  if (code !== 0) throw new Error(`A worker ended with ${code} on SIGTERM.`);
}

/** The present release on a migrated database, under load from the start. */
export async function openFleet(database: Pick<TestDatabase, 'db' | 'url' | 'ownerUrl'>): Promise<Fleet> {
  const { db } = database;
  const world = await createWorld(db);
  const { code } = await createPackageRow(db, world, { status: 'po_issued' });
  const token = await createBearer(db, world.charlie);
  const admin = await createSignInPerson(db, 'admin');
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    PMIS_ENV: 'test',
    LOG_LEVEL: 'warn',
    HOST: '127.0.0.1',
    PORT: String(await freePort()),
    DATA_DIR: makeTestFolder('fleet'),
    DATABASE_URL: database.url,
    DATABASE_OWNER_URL: database.ownerUrl,
    REDIS_URL: '',
    RATE_LIMIT_API: '0',
    SHUTDOWN_DRAIN_MS: '800',
    // However often a container of either release is started again meanwhile.
    MIGRATE_ON_START: '1',
  };
  const { stage, replicas, close } = await openReplicas({ env });
  let worker = startProgram('worker', env);
  const cookie = await signIn(stage.url, admin.email);
  const load: Load = startLoad({ url: stage.url, token, packageCode: code });
  while (load.acknowledged.tasks.length === 0) await sleep(25);
  const callers = startCallers(stage.url, token, cookie, db, code);
  return {
    web: replicas,
    async replaceWorker(release) {
      const former = worker;
      worker = startProgram('worker', env, [], release.folder);
      await sleep(1_000);
      await end(former);
    },
    pmis: (release, ...args) => runPmisOf(release.folder, env, ...args),
    async during(what, act) {
      const from = Date.now();
      await act();
      await sleep(500);
      const failed = callers.seen.filter(
        (one) => one.at + one.ms >= from && !(typeof one.status === 'number' && one.status < 400),
      );
      const { failures, words } = describeSeen([...load.seen, ...callers.seen], from);
      if (failures > 0)
        throw new Error(`${what}: ${words}. ${failed.map((one) => `${one.what} ${one.status}`).join(', ')}`);
      const said = `${what}: ${words}, ${((Date.now() - from) / 1000).toFixed(1)} s`;
      if (process.env.PMIS_PROVE) process.stdout.write(`${said}\n`);
      return said;
    },
    async finish() {
      await Promise.all([load.stop(), callers.stop()]);
      await untilAllRead(db);
      const { messages, tasks } = load.acknowledged;
      return {
        calls: load.seen.length + callers.seen.length,
        acknowledged: messages.length + tasks.length,
        ...(await compare(db, messages, tasks)),
        auditOk: (await verifyAudit(db)).ok,
      };
    },
    async close() {
      await Promise.all([load.stop(), callers.stop()]);
      await close();
      await end(worker);
    },
  };
}
