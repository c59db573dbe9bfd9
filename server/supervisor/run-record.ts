import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { commandLine, livePid, processIdentity } from '../process-identity.ts';

/** DATA_DIR/run/<pid>.json: who runs here, so that a start after `kill -9` can end what the killed one left. */
interface RunRecord {
  supervisor: string;
  /** Identity of the `npm start` above the supervisor; empty when it was started without npm. */
  launcher: string;
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

/** The npm that started this process: its end, also by `kill -9`, is ours. Null when it was started without npm. */
export function npmAbove(): string | null {
  return /^npm\b/.test(commandLine(process.ppid)) ? processIdentity(process.ppid) : null;
}

async function end(identities: string[], patience: number): Promise<void> {
  const living = () => identities.map(livePid).filter((pid) => pid !== null);
  for (const pid of living()) process.kill(pid, 'SIGTERM');
  for (let waited = 0; living().length > 0 && waited < patience; waited += 25) await sleep(25);
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
    if (record && pid && record.launcher && !livePid(record.launcher)) {
      await end([record.supervisor], 10_000);
    } else if (record && pid) {
      if (embedded && record.embedded) throw new Error(`PMIS already runs here: ${record.address} (pid ${pid}).`);
      continue;
    }
    if (record) await end(Object.values(record.children), 4_000);
    rmSync(file, { force: true });
  }
}

/** Opens this run's record. `child` notes a child's present identity, `close` removes the record. */
export function openRunRecord(dataDir: string, address: string, embedded: boolean) {
  const file = join(dataDir, 'run', `${process.pid}.json`);
  const supervisor = processIdentity(process.pid) ?? '';
  const record: RunRecord = { supervisor, launcher: npmAbove() ?? '', address, embedded, children: {} };
  const incoming = join(dataDir, `.run-${process.pid}`);
  const write = () => {
    writeFileSync(incoming, JSON.stringify(record) + '\n', { mode: 0o600 });
    renameSync(incoming, file);
  };
  write();
  return {
    child(name: string, identity: string) {
      record.children[name] = identity;
      write();
    },
    close: () => rmSync(file, { force: true }),
  };
}
