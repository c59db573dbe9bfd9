import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProgram } from '../setup/product.ts';
import { freePort } from '../setup/services.ts';
import { startTcpProxy } from '../setup/tcp-proxy.ts';
import type { Stage } from './stage.ts';

/** One of several web processes behind the balancer. */
export type Replica = {
  /**
   * SIGTERM, its end, and a new one that answers, of the release in `folder` if it is named. Throws when it does not end
   * with 0 within 9 s.
   */
  restart: (folder?: string) => Promise<void>;
  end: () => Promise<void>;
};

async function openReplica(env: NodeJS.ProcessEnv): Promise<Replica & { port: number }> {
  const port = await freePort();
  let child: ChildProcess;
  const start = async (folder?: string) => {
    child = startProgram('server', { SHUTDOWN_DRAIN_MS: '2000', ...env, PORT: String(port) }, [], folder);
    while (!(await fetch(`http://127.0.0.1:${port}/health/live`).catch(() => null))?.ok) await sleep(25);
  };
  const end = async () => {
    child.kill('SIGTERM');
    const [code] = (await once(child, 'exit', { signal: AbortSignal.timeout(9_000) })) as [number | null];
    if (code !== 0) throw new Error(`A web process ended with ${code} on SIGTERM.`);
  };
  await start();
  return {
    port,
    end,
    async restart(folder) {
      await end();
      await start(folder);
    },
  };
}

const ASK_EVERY_MS = 100;

/** Two more web processes of the stage's product behind a balancer that sends callers where /health/live is 200. */
export async function openReplicas<S extends Pick<Stage, 'env'>>(
  stage: S,
): Promise<{ stage: S & { url: string }; replicas: Replica[]; close: () => Promise<void> }> {
  const replicas = await Promise.all([openReplica(stage.env), openReplica(stage.env)]);
  const balancer = await startTcpProxy(replicas.map(({ port }) => port));
  let closed = false;
  const watching = (async () => {
    while (!closed) {
      const well = await Promise.all(
        replicas.map(async ({ port }) => {
          const answer = await fetch(`http://127.0.0.1:${port}/health/live`).catch(() => null);
          await answer?.body?.cancel();
          return answer?.ok ? [port] : [];
        }),
      );
      balancer.targets = well.flat();
      await sleep(ASK_EVERY_MS);
    }
  })();
  return {
    stage: { ...stage, url: `http://127.0.0.1:${balancer.port}` },
    replicas: replicas.map(({ port, end, restart }) => ({
      end,
      async restart(folder) {
        await restart(folder);
        // A rolling update goes on when the balancer knows the new one.
        while (!balancer.targets.includes(port)) await sleep(25);
      },
    })),
    async close() {
      closed = true;
      await watching;
      await balancer.close();
      await Promise.all(replicas.map(({ end }) => end()));
    },
  };
}
