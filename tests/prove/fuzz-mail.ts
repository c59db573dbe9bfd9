/**
 * `npm run prove:fuzz-mail [-- RUNS [SEED]]`: mutates and truncates our own messages (20,000 times by default) and, when
 * present, checks that none crashes the parser, takes over 2 s, or leaves text that PostgreSQL refuses, and that memory
 * does not grow. Prints the seed; exits with 1 on the first failure.
 */
import fc from 'fast-check';
import { parseMessage } from '../../server/emails/parse/parse-message.ts';
import { ParseError } from '../../server/emails/parse/parsed-message.ts';
import { fuzzMessage, refusedTexts } from '../fixtures/mail/fuzz-message.ts';

const runs = Number(process.argv[2] ?? 20_000);
const seed = Number(process.argv[3] ?? Date.now() % 1_000_000);
const refused = new Map<string, number>();
let slowest = 0;
let done = 0;
let heapEarly = 0;

const heap = () => {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 1024 / 1024;
};

await fc.assert(
  fc.asyncProperty(fuzzMessage, async (raw) => {
    const start = performance.now();
    try {
      const texts = refusedTexts(await parseMessage(raw));
      if (texts.length > 0) throw new Error(`text with NUL or a lone surrogate at ${texts.join(', ')}`);
    } catch (error) {
      if (!(error instanceof ParseError) || error.code === 'crash') throw error;
      refused.set(error.code, (refused.get(error.code) ?? 0) + 1);
    }
    const took = performance.now() - start;
    slowest = Math.max(slowest, took);
    if (took > 2000) throw new Error(`took ${Math.round(took)} ms`);
    if (++done === Math.floor(runs / 4)) heapEarly = heap();
  }),
  { numRuns: runs, seed, endOnFailure: true },
);

const growth = heap() - heapEarly;
console.log(
  `${done} messages, seed ${seed}: none crashed; slowest ${Math.round(slowest)} ms; refused ${JSON.stringify(Object.fromEntries(refused))}; heap grew ${growth.toFixed(1)} MiB after the first quarter`,
);
if (growth > 60) {
  console.error('Memory grows with the number of messages.');
  process.exitCode = 1;
}
