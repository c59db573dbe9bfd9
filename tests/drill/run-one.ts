import { sql } from 'kysely';
import { setTimeout as sleep } from 'node:timers/promises';
import { verifyAudit } from '../../server/audit/verify-audit.ts';
import { createPackageRow } from '../factories/governance.ts';
import { describeSeen, postMessage, startLoad } from './load.ts';
import type { Stage } from './stage.ts';

export type DrillResult = {
  name: string;
  /** What callers saw while it lasted. */
  users: string;
  failures: number;
  acknowledged: number;
  lost: number;
  twice: number;
  auditOk: boolean;
  /** From the end of the fault until a new message is answered and read. */
  recoverSeconds: number;
};

/** Breaks something and mends it. Message ids that it was answered 202 for itself are its result. */
export type Fault = (stage: Stage) => Promise<void | string[]>;

const WARM_MS = 1_000;
const AFTER_MS = 1_000;
const RECOVER_LIMIT_MS = 90_000;

/** Until a new message is answered 202 and read by a worker. */
async function untilRecovered({ url, token, db }: Stage, name: string): Promise<number> {
  const began = Date.now();
  for (let attempt = 0; Date.now() - began < RECOVER_LIMIT_MS; attempt++) {
    const id = `<recovered-${name.replace(/\W+/g, '-')}-${attempt}-${began}@elsewhere.test>`;
    if ((await postMessage(url, token, id).catch(() => 0)) !== 202) {
      await sleep(50);
      continue;
    }
    for (;;) {
      const { rows } = await sql`select 1 from emails where message_id = ${id} and status = 'processed'`.execute(db);
      if (rows.length > 0) return (Date.now() - began) / 1000;
      if (Date.now() - began > RECOVER_LIMIT_MS) break;
      await sleep(20);
    }
  }
  throw new Error(`${name}: no message was read within ${RECOVER_LIMIT_MS / 1000} s.`);
}

/** Messages and tasks that were acknowledged and are not there, or are there twice. */
export async function compare(
  db: Stage['db'],
  messages: string[],
  tasks: string[],
): Promise<{ lost: number; twice: number }> {
  const { rows } = await sql<{ lost: number; twice: number }>`
    with wanted as (
      select 'mail ' || id as key from jsonb_array_elements_text(${JSON.stringify(messages)}::jsonb) id
      union all select 'task ' || title from jsonb_array_elements_text(${JSON.stringify(tasks)}::jsonb) title
    ), found as (
      select 'mail ' || message_id as key from emails where status = 'processed' and message_id like '<drill-%'
      union all select 'task ' || title from tasks where title like 'Drill task %'
    ), counted as (select key, count(*) as n from found group by key)
    select (select count(*)::int from wanted where key not in (select key from counted)) as lost,
      (select count(*)::int from counted where n > 1) as twice`.execute(db);
  return rows[0]!;
}

export async function untilAllRead(db: Stage['db']): Promise<void> {
  const deadline = Date.now() + RECOVER_LIMIT_MS;
  for (;;) {
    const { rows } = await sql`select 1 from emails where status = 'received' limit 1`.execute(db);
    if (rows.length === 0 || Date.now() > deadline) return;
    await sleep(50);
  }
}

/** Runs a fault under load and says what people saw, what was lost, and how long it took to recover. */
export async function runDrill(stage: Stage, name: string, fault: Fault): Promise<DrillResult> {
  const { code } = await createPackageRow(stage.db, stage.world, { status: 'po_issued' });
  const load = startLoad({ url: stage.url, token: stage.token, packageCode: code });
  await sleep(WARM_MS);
  const from = Date.now();
  let recoverSeconds: number;
  let own: string[] = [];
  try {
    own = (await fault(stage)) ?? [];
    recoverSeconds = await untilRecovered(stage, name);
    await sleep(AFTER_MS);
  } finally {
    await load.stop();
  }
  await untilAllRead(stage.db);
  const { tasks } = load.acknowledged;
  const messages = [...load.acknowledged.messages, ...own];
  const { failures, words } = describeSeen(load.seen, from);
  return {
    name,
    users: words,
    failures,
    acknowledged: messages.length + tasks.length,
    ...(await compare(stage.db, messages, tasks)),
    auditOk: (await verifyAudit(stage.db)).ok,
    recoverSeconds,
  };
}
