import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, readFileSync, realpathSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What DATA_DIR/postgres.json (mode 0600) says; also how another process finds the running database. */
export interface EmbeddedPostgresState {
  /** TCP port on 127.0.0.1, kept from start to start while it is free. */
  port: number;
  /** Folder that holds the cluster and, where needed, the binaries: DATA_DIR or /var/lib/pmis/<hash>. */
  home: string;
  clusterDir: string;
  binDir: string;
  passwords: { postgres: string; pmis_owner: string; pmis_app: string };
  /** Application's role, database pmis. */
  url: string;
  /** Owner's role for migrations, database pmis. */
  ownerUrl: string;
  /** Superuser, database postgres. */
  superuserUrl: string;
  /** True once roles and database exist. */
  ready: boolean;
  /** Identity of the process that started the server last (see process-identity.ts). */
  startedBy: string;
}

/** Creates DATA_DIR when missing and returns its real path. Others may pass through it (as root) but never list it. */
export function openDataDir(dataDir: string): string {
  mkdirSync(dataDir, { recursive: true, mode: process.getuid?.() === 0 ? 0o711 : 0o700 });
  return realpathSync(dataDir);
}

/** Reads DATA_DIR/postgres.json; null when there is none or it is damaged. */
export function readState(dataDir: string): EmbeddedPostgresState | null {
  const file = join(dataDir, 'postgres.json');
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as EmbeddedPostgresState;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EACCES') {
      throw new Error(`${file} belongs to another user: run PMIS as that user, or set DATA_DIR to another folder.`, {
        cause: error,
      });
    }
    return null;
  }
}

/** Replaces DATA_DIR/postgres.json in one step; it stays with the owner of DATA_DIR, also when root writes it. */
export function writeState(dataDir: string, state: EmbeddedPostgresState): void {
  const file = join(dataDir, 'postgres.json');
  const incoming = `${file}.${process.pid}`;
  writeFileSync(incoming, JSON.stringify(state, null, 2) + '\n', { mode: 0o600 });
  if (process.getuid?.() === 0) {
    const { uid, gid } = statSync(dataDir);
    chownSync(incoming, uid, gid);
  }
  renameSync(incoming, file);
}

/** New random passwords, safe inside a URL and a quoted SQL literal. */
export function newPasswords(): EmbeddedPostgresState['passwords'] {
  const password = () => randomBytes(24).toString('base64url');
  return { postgres: password(), pmis_owner: password(), pmis_app: password() };
}

/** The three connection strings for a port and its passwords. */
export function connectionUrls(
  port: number,
  passwords: EmbeddedPostgresState['passwords'],
): Pick<EmbeddedPostgresState, 'url' | 'ownerUrl' | 'superuserUrl'> {
  const url = (role: keyof typeof passwords, database: string) =>
    `postgresql://${role}:${passwords[role]}@127.0.0.1:${port}/${database}`;
  return {
    url: url('pmis_app', 'pmis'),
    ownerUrl: url('pmis_owner', 'pmis'),
    superuserUrl: url('postgres', 'postgres'),
  };
}
