import { spawnSync } from 'node:child_process';
import { chownSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type { Account } from './account.ts';
import { POSTGRES_ENV } from './binaries.ts';
import { isCluster } from './locate-cluster.ts';
import type { EmbeddedPostgresState } from './state.ts';

/**
 * Runs initdb into a folder beside the final one and renames it when complete, so that an interrupted first start
 * leaves no half-made cluster. Sorting is byte-wise and character classes are Unicode on every system alike.
 */
export function createCluster(
  { binDir, clusterDir, passwords }: EmbeddedPostgresState,
  account: Account | null,
  throwaway: boolean,
): void {
  const incoming = mkdtempSync(join(dirname(clusterDir), 'postgres-incoming-'));
  const passwordFile = join(incoming, 'password');
  writeFileSync(passwordFile, passwords.postgres + '\n', { mode: 0o600 });
  if (account) for (const path of [incoming, passwordFile]) chownSync(path, account.uid, account.gid);
  const dir = join(incoming, 'cluster');
  const args = ['-D', dir, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8'];
  args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C');
  if (throwaway) args.push('--no-sync');
  const run = spawnSync(join(binDir, 'initdb'), args, { ...account, cwd: '/', env: POSTGRES_ENV, encoding: 'utf8' });
  try {
    if (run.status !== 0) throw new Error(`initdb failed: ${run.error?.message ?? run.stderr.trim()}`);
    if (!isCluster(clusterDir)) renameSync(dir, clusterDir);
  } finally {
    rmSync(incoming, { recursive: true, force: true });
  }
}

/** Gives the superuser of a stopped cluster a new password; for a cluster whose postgres.json was lost. */
export function resetSuperuserPassword(
  { binDir, clusterDir, passwords }: EmbeddedPostgresState,
  account: Account | null,
): void {
  const run = spawnSync(join(binDir, 'postgres'), ['--single', '-D', clusterDir, 'postgres'], {
    ...account,
    cwd: '/',
    env: POSTGRES_ENV,
    input: `alter role postgres password '${passwords.postgres}'\n`,
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`The database's password could not be set: ${run.stderr.trim()}`);
}

/** Creates the roles pmis_owner and pmis_app and the database pmis, or gives them their recorded passwords. */
export async function createRolesAndDatabase({ superuserUrl, passwords }: EmbeddedPostgresState): Promise<void> {
  const client = new pg.Client({ connectionString: superuserUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ rolname: string }>(
      `select rolname from pg_roles where rolname in ('pmis_owner', 'pmis_app')`,
    );
    for (const role of ['pmis_owner', 'pmis_app'] as const) {
      const verb = rows.some((row) => row.rolname === role) ? 'alter' : 'create';
      await client.query(`${verb} role ${role} login password '${passwords[role]}'`);
    }
    const { rowCount } = await client.query(`select 1 from pg_database where datname = 'pmis'`);
    if (!rowCount) await client.query('create database pmis owner pmis_owner');
    await client.query('revoke all on database pmis from public');
    await client.query('grant connect, temporary on database pmis to pmis_app');
  } finally {
    await client.end();
  }
}
