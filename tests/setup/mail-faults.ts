import { setTimeout as sleep } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import type pg from 'pg';
import { createRedis } from '../../server/redis.ts';
import { letter } from '../factories/mail.ts';
import { dovecotMissing } from './dovecot.ts';
import { hasRedis } from './own-redis.ts';
import { type Statement, type StatementProxy } from './statement-proxy.ts';
import { MAILBOX, startStoppablePrograms } from './stoppable-programs.ts';
import { type StoppableServers, startStoppableServers } from './stoppable-servers.ts';
import { createPool } from '../../server/db.ts';

export const FAULTS = ['kill worker', 'kill web', 'stop PostgreSQL', 'stop Redis', 'stop mail server'] as const;
export type Fault = (typeof FAULTS)[number];
export type Step = Statement & { when: 'before' | 'after' };
export type Outcome = { happened: boolean; sent: number; lost: number; twice: number; wrong: string };

const LIST = 'pmis:jobs:ingest_email';

/** Why this machine cannot stop all of them; null where it can. */
export function whyNoFaults(): string | null {
  return hasRedis ? dovecotMissing() : 'redis-server is not installed';
}

async function until(what: string, check: () => Promise<boolean>, ms: number, more: () => string): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await check().catch(() => false))) {
    if (Date.now() > deadline) throw new Error(`Not within ${ms} ms: ${what}\n${more().slice(-2500)}`);
    await sleep(25);
  }
}

/** Posts until it is answered, as every careful sender does. */
async function post(url: string, token: string, raw: Buffer): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'message/rfc822' };
  for (let tries = 0; tries < 600; tries++, await sleep(50)) {
    const answer = await fetch(`${url}/api/emails`, { method: 'POST', headers, body: new Uint8Array(raw) }).catch(
      () => null,
    );
    await answer?.body?.cancel();
    if (answer?.status === 202 || answer?.status === 200) return;
  }
  throw new Error('A message was never answered.');
}

async function countWrong(pool: pg.Pool, ids: string[]): Promise<Omit<Outcome, 'happened' | 'sent'>> {
  const { rows } = await pool.query<{
    id: string;
    n: number;
    status: string;
    filed: number;
    events: number;
    read: number;
  }>(
    `select w.id, count(e.id)::int as n, coalesce(min(e.status), 'missing') as status,
      coalesce(sum((select count(*) from email_links l where l.email_id = e.id and l.status = 'filed')), 0)::int as filed,
      coalesce(sum((select count(*) from events v where v.entity_id = e.id and v.event_type = 'email_ingested')), 0)::int as events,
      count(e.id) filter (where e.understanding is not null)::int as read
    from unnest($1::text[]) as w(id) left join emails e on e.message_id = w.id group by w.id`,
    [ids],
  );
  const wrong = rows.filter(
    (row) => row.n !== 1 || row.status !== 'processed' || row.filed !== 1 || row.events !== 1 || row.read !== 1,
  );
  return {
    lost: rows.filter((row) => row.n === 0).length,
    twice: rows.filter((row) => row.n > 1 || row.filed > 1 || row.events > 1).length,
    wrong: wrong.map((row) => JSON.stringify(row)).join(' '),
  };
}

export type FaultRig = {
  /** Every statement that receiving and processing one message of each way in makes, in order, each once. */
  steps: Statement[];
  /** Sends three messages, does the fault at the step, waits until all is quiet, and counts. */
  run: (fault: Fault, step: Step) => Promise<Outcome>;
  stop: () => Promise<void>;
};

async function push(redisUrl: string, raw: Buffer): Promise<void> {
  const client = createRedis(redisUrl);
  const entry = JSON.stringify({ raw: raw.toString('base64') });
  for (let tries = 0; tries < 200; tries++, await sleep(50)) {
    const taken = await client.lpush(LIST, entry).catch(() => null);
    if (taken !== null) break;
  }
  client.disconnect();
}

async function append(port: number, raw: Buffer): Promise<void> {
  const auth = { user: MAILBOX, pass: 'secret' };
  const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, auth, logger: false });
  await client.connect();
  await client.append('INBOX', raw);
  client.close();
}

async function listsEmpty(url: string): Promise<boolean> {
  const client = createRedis(url, { blocking: true });
  const keys = await client.keys(`*${LIST}*`);
  client.disconnect();
  return keys.length === 0;
}

/** One message by each way in. */
async function send(servers: StoppableServers, url: string, ids: string[]): Promise<void> {
  const [posted, pushed, fetched] = ids.map((id) => letter({ id, subject: `P-001 ${id}`, text: `About ${id}.` }));
  await Promise.all([
    post(url, servers.token, posted!),
    push(servers.redis.url, pushed!),
    append(servers.imapPort, fetched!),
  ]);
}

/** The statements of the product while `work` goes on, each once, without those that it makes when idle; claims among them. */
async function recordSteps(statements: StatementProxy, work: () => Promise<void>): Promise<Statement[]> {
  statements.taken();
  await sleep(6_000);
  const key = ({ by, label }: Statement) => `${by} ${label}`;
  const idle = new Set(statements.taken().map(key));
  await work();
  const steps = new Map<string, Statement>();
  for (const one of statements.taken()) {
    const ofJobs = one.label.startsWith('with due as (') || one.label.includes('update jobs');
    if (one.by.startsWith('pmis') && (ofJobs || !idle.has(key(one)))) steps.set(key(one), one);
  }
  return [...steps.values()];
}

/** The built web and worker on servers that can be stopped; records the steps of messages that nothing disturbs. */
export async function startFaultRig(): Promise<FaultRig> {
  const servers = await startStoppableServers();
  const { statements } = servers;
  const programs = await startStoppablePrograms(servers);
  const pool = createPool(servers.url, { max: 2, name: 'faults' });
  pool.on('error', () => undefined);
  let number = 0;
  const newIds = () => ['api', 'redis', 'imap'].map((way) => `<${way}-${++number}@elsewhere.test>`);

  /** Nobody waits here until the leases of the dead, and of answers that were lost, end by themselves. */
  const endLeases = async () => {
    for (let tries = 0; ; tries++, await sleep(100)) {
      try {
        return void (await pool.query(`
          with a as (update jobs set locked_until = now() where status = 'running'), b as (delete from workers)
          update mail_sources set lease_until = now()`));
      } catch (error) {
        // A connection from before the stop, or a server that is still on its way up on a busy machine.
        if (tries > 200) throw error;
      }
    }
  };
  const faults: Record<Fault, () => Promise<unknown>> = {
    'kill worker': () => programs.kill('worker').then(endLeases),
    'kill web': () => programs.kill('server'),
    'stop PostgreSQL': () => servers.restartPostgres().then(endLeases),
    'stop Redis': servers.restartRedis,
    'stop mail server': servers.loseMailServer,
  };

  const unfinished = async () => {
    const { rows } = await pool.query<Record<string, unknown>>(
      `select kind, status, attempts, last_error from jobs where status in ('queued', 'running')`,
    );
    return rows;
  };
  const settled = async (ids: string[]) =>
    (await countWrong(pool, ids)).wrong === '' && (await unfinished()).length === 0;
  const quiet = async (ids: string[]) => {
    const again = setInterval(programs.ensure, 200);
    try {
      await until(`all of ${ids.join(', ')} settled`, () => settled(ids), 60_000, programs.output).catch(
        async (error: unknown) => {
          const found = [await countWrong(pool, ids).catch(String), await unfinished().catch(String)];
          throw new Error(`${String(error)}\n${JSON.stringify(found)}`);
        },
      );
    } finally {
      clearInterval(again);
    }
  };
  const sendQuietly = async () => {
    const ids = newIds();
    await send(servers, programs.url, ids);
    await quiet(ids);
  };

  await until('the web answers', async () => (await fetch(`${programs.url}/health/live`)).ok, 30_000, programs.output);
  await sendQuietly();
  return {
    steps: await recordSteps(statements, sendQuietly),
    async run(fault, step) {
      const ids = newIds();
      let happened = false;
      const cut = fault.startsWith('kill') || fault === 'stop PostgreSQL';
      const done = statements.onNext({ wanted: step, when: step.when, cut }, async () => {
        happened = true;
        await faults[fault]();
        programs.ensure();
      });
      await Promise.all([send(servers, programs.url, ids), Promise.race([done, sleep(4_000)])]);
      await quiet(ids);
      await until('the lists of Redis are empty', () => listsEmpty(servers.redis.url), 20_000, programs.output);
      return { happened, sent: ids.length, ...(await countWrong(pool, ids)) };
    },
    async stop() {
      await Promise.all([programs.kill('server'), programs.kill('worker')]);
      await pool.end().catch(() => undefined);
      await servers.stop();
    },
  };
}
