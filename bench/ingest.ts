import { Agent, request } from 'node:http';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { simpleParser } from 'mailparser';
import type pg from 'pg';
import { parseMessage } from '../server/emails/parse/parse-message.ts';
import { CONNECTIONS, median } from './load.ts';
import { makeMessages } from './messages.ts';

export type Ingestion = {
  messages: number;
  medianBytes: number;
  meanBytes: number;
  largestBytes: number;
  /** Messages a second, medians of the rounds. */
  stored: number;
  ingested: number;
  understood: number;
  simpleParser: number;
  adapter: number;
  /** Ingested over the faster of both loops, round by round. */
  ratios: number[];
};

async function loop(messages: readonly Buffer[], parse: (raw: Buffer) => Promise<unknown>): Promise<number> {
  const started = performance.now();
  for (const raw of messages) await parse(raw);
  return messages.length / ((performance.now() - started) / 1000);
}

async function post(agent: Agent, url: string, token: string, raw: Buffer): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'message/rfc822', 'content-length': raw.length };
  const sent = request(`${url}/api/emails`, { method: 'POST', agent, headers });
  sent.end(raw);
  const [answer] = (await once(sent, 'response')) as [import('node:http').IncomingMessage];
  answer.resume();
  await once(answer, 'end');
  if (answer.statusCode !== 202) throw new Error(`POST /api/emails answered ${answer.statusCode}.`);
}

async function waiting(db: pg.Pool): Promise<number> {
  const { rows } = await db.query<{ n: number }>(`select count(*)::int as n from emails where status = 'received'`);
  return rows[0]!.n;
}

async function unread(db: pg.Pool): Promise<number> {
  const { rows } = await db.query<{ n: number }>(
    `select count(*)::int as n from jobs where kind = 'understand_email' and status in ('queued', 'running')`,
  );
  return rows[0]!.n;
}

/**
 * From the first POST by 32 connections until the last message is stored, until the last is filed, and until the last is
 * read for suggestions (which runs after filing); per second.
 */
export async function ingest(
  { db, url, token }: { db: pg.Pool; url: string; token: string },
  messages: readonly Buffer[],
  connections = CONNECTIONS,
): Promise<{ stored: number; ingested: number; understood: number }> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const rest = messages.values();
  const started = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (const raw of rest) await post(agent, url, token, raw);
    }),
  );
  const stored = performance.now();
  while ((await waiting(db)) > 0) await sleep(20);
  const ended = performance.now();
  while ((await unread(db)) > 0) await sleep(50);
  const understood = performance.now();
  agent.destroy();
  const perSecond = (until: number) => messages.length / ((until - started) / 1000);
  return { stored: perSecond(stored), ingested: perSecond(ended), understood: perSecond(understood) };
}

/** The product's ingestion beside loops of mailparser and of our adapter over the same messages, in turn. */
export async function measureIngestion(
  product: { db: pg.Pool; url: string; token: string },
  { rounds, count }: { rounds: number; count: number },
): Promise<Ingestion> {
  const warm = makeMessages('warm', 300);
  await ingest(product, warm);
  await loop(warm, (raw) => simpleParser(raw));
  await loop(warm, parseMessage);
  const found: Omit<Ingestion, 'messages' | 'medianBytes' | 'meanBytes' | 'largestBytes' | 'ratios'>[] = [];
  let sizes: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const messages = makeMessages(`round-${round}`, count);
    sizes = messages.map((raw) => raw.length);
    const mailparser = await loop(messages, (raw) => simpleParser(raw));
    const rates = await ingest(product, messages);
    const adapter = await loop(messages, parseMessage);
    found.push({ ...rates, simpleParser: mailparser, adapter });
  }
  const unfiled = await product.db.query<{ n: number }>(
    `select count(*)::int as n from emails where status <> 'processed'`,
  );
  if (unfiled.rows[0]!.n > 0) throw new Error(`${unfiled.rows[0]!.n} messages were not processed.`);
  return {
    messages: count,
    medianBytes: median(sizes),
    meanBytes: sizes.reduce((sum, size) => sum + size, 0) / sizes.length,
    largestBytes: Math.max(...sizes),
    stored: median(found.map((one) => one.stored)),
    ingested: median(found.map((one) => one.ingested)),
    understood: median(found.map((one) => one.understood)),
    simpleParser: median(found.map((one) => one.simpleParser)),
    adapter: median(found.map((one) => one.adapter)),
    ratios: found.map((one) => one.ingested / Math.max(one.simpleParser, one.adapter)),
  };
}
