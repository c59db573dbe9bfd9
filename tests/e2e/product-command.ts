import pg from 'pg';
import { runPmis } from '../setup/product.ts';

function productEnv(): NodeJS.ProcessEnv {
  const json = process.env.E2E_PRODUCT_ENV;
  if (!json) throw new Error('E2E_PRODUCT_ENV is not set: the global set-up has not run.');
  return JSON.parse(json) as NodeJS.ProcessEnv;
}

/** Runs one command of the product's command line on the product under test. */
export function pmis(...args: string[]): Promise<string> {
  return runPmis({ ...process.env, ...productEnv() }, ...args);
}

/** Inserts a job that was given up, which no request can make; its id. */
export async function insertDeadJob(kind: string, payload: Record<string, unknown>, error: string): Promise<string> {
  const status = await pmis('db', 'status', '--json');
  const { ownerUrl } = JSON.parse(status.trim().split('\n').at(-1)!) as { ownerUrl: string };
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string }>(
      `insert into jobs (kind, payload, status, attempts, started_at, finished_at, last_error)
       values ($1, $2, 'dead', 4, now(), now(), $3) returning id`,
      [kind, JSON.stringify(payload), error],
    );
    return rows[0]!.id;
  } finally {
    await client.end();
  }
}
