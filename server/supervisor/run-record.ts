import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { livePid, processIdentity } from '../process-identity.ts';

/** DATA_DIR/run/<pid>.json: who runs here, so that a start after `kill -9` can end what the killed one left. */
interface RunRecord {
  supervisor: string;
  /** Where the web server listens. */
  address: string;
  /** True when this run owns the embedded database of DATA_DIR. */
  embedded: boolean;
  /** Identities of web and worker by name. */
  children: Record<string, string>;
}

function read(file: string): RunRecord | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as RunRecord;
  } catch {
    return null;
  }
}

async function endLeftovers(identities: string[]): Promise<void> {
  const living = () => identities.map(livePid).filter((pid) => pid !== null);
  for (const pid of living()) process.kill(pid, 'SIGTERM');
  for (let waited = 0; living().length > 0 && waited < 4_000; waited += 25) await sleep(25);
  for (const pid of living()) process.kill(pid, 'SIGKILL');
  while (living().length > 0) await sleep(25);
}

/**
 * Ends web and worker processes whose supervisor was killed. Throws when a living supervisor already uses the embedded
 * database of this DATA_DIR; several may share a DATA_DIR when DATABASE_URL names the database.
 */
export async function clearEarlierRuns(dataDir: string, embedded: boolean): Promise<void> {
  const dir = join(dataDir, 'run');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(dir)) {
    const file = join(dir, name);
    const record = read(file);
    const pid = record && livePid(record.supervisor);
    if (record && pid) {
      if (embedded && record.embedded) throw new Error(`PMIS already runs here: ${record.address} (pid ${pid}).`);
      continue;
    }
    if (record) await endLeftovers(Object.values(record.children));
    rmSync(file, { force: true });
  }
}

/** Opens this run's record. `child` notes a child's present identity, `close` removes the record. */
export function openRunRecord(dataDir: string, address: string, embedded: boolean) {
  const file = join(dataDir, 'run', `${process.pid}.json`);
  const record: RunRecord = { supervisor: processIdentity(process.pid) ?? '', address, embedded, children: {} };
  const write = () => writeFileSync(file, JSON.stringify(record) + '\n', { mode: 0o600 });
  write();
  return {
    child(name: string, identity: string) {
      record.children[name] = identity;
      write();
    },
    close: () => rmSync(file, { force: true }),
  };
}
