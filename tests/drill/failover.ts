import { execFile } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { appRoot } from '../../server/app-root.ts';
import { freePort, makeTestFolder } from '../setup/services.ts';
import type { Fault } from './run-one.ts';
import type { Server } from './stage.ts';

const run = promisify(execFile);
const OPS = process.env.PMIS_OPS ?? path.resolve(appRoot, '../shared/ops');
const SCRIPT = path.join(OPS, 'pg-replica.sh');

/** Why there can be no fail-over here; null when there can. */
export function noFailover(): string | null {
  if (!existsSync(SCRIPT)) return `${SCRIPT} is not here`;
  return process.getuid?.() === 0 ? null : 'it needs root';
}

/** A primary with a streaming replica that confirms each commit, and the fault that kills the one for the other. */
export async function startPair(): Promise<{ server: Server; failOver: Fault }> {
  const folder = makeTestFolder('drill-pair');
  const [PG1, PG2, PGB] = [await freePort(), await freePort(), await freePort()];
  const env = { ...process.env, PG1: `${PG1}`, PG2: `${PG2}`, PGB: `${PGB}` };
  const script = (command: string) => run('bash', [SCRIPT, command, folder], { env, timeout: 60_000 });
  await script('start');
  const url = `postgresql://pmis:pmis@127.0.0.1:${PG1}/pmis`;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(`alter system set synchronous_standby_names = '*'`);
  await client.query('select pg_reload_conf()');
  await client.end();
  const refuse = () => Promise.reject(new Error('This server is failed over, not stopped.'));
  return {
    server: {
      port: PG1,
      url,
      ownerUrl: url,
      moves: true,
      stop: refuse,
      start: refuse,
      async remove() {
        await script('stop');
        rmSync(folder, { recursive: true, force: true });
      },
    },
    async failOver({ toDatabase }) {
      await script('failover');
      toDatabase.targets = [PG2];
      toDatabase.cut();
    },
  };
}
