import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMessage } from '../../../../server/emails/parse/parse-message.ts';
import { ParseError } from '../../../../server/emails/parse/parsed-message.ts';
import { fuzzMessage, refusedTexts } from '../../../fixtures/mail/fuzz-message.ts';

// `npm run prove:fuzz-mail` runs the same property 20,000 times.
test('mutated and truncated messages are read or refused, never worse', async () => {
  await fc.assert(
    fc.asyncProperty(fuzzMessage, async (raw) => {
      const start = performance.now();
      try {
        const message = await parseMessage(raw);
        expect(refusedTexts(message)).toEqual([]);
        for (const file of message.attachments) expect(file.filename).not.toMatch(/[\\/]|^\.*$/);
      } catch (error) {
        if (!(error instanceof ParseError) || error.code === 'crash') throw error;
      }
      expect(performance.now() - start).toBeLessThan(2000);
    }),
    { numRuns: 300 },
  );
}, 60_000);
