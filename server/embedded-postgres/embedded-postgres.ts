import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installBinaries } from './binaries.ts';
import { createCluster, createRolesAndDatabase, resetSuperuserPassword } from './create-cluster.ts';
import { isCluster, locateHome } from './locate-cluster.ts';
import {
  choosePort,
  clearStaleLock,
  isAccepting,
  runningPostmaster,
  startPostmaster,
  stopPostmaster,
} from './postmaster.ts';
import {
  connectionUrls,
  type EmbeddedPostgresState,
  newPasswords,
  openDataDir,
  readState,
  writeState,
} from './state.ts';
import { livePid, processIdentity } from '../process-identity.ts';

/** Where a running embedded database is. `url` is the role pmis_app, `ownerUrl` pmis_owner, both on database pmis. */
export type EmbeddedPostgresAddress = Pick<
  EmbeddedPostgresState,
  'url' | 'ownerUrl' | 'superuserUrl' | 'port' | 'clusterDir' | 'binDir'
> & { pid: number };

export type EmbeddedPostgres = EmbeddedPostgresAddress & {
  /** Settles when the server has ended, wanted or not. */
  exited: Promise<void>;
  /** Fast shutdown; after `patience` ms (default 6000) an immediate one, which is safe and recovers at the next start. */
  stop(patience?: number): Promise<void>;
};

function address(state: EmbeddedPostgresState, pid: number): EmbeddedPostgresAddress {
  const { url, ownerUrl, superuserUrl, port, clusterDir, binDir } = state;
  return { url, ownerUrl, superuserUrl, port, clusterDir, binDir, pid };
}

/** The embedded database of this DATA_DIR when it is running and takes connections, else null. */
export function findEmbeddedPostgres(dataDir: string): EmbeddedPostgresAddress | null {
  const state = readState(dataDir);
  const pid = state ? runningPostmaster(state.clusterDir) : null;
  return state?.ready && pid && isAccepting(state.clusterDir) ? address(state, pid) : null;
}

/** Ends a server whose starter was killed. Throws when the starter still runs: the database is then in use. */
async function takeOver(dataDir: string, state: EmbeddedPostgresState, pid: number): Promise<void> {
  const starter = livePid(state.startedBy);
  if (starter) throw new Error(`The database in ${dataDir} is in use by PMIS (pid ${starter}). Stop that one first.`);
  await stopPostmaster(pid, 8_000);
}

/**
 * Starts the PostgreSQL server of this DATA_DIR, making cluster, roles (pmis_owner, pmis_app) and the database pmis at
 * the first start. Works as an ordinary user and as root (see locateHome), clears what a killed start left, and keeps
 * its port while that is free. `throwaway` trades durability for speed, for tests. Throws a plain Error that says what
 * to do, also when another live process has this database open.
 */
export async function startEmbeddedPostgres(options: {
  dataDir: string;
  throwaway?: boolean;
  log?: (line: string) => void;
}): Promise<EmbeddedPostgres> {
  const { throwaway = false, log = () => undefined } = options;
  const dataDir = openDataDir(options.dataDir);
  const before = readState(dataDir);
  const { home, account } = locateHome(dataDir, before);
  const clusterDir = join(home, 'postgres');
  const running = runningPostmaster(clusterDir);
  if (running && before) await takeOver(dataDir, before, running);
  else if (running) await stopPostmaster(running, 8_000);
  await clearStaleLock(clusterDir);

  const passwords = before?.passwords ?? newPasswords();
  let state: EmbeddedPostgresState = {
    port: before?.port ?? 0,
    home,
    clusterDir,
    passwords,
    ...connectionUrls(0, passwords),
    binDir: await installBinaries(account, home),
    ready: before?.ready ?? false,
    startedBy: processIdentity(process.pid) ?? String(process.pid),
  };
  if (!isCluster(clusterDir)) {
    log('Creating the embedded database …');
    state.ready = false;
    writeState(dataDir, state);
    createCluster(state, account, throwaway);
  } else if (!before) {
    log('postgres.json was lost: giving the embedded database new passwords …');
    resetSuperuserPassword(state, account);
  }
  for (let attempt = 1; ; attempt++) {
    const port = await choosePort(attempt === 1 ? before?.port : undefined);
    state = { ...state, port, ...connectionUrls(port, passwords) };
    writeState(dataDir, state);
    try {
      const { pid, exited } = await startPostmaster(dataDir, state, account, throwaway);
      if (!state.ready) {
        await createRolesAndDatabase(state);
        writeState(dataDir, { ...state, ready: true });
      }
      const stop = async (patience = 6_000) => {
        await stopPostmaster(pid, patience);
        await exited;
      };
      return { ...address(state, pid), exited, stop };
    } catch (error) {
      const portTaken = error instanceof Error && error.message.includes('could not bind');
      if (!portTaken || attempt === 3) throw error;
    }
  }
}

/** Deletes a stopped database and its DATA_DIR altogether; for tests. */
export function removeEmbeddedPostgres(dataDir: string): void {
  const state = readState(dataDir);
  if (state && dirname(state.clusterDir) !== dataDir) rmSync(state.home, { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}
