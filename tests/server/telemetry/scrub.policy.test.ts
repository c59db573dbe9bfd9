import { describe, expect, it } from 'vitest';
import { scrub, scrubText } from '../../../server/telemetry/scrub.policy.ts';

describe('scrubText', () => {
  it.each([
    ['token pmis_AbCdEf0123456789xyz refused', 'AbCdEf0123456789xyz'],
    ['Authorization: Bearer abc.def.ghi', 'abc.def.ghi'],
    ['connect postgresql://pmis_app:hunter22@db:5432/pmis', 'hunter22'],
    ['redis://:redispw@cache:6379', 'redispw'],
    ['openai said no to sk-proj-1234567890abcd', '1234567890abcd'],
    ['{"password":"correct horse"}', 'correct horse'],
    ['cookie: pmis_session=0123456789abcdef', '0123456789abcdef'],
    ['api_key=verysecretvalue&x=1', 'verysecretvalue'],
  ])('%s', (text, secret) => {
    expect(scrubText(text)).not.toContain(secret);
    expect(scrubText(text)).toContain('[redacted]');
  });

  it('leaves ordinary words alone and cuts long texts', () => {
    expect(scrubText('relation "vendors" does not exist')).toBe('relation "vendors" does not exist');
    expect(scrubText('x'.repeat(5_000)).length).toBeLessThan(1_100);
  });
});

it('scrub cuts secrets and mail texts by name at any depth', () => {
  const clean = JSON.stringify(
    scrub({
      headers: { Cookie: 'a=b', 'X-Api-Key': 'k1', accept: 'text/html' },
      mail: [{ subject: 'Bid', replyText: 'our price', id: 'm-1' }],
      deep: { a: { b: { c: { password: 'p1' } } } },
    }),
  );
  for (const secret of ['a=b', 'k1', 'Bid', 'our price', 'p1']) expect(clean).not.toContain(`"${secret}"`);
  for (const kept of ['text/html', 'm-1']) expect(clean).toContain(kept);
});
