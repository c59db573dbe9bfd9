import { parentPort } from 'node:worker_threads';
import type { DocumentToRead, TextAnswer } from './read-document.ts';
import { extractText } from './extract-text.ts';

// Entry of the thread that reads documents; started by readDocuments, bundled to build/document-text-thread.js.
const port = parentPort;
if (!port) throw new Error('document-text-thread.ts runs only as a worker thread.');

port.on('message', async ({ kind, bytes }: DocumentToRead) => {
  let answer: TextAnswer;
  try {
    answer = { text: await extractText(kind, bytes), error: null };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    answer = { text: '', error: `It could not be read: ${detail}`.slice(0, 300) };
  }
  port.postMessage(answer);
});
