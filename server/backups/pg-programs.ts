import { execFile } from 'node:child_process';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { childEnv, env } from '../env.ts';

const run = promisify(execFile);

/** Debian, Red Hat and Homebrew keep each major's programs in a folder of its own. */
const ROOTS = ['/usr/lib/postgresql', '/usr/pgsql', '/opt/homebrew/opt', '/usr/local/opt'];

function folders(): string[] {
  return ROOTS.flatMap((root) => {
    try {
      return readdirSync(root).map((name) => path.join(root, name, 'bin'));
    } catch {
      return [];
    }
  });
}

export type PgProgram = { file: string; major: number; version: string };

async function versionOf(file: string): Promise<PgProgram | null> {
  try {
    const { stdout } = await run(file, ['--version'], { timeout: 5_000 });
    const version = /\(PostgreSQL\) (\S+)/.exec(stdout)?.[1] ?? '';
    return { file, version, major: Number.parseInt(version, 10) };
  } catch {
    return null;
  }
}

/**
 * pg_dump or pg_restore of at least this major: PG_DUMP's folder, the PATH, the usual folders. PG_DUMP decides alone
 * where it is set. Null when there is none that is new enough: an older pg_dump refuses a newer server.
 */
export async function findPgProgram(name: 'pg_dump' | 'pg_restore', major: number): Promise<PgProgram | null> {
  const given = env().PG_DUMP;
  const files = given
    ? [name === 'pg_dump' ? given : path.join(path.dirname(given), name)]
    : [name, ...folders().map((folder) => path.join(folder, name))];
  const found = await Promise.all(files.map(versionOf));
  return found.find((program) => program !== null && program.major >= major) ?? null;
}

/** The variables by which PostgreSQL's programs connect: no list of processes shows the password. */
export function connectionEnv(url: string): NodeJS.ProcessEnv {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  const values: Record<string, string | null> = {
    PGHOST: hostname.replace(/^\[|\]$/g, '') || searchParams.get('host'),
    PGPORT: port,
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
    PGSSLMODE: searchParams.get('sslmode'),
    PGSSLROOTCERT: searchParams.get('sslrootcert'),
    PGCONNECT_TIMEOUT: '15',
    PGTZ: 'UTC',
    PATH: childEnv({}).PATH ?? null,
  };
  const set = Object.entries(values).filter((entry): entry is [string, string] => Boolean(entry[1]));
  return { NODE_ENV: 'production', ...Object.fromEntries(set) };
}
