import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { freePort, makeTestFolder } from './services.ts';

const SCRIPT = '/work/shared/ops/pg-replica.sh';

export interface ReplicatedPostgres {
  primaryUrl: string;
  replicaUrl: string;
  /** PgBouncer in transaction mode in front of the primary. */
  poolerUrl: string;
  stopReplica(): void;
  stop(): void;
}

/** Why there can be none here; null where there can. */
export function whyNoReplica(): string | null {
  if (!existsSync(SCRIPT)) return `${SCRIPT} is not here`;
  if (process.getuid?.() !== 0) return 'it takes root';
  if (!existsSync('/usr/sbin/pgbouncer')) return 'pgbouncer is not installed';
  return existsSync('/usr/lib/postgresql') ? null : 'no PostgreSQL is installed';
}

/** A primary, a streaming replica and PgBouncer on ports of their own, with one role for everything. */
export async function startReplicatedPostgres(): Promise<ReplicatedPostgres> {
  const dir = makeTestFolder('replica');
  const ports = { PG1: `${await freePort()}`, PG2: `${await freePort()}`, PGB: `${await freePort()}` };
  const env = { ...process.env, ...ports };
  const run = (command: string) =>
    execFileSync('bash', [SCRIPT, command, dir], { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const told = run('start');
  const url = (name: string) => new RegExp(`${name}=(\\S+)`).exec(told)![1]!;
  const stop = () => {
    run('stop');
    rmSync(dir, { recursive: true, force: true });
  };
  return {
    primaryUrl: url('PRIMARY_URL'),
    replicaUrl: url('REPLICA_URL'),
    poolerUrl: url('POOLER_URL'),
    stopReplica() {
      const folder = `${dir}/b`;
      const user = ['--reuid=postgres', '--regid=postgres', '--init-groups'];
      const stopped = spawnSync(
        'setpriv',
        [
          ...user,
          'bash',
          '-c',
          `$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -1)/pg_ctl -D ${folder} -m immediate stop`,
        ],
        { cwd: '/', encoding: 'utf8' },
      );
      if (stopped.status !== 0) throw new Error(stopped.stderr);
    },
    stop,
  };
}
