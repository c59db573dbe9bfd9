import { setTimeout as sleep } from 'node:timers/promises';
import autocannon from 'autocannon';

export const CONNECTIONS = 32;

/** One request of a round; several are sent one after the other by each connection, sharing a context. */
export type Shot = {
  method?: 'GET' | 'POST' | 'PATCH';
  path?: string;
  body?: string;
  headers?: Record<string, string>;
  setupRequest?: (request: Shot, context: Record<string, string>) => Shot;
  onResponse?: (status: number, body: string, context: Record<string, string>) => void;
};
export type Target = { name: string; url: string; headers?: Record<string, string>; requests?: Shot[] };

/** What a target did over all its rounds; latencies in milliseconds, `perSecond` the median of the rounds. */
export type Measured = {
  name: string;
  perSecond: number;
  p50: number;
  p95: number;
  p99: number;
  failed: number;
  total: number;
};

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

const quantile = (sorted: readonly number[], q: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] ?? 0;

type Round = { perSecond: number; latencies: number[]; failed: number };

/** One round of 32 connections for so many seconds; every answer but 2xx counts as failed. */
async function round({ url, headers, requests }: Target, seconds: number): Promise<Round> {
  const latencies: number[] = [];
  const running = autocannon({ url, headers, requests, connections: CONNECTIONS, duration: seconds, timeout: 30 });
  running.on('response', (_client, _status, _bytes, milliseconds) => latencies.push(milliseconds));
  const started = performance.now();
  const result = await running;
  const took = (performance.now() - started) / 1000;
  return { perSecond: result['2xx'] / took, latencies, failed: result.non2xx + result.errors };
}

/**
 * Measures several targets in turn, A B A B …, in short rounds after one that warms up: on a machine that does other
 * things too, neighbouring rounds see the same weather. `ratios` are the first's rate over the second's, pair by pair.
 */
export async function measureInTurn(
  targets: readonly Target[],
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<{ measured: Measured[]; ratios: number[] }> {
  const all: Round[][] = targets.map(() => []);
  for (const target of targets) await round(target, 2);
  for (let n = 0; n < rounds; n++) {
    for (const [i, target] of targets.entries()) {
      all[i]!.push(await round(target, seconds));
      await sleep(100);
    }
  }
  const measured = targets.map(({ name }, i) => {
    const sorted = all[i]!.flatMap((one) => one.latencies).sort((a, b) => a - b);
    return {
      name,
      perSecond: median(all[i]!.map((one) => one.perSecond)),
      p50: quantile(sorted, 0.5),
      p95: quantile(sorted, 0.95),
      p99: quantile(sorted, 0.99),
      failed: all[i]!.reduce((sum, one) => sum + one.failed, 0),
      total: sorted.length,
    };
  });
  const ratios = (all[0] ?? []).map((one, n) => one.perSecond / (all[1]?.[n]?.perSecond ?? Number.NaN));
  return { measured, ratios };
}
