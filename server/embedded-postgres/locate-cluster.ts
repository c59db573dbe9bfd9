import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Account, canEnter, databaseAccount } from './account.ts';
import type { EmbeddedPostgresState } from './state.ts';

const SYSTEM_HOME = '/var/lib/pmis';

/** True when the folder holds a finished cluster. */
export function isCluster(dir: string): boolean {
  return existsSync(join(dir, 'PG_VERSION'));
}

function move(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true, mode: 0o755 });
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    execFileSync('cp', ['-a', '--', from, to]);
    execFileSync('rm', ['-rf', '--', from]);
  }
}

/** A system home whose DATA_DIR is gone: the checkout was moved, and its database follows it. */
function movedHome(state: EmbeddedPostgresState | null): string | null {
  if (!state || dirname(state.home) !== SYSTEM_HOME || !isCluster(join(state.home, 'postgres'))) return null;
  const origin = readFileSync(join(state.home, 'origin'), 'utf8').trim();
  return existsSync(join(origin, 'postgres.json')) ? null : state.home;
}

/**
 * Where the database of this DATA_DIR (a real path) lives and who runs it. An ordinary user keeps it in DATA_DIR. Root
 * cannot run PostgreSQL, and the user who does must be able to enter the folder: where he cannot (tried, not guessed),
 * the home is /var/lib/pmis/<hash of DATA_DIR's real path>.
 */
export function locateHome(
  dataDir: string,
  state: EmbeddedPostgresState | null,
): { home: string; account: Account | null } {
  const local = join(dataDir, 'postgres');
  const hash = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  const systemHome = join(SYSTEM_HOME, hash);
  const systemCluster = join(systemHome, 'postgres');
  if (process.getuid?.() !== 0) return { home: dataDir, account: null };

  const account = databaseAccount([systemCluster, local].find(isCluster) ?? null);
  if (!isCluster(systemCluster)) {
    const moved = movedHome(state);
    if (moved) {
      move(moved, systemHome);
    } else if (canEnter(account, dataDir)) {
      return { home: dataDir, account };
    } else if (isCluster(local)) {
      move(local, systemCluster);
    }
  }
  mkdirSync(systemHome, { recursive: true, mode: 0o755 });
  writeFileSync(join(systemHome, 'origin'), dataDir + '\n');
  return { home: systemHome, account };
}
