import cluster, { type Worker } from 'node:cluster';
import { AggregatorRegistry, register } from 'prom-client';

const TYPE = 'pmis:metrics';
const LIMIT_MS = 3_000;

type Message = { type?: string; id?: number; text?: string };

/** In the primary of several web processes: answers each one's request for the sums over all. */
export function answerMetricsRequests(): void {
  const all = new AggregatorRegistry();
  cluster.on('message', (worker: Worker, { type, id }: Message) => {
    if (type !== TYPE) return;
    const answer = (text?: string) => worker.isConnected() && worker.send({ type: TYPE, id, text });
    all.clusterMetrics().then(answer, () => answer());
  });
}

const waiting = new Map<number, (text: string | undefined) => void>();
let asked = 0;

function askPrimary(): Promise<string | undefined> {
  if (asked === 0)
    process.on('message', ({ type, id, text }: Message) => {
      if (type === TYPE && id !== undefined) waiting.get(id)?.(text);
    });
  const id = ++asked;
  return new Promise((resolve) => {
    const done = (text: string | undefined) => {
      clearTimeout(timer);
      waiting.delete(id);
      resolve(text);
    };
    const timer = setTimeout(done, LIMIT_MS, undefined);
    waiting.set(id, done);
    process.send?.({ type: TYPE, id } satisfies Message);
  });
}

// A process of a cluster answers prom-client's request for its numbers only once it has one of these.
if (cluster.isWorker) void new AggregatorRegistry();

/**
 * What the web processes of this container have measured, in Prometheus' text: summed over all WEB_CONCURRENCY of them;
 * this one's alone where the primary does not answer within three seconds.
 */
export async function processMetrics(): Promise<string> {
  const all = cluster.isWorker ? await askPrimary() : undefined;
  return all || register.metrics();
}
