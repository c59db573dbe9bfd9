import { randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { claimDueSlots } from '../../server/schedules/run-schedules.ts';
import type { OwnRedis } from '../setup/own-redis.ts';
import { postMessage } from './load.ts';
import type { Replica } from './replicas.ts';
import type { Fault } from './run-one.ts';

/** The web process dies; the supervisor starts it again. */
export const killWeb: Fault = async ({ pidOf }) => void process.kill(pidOf('web'), 'SIGKILL');

/** The worker dies in the middle of its work; the supervisor starts it again. */
export const killWorker: Fault = async ({ pidOf }) => void process.kill(pidOf('worker'), 'SIGKILL');

/** PostgreSQL is stopped for so long and comes back. */
export const stopPostgres =
  (seconds: number): Fault =>
  async ({ server }) => {
    await server.stop();
    await sleep(seconds * 1000);
    await server.start();
  };

/** Every answer of the database comes so much later, for so long. */
export const slowDatabase =
  (delayMs: number, seconds: number): Fault =>
  async ({ toDatabase }) => {
    toDatabase.delayMs = delayMs;
    await sleep(seconds * 1000);
    toDatabase.delayMs = 0;
  };

/** The network between product and database breaks every connection, again and again. */
export const cutDatabase =
  (times: number): Fault =>
  async ({ toDatabase }) => {
    for (let i = 0; i < times; i++) {
      toDatabase.cut();
      await sleep(300);
    }
  };

/** The Redis server process is killed and comes back after so long. */
export const stopRedis =
  (redis: OwnRedis, seconds: number): Fault =>
  async () => {
    await redis.crash();
    await sleep(seconds * 1000);
    await redis.start();
  };

const withAttachment = (id: string, bytes: number) =>
  Buffer.from(
    [
      'From: Jo <jo@elsewhere.test>',
      'To: pmis@northgate.example',
      `Subject: Drawing ${id}`,
      `Message-ID: ${id}`,
      'Date: Thu, 05 Mar 2026 10:12:41 +0100',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'The drawing.',
      '--b',
      'Content-Type: application/octet-stream',
      'Content-Disposition: attachment; filename=drawing.bin',
      'Content-Transfer-Encoding: base64',
      '',
      randomBytes(bytes).toString('base64'),
      '--b--',
      '',
    ].join('\r\n'),
  );

/** The disk of DATA_DIR is full for so long, while mail with attachments arrives. */
export const fillDisk =
  (seconds: number): Fault =>
  async ({ dataDir, url, token }) => {
    const filler = join(dataDir, 'filler');
    const file = await open(filler, 'w');
    const chunk = Buffer.alloc(1024 * 1024);
    for (let full = false; !full;)
      full = await file.write(chunk).then(
        ({ bytesWritten }) => bytesWritten < chunk.length,
        () => true,
      );
    await file.close();
    const messages: string[] = [];
    const until = Date.now() + seconds * 1000;
    for (let i = 0; Date.now() < until; i++) {
      const id = `<drill-disk-${i}-${process.pid}@elsewhere.test>`;
      if ((await postMessage(url, token, id, withAttachment(id, 300_000))) === 202) messages.push(id);
      await sleep(500);
    }
    await rm(filler);
    return messages;
  };

/** The clock of a worker jumps three days ahead, back, and ahead again: each slot is run once. */
export const jumpClock: Fault = async ({ db }) => {
  const now = Date.now();
  const ahead = new Date(now + 3 * 86_400_000);
  const claim = (at: Date) => claimDueSlots(db, 'drill', '0 0 * * *', at);
  const first = await claim(ahead);
  const back = await claim(new Date(now));
  const again = await claim(ahead);
  if (first.length === 0) throw new Error('Nothing came due in three days.');
  if (again.length > 0) throw new Error(`Claimed twice: ${again.join(', ')}.`);
  if (back.includes('check_overdue')) throw new Error('A slot of the past was claimed a second time.');
};

/** Each replica in turn is told to end and is started anew. */
export const rollReplicas =
  (replicas: readonly Replica[]): Fault =>
  async () => {
    for (const replica of replicas) {
      await replica.restart();
      await sleep(500);
    }
  };
