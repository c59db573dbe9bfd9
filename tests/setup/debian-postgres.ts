import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { databaseAccount } from '../../server/embedded-postgres/account.ts';
import { freePort, makeTestFolder } from './services.ts';

const ROOT = '/usr/lib/postgresql';

/** The folder of the newest installed PostgreSQL that has server and pg_dump; null where there is none. */
export function installedPostgres(): { bin: string; major: number } | null {
  if (!existsSync(ROOT)) return null;
  const majors = readdirSync(ROOT)
    .map(Number)
    .sort((a, b) => b - a);
  const major = majors.find((one) =>
    ['initdb', 'postgres', 'pg_dump', 'pg_restore'].every((name) => existsSync(join(ROOT, `${one}`, 'bin', name))),
  );
  return major ? { major, bin: join(ROOT, `${major}`, 'bin') } : null;
}

export interface InstalledServer {
  superuserUrl: string;
  url: string;
  ownerUrl: string;
  stop(): void;
}

/** A throwaway server of the installed PostgreSQL with the roles pmis_owner and pmis_app and an empty database pmis. */
export async function startInstalledPostgres(bin: string): Promise<InstalledServer> {
  const dir = makeTestFolder('installed-pg');
  const account = databaseAccount(null);
  const port = await freePort();
  const run = (name: string, ...args: string[]) => {
    const done = spawnSync(join(bin, name), args, {
      ...account,
      cwd: '/',
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    if (done.status !== 0) throw new Error(`${name} failed: ${done.stderr}`);
  };
  if (account) chownSync(dir, account.uid, account.gid);
  const cluster = join(dir, 'cluster');
  run('initdb', '-D', cluster, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync');
  writeFileSync(
    join(cluster, 'postgresql.auto.conf'),
    `port = ${port}\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = ''\nfsync = off\ntimezone = 'UTC'\n`,
  );
  run('pg_ctl', '-D', cluster, '-l', join(dir, 'log'), '-w', 'start');
  const url = (role: string, database = 'pmis') => `postgresql://${role}:x@127.0.0.1:${port}/${database}`;
  const client = new pg.Client({ connectionString: url('postgres', 'postgres') });
  await client.connect();
  for (const statement of [
    'create role pmis_owner login',
    'create role pmis_app login',
    'create database pmis owner pmis_owner',
  ])
    await client.query(statement);
  await client.end();
  // As deploy/compose/postgres-init.sh makes it: a superuser's extension in our database.
  const inside = new pg.Client({ connectionString: url('postgres') });
  await inside.connect();
  const offered = await inside.query(`select from pg_available_extensions where name = 'pg_stat_statements'`);
  if (offered.rowCount) await inside.query('create extension pg_stat_statements');
  await inside.end();
  return {
    superuserUrl: url('postgres', 'postgres'),
    url: url('pmis_app'),
    ownerUrl: url('pmis_owner'),
    stop() {
      run('pg_ctl', '-D', cluster, '-m', 'immediate', 'stop');
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
