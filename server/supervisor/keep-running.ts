import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { appRoot } from '../app-root.ts';
import { processIdentity } from '../process-identity.ts';

/** Longest pause before a restart, in ms: with node's own start a dead child is back within two seconds. */
const LONGEST_PAUSE = 1_000;
/** A child that ran this long (ms) before it died is restarted with the shortest pause. */
const HEALTHY_AFTER = 5_000;

export interface ChildSpec {
  name: string;
  /** Arguments of node. */
  args: string[];
  env: NodeJS.ProcessEnv;
  /** Told the identity (process-identity.ts) of each new run. */
  onStart: (identity: string) => void;
  /** Told of each unwanted end, with how often in a row it happened without a healthy run. */
  onDeath: (how: string, inARow: number) => void;
}

export interface RunningChild {
  /** Ends the present run; a new one starts at once. */
  restart(): void;
  /** SIGTERM, and SIGKILL at `deadline` (epoch ms). Resolves when the child is gone. */
  stop(deadline: number): Promise<void>;
}

/** Starts a child of node in our process group and starts it again whenever it ends, until it is stopped. */
export function keepRunning(spec: ChildSpec): RunningChild {
  let child: ChildProcess;
  let stopping = false;
  let restarting = false;
  let deaths = 0;
  let wake = new AbortController();

  async function loop(): Promise<void> {
    while (!stopping) {
      const started = Date.now();
      child = spawn(process.execPath, spec.args, {
        argv0: 'node',
        cwd: appRoot,
        env: spec.env,
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      });
      if (child.pid) spec.onStart(processIdentity(child.pid) ?? '');
      const how = await new Promise<string>((resolve) => {
        child.once('error', (error) => resolve(error.message));
        child.once('exit', (code, signal) => resolve(signal ?? `exit code ${code}`));
      });
      if (stopping) return;
      if (restarting) {
        restarting = false;
        continue;
      }
      deaths = Date.now() - started > HEALTHY_AFTER ? 1 : deaths + 1;
      spec.onDeath(how, deaths);
      wake = new AbortController();
      await sleep(Math.min(100 * 2 ** (deaths - 1), LONGEST_PAUSE), undefined, { signal: wake.signal }).catch(
        () => null,
      );
    }
  }
  const ended = loop();

  return {
    restart() {
      restarting = child.exitCode === null && child.signalCode === null;
      child.kill('SIGTERM');
    },
    async stop(deadline) {
      stopping = true;
      wake.abort();
      child.kill('SIGTERM');
      const kill = setTimeout(() => child.kill('SIGKILL'), Math.max(0, deadline - Date.now()));
      await ended;
      clearTimeout(kill);
    },
  };
}
