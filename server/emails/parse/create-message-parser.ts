import { Worker } from 'node:worker_threads';
import { collectAfter } from './collect-garbage.ts';
import type { ParsedMessage, ParseFailure } from './parsed-message.ts';
import { threadEntry } from './thread-entry.ts';
import { unpackResult, type ThreadAnswer } from './thread-message.ts';

export type ParseResult = { ok: true; message: ParsedMessage } | { ok: false; failure: ParseFailure };

export type MessageParser = {
  /** Never rejects and always answers: what cannot be read is a failure with a reason. The bytes are copied, not taken. */
  parse(raw: Uint8Array): Promise<ParseResult>;
  /** Ends the threads; what is under way or waiting answers with a failure. */
  close(): Promise<void>;
};

export type MessageParserOptions = {
  /** How many messages are read at once. Default 1. */
  threads?: number;
  /** Milliseconds one message may take. Default 10,000. */
  timeoutMs?: number;
  /** Heap of one thread in MiB. Default 256. */
  memoryMb?: number;
  /** Another thread file, for tests of hanging and dying threads. */
  entry?: string;
};

type Job = { raw: Uint8Array; done: (result: ParseResult) => void };
type Slot = { worker: Worker | null; job: Job | null; timer: NodeJS.Timeout | null };

const failed = (code: ParseFailure['code'], reason: string): ParseResult => ({ ok: false, failure: { code, reason } });

/**
 * Reads messages in worker threads, so that a message that hangs or exhausts memory costs its thread and not the
 * process: the thread is replaced and the message answers `timeout` or `crash`. Threads start with the first message and
 * do not keep the process alive when idle.
 */
export function createMessageParser(options: MessageParserOptions = {}): MessageParser {
  const { threads = 1, timeoutMs = 10_000, memoryMb = 256 } = options;
  const waiting: Job[] = [];
  const slots: Slot[] = Array.from({ length: Math.max(1, threads) }, () => ({ worker: null, job: null, timer: null }));
  let closed = false;

  const finish = (slot: Slot, result: ParseResult) => {
    const { job } = slot;
    if (slot.timer) clearTimeout(slot.timer);
    slot.timer = null;
    slot.job = null;
    slot.worker?.unref();
    job?.done(result);
    collectAfter(job?.raw.byteLength ?? 0);
    next(slot);
  };

  const lose = (slot: Slot, worker: Worker, result: ParseResult) => {
    if (slot.worker !== worker) return;
    slot.worker = null;
    void worker.terminate();
    finish(slot, result);
  };

  const start = async (slot: Slot): Promise<Worker> => {
    const entry = options.entry ?? (await threadEntry());
    const worker = new Worker(entry, {
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
      env: {},
      execArgv: [],
    });
    slot.worker = worker;
    worker.on('message', (answer: ThreadAnswer) => {
      if (slot.worker !== worker) return;
      finish(slot, answer.ok ? { ok: true, message: unpackResult(answer.message, answer.contents) } : answer);
    });
    worker.on('error', (error: NodeJS.ErrnoException) => {
      const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      const reason = memory
        ? 'Reading this message needed more memory than allowed.'
        : `Reading this message failed: ${error.message}`;
      lose(slot, worker, failed('crash', reason.slice(0, 300)));
    });
    worker.on('exit', () =>
      lose(slot, worker, failed('crash', 'The thread that read this message ended unexpectedly.')),
    );
    return worker;
  };

  const next = (slot: Slot) => {
    if (slot.job || closed) return;
    const job = waiting.shift();
    if (!job) return;
    slot.job = job;
    void run(slot, job);
  };

  const run = async (slot: Slot, job: Job) => {
    try {
      const worker = slot.worker ?? (await start(slot));
      if (slot.job !== job) return;
      worker.ref();
      slot.timer = setTimeout(() => {
        lose(
          slot,
          worker,
          failed('timeout', `Reading this message took longer than ${Math.round(timeoutMs / 1000)} seconds.`),
        );
      }, timeoutMs);
      worker.postMessage(job.raw);
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      if (slot.job === job)
        finish(slot, failed('crash', `The thread that reads messages could not start: ${detail}`.slice(0, 300)));
    }
  };

  return {
    parse: (raw) =>
      new Promise((done) => {
        if (closed) return done(failed('crash', 'The message parser is closed.'));
        // a view into a larger buffer would be copied with all of it
        waiting.push({ raw: raw.byteLength === raw.buffer.byteLength ? raw : raw.slice(), done });
        const idle = slots.find((slot) => !slot.job);
        if (idle) next(idle);
      }),
    close: async () => {
      closed = true;
      const stopped = failed('crash', 'The message parser was closed before this message was read.');
      for (const job of waiting.splice(0)) job.done(stopped);
      const workers = slots.map((slot) => slot.worker);
      for (const slot of slots) {
        slot.worker = null;
        finish(slot, stopped);
      }
      await Promise.all(workers.map((worker) => worker?.terminate()));
    },
  };
}
