import { describe, expect, test } from 'vitest';
import { splitReply } from '../../../../server/emails/parse/reply-text.ts';
import { clientReplyCases } from '../../../fixtures/mail/client-cases.ts';
import { peerReplyCases } from '../../../fixtures/mail/peer-cases.ts';
import { replyCases } from '../../../fixtures/mail/reply-cases.ts';

const allCases = [...replyCases, ...peerReplyCases, ...clientReplyCases];

describe('what the sender wrote now', () => {
  test.each(allCases)('$name', ({ text, reply, signature }) => {
    const split = splitReply(text);
    expect(split.replyText).toBe(reply);
    if (signature !== undefined) expect(split.signatureText).toBe(signature);
  });

  test.each(allCases)('nothing is lost: $name', ({ text }) => {
    const { replyText, quotedText, signatureText } = splitReply(text);
    const kept = `${replyText}\n${quotedText}\n${signatureText}`;
    if (text.includes('BEGIN PGP')) return;
    for (const line of text.split('\n')) expect(kept).toContain(line.trim());
  });
});

describe('a body of 1 MB costs linear time', () => {
  const million = 1_000_000;
  const repeat = (text: string) => text.repeat(Math.ceil(million / text.length));
  test.each([
    ['one line', repeat('x ')],
    ['spaces', repeat(' ')],
    ['empty lines', repeat('\n')],
    ['attributions', repeat('On Mon, Mar 2, 2026 at 9:14 AM a@b.example wrote:\n')],
    ['beginnings of attributions', repeat(`${'On '.repeat(20)}\n`)],
    ['nested quotes', repeat('> > > a\nOn \n')],
    ['dashes', repeat('-')],
    ['underscores', repeat('_____________\n')],
    ['ats', repeat('a@')],
    ['header labels', repeat('From: a\nTo: b\n')],
    ['sign-offs', repeat('Best regards,\nBob\n')],
    ['sent from', repeat('Sent from my mail mail mail mail\n')],
  ])('%s', (_, text) => {
    const start = performance.now();
    splitReply(text);
    expect(performance.now() - start).toBeLessThan(3000);
  });
});
