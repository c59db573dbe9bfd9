import { parentPort } from 'node:worker_threads';
import { collectAfter } from './parse/collect-garbage.ts';
import { packResult, type ThreadAnswer } from './parse/thread-message.ts';
import { parseMessage } from './parse/parse-message.ts';
import { ParseError } from './parse/parsed-message.ts';

// Entry of the parser's worker thread; started by createMessageParser, bundled to build/parser-thread.js.
const port = parentPort;
if (!port) throw new Error('parser-thread.ts runs only as a worker thread.');

port.on('message', async (raw: Uint8Array) => {
  let answer: ThreadAnswer;
  try {
    answer = packResult(await parseMessage(raw));
  } catch (error) {
    const failure = error instanceof ParseError ? error : new ParseError('crash', 'This message could not be read.');
    answer = { ok: false, failure: { code: failure.code, reason: failure.message } };
  }
  port.postMessage(answer, answer.ok ? [answer.contents.buffer] : []);
  collectAfter(raw.byteLength);
});
