import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';

export type Received = { path: string; headers: Record<string, unknown>; text: string };
export interface HttpSink {
  url: string;
  received: Received[];
  /** Resolves with the first thing received that passes; rejects after the limit. */
  next(passes: (one: Received) => boolean, limitMs?: number): Promise<Received>;
  close(): void;
}

/** An HTTP server that takes whatever is posted to it, from a browser too: Sentry's and a collector's place in tests. */
export async function startHttpSink(): Promise<HttpSink> {
  const received: Received[] = [];
  const server = createServer(async (req, res) => {
    const bytes = await buffer(req);
    const text = req.headers['content-encoding'] === 'gzip' ? gunzipSync(bytes).toString() : bytes.toString();
    if (req.method === 'POST') received.push({ path: req.url ?? '', headers: req.headers, text });
    res.writeHead(200, {
      'access-control-allow-origin': '*',
      'access-control-allow-headers': '*',
      'content-type': 'application/json',
    });
    res.end('{}');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    async next(passes, limitMs = 10_000) {
      for (const deadline = Date.now() + limitMs; ; await sleep(25)) {
        const found = received.find(passes);
        if (found) return found;
        if (Date.now() > deadline) throw new Error(`nothing of that kind came; ${received.length} others did`);
      }
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

export type SentryEvent = {
  release?: string;
  environment?: string;
  transaction?: string;
  tags?: Record<string, string>;
  user?: unknown;
  contexts?: { trace?: { trace_id?: string } };
  exception: { values: { type: string; value: string; stacktrace?: { frames: { filename: string }[] } }[] };
};

/** The event of a Sentry envelope; null for what is none (sessions, client reports). */
export function sentryEvent({ path, text }: Received): SentryEvent | null {
  if (!path.includes('/envelope/')) return null;
  const lines = text.split('\n');
  const at = lines.findIndex((line) => /"type":\s*"event"/.test(line) && line.length < 200);
  return at < 0 ? null : (JSON.parse(lines[at + 1]!) as SentryEvent);
}
