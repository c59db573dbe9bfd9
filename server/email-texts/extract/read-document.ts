import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { appRoot } from '../../app-root.ts';
import { threadEntry } from '../../emails/parse/thread-entry.ts';
import { TEXT_LIMITS, type TextKind } from './text-kind.policy.ts';

export type DocumentToRead = { kind: TextKind; bytes: Uint8Array };
/** `error`: why nothing was read, a sentence; null when it was. */
export type TextAnswer = { text: string; error: string | null };

export type DocumentReader = {
  /** Always answers: a document that hangs, or needs too much memory, costs its thread. The bytes are copied. */
  read(document: DocumentToRead): Promise<TextAnswer>;
  /** Ends the thread; the next document starts another. */
  close(): Promise<void>;
};

const SOURCE = path.join(appRoot, 'server/email-texts/extract/document-text-thread.ts');
const nothing = (error: string): TextAnswer => ({ text: '', error });

/** What the thread answers, or why it does not: it died, or took too long. */
function answerOf(worker: Worker, document: DocumentToRead, milliseconds: number): Promise<TextAnswer> {
  return new Promise((resolve) => {
    const late = nothing(`Reading it took longer than ${Math.round(milliseconds / 1000)} seconds.`);
    const timer = setTimeout(() => done(late), milliseconds);
    const failed = (error: NodeJS.ErrnoException) => {
      const memory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      const reason = memory ? 'Reading it needed more memory than allowed.' : `Reading it failed: ${error.message}`;
      done(nothing(reason.slice(0, 300)));
    };
    const ended = () => done(nothing('The thread that read it ended unexpectedly.'));
    const done = (answer: TextAnswer) => {
      clearTimeout(timer);
      worker.off('message', done).off('error', failed).off('exit', ended);
      resolve(answer);
    };
    worker.on('message', done).on('error', failed).on('exit', ended);
    worker.postMessage(document);
  });
}

/**
 * Reads documents one after the other in a worker thread with limits of time and memory. The thread lives as long as the
 * reader is open: it is closed after each message, so that an idle worker keeps no memory of it.
 */
export function openDocumentReader({
  milliseconds = TEXT_LIMITS.milliseconds,
  entry,
}: { milliseconds?: number; entry?: string } = {}): DocumentReader {
  let worker: Worker | null = null;

  async function start(): Promise<Worker> {
    const started = new Worker(entry ?? (await threadEntry(SOURCE)), {
      resourceLimits: { maxOldGenerationSizeMb: TEXT_LIMITS.memory, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
      env: {},
      execArgv: [],
      // What a library has to say about a broken document is not for our log.
      stdout: true,
      stderr: true,
    });
    started.unref();
    // A thread that dies between two documents is noticed by the next one.
    started.on('error', () => undefined);
    return started;
  }

  async function close(): Promise<void> {
    const ending = worker;
    worker = null;
    await ending?.terminate();
  }

  return {
    async read(document) {
      if (document.bytes.byteLength > TEXT_LIMITS.bytes) return nothing('It is larger than 25 MB.');
      worker ??= await start();
      const answer = await answerOf(worker, document, milliseconds);
      if (answer.error !== null) await close();
      return answer;
    },
    close,
  };
}
