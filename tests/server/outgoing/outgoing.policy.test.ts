import { describe, expect, test } from 'vitest';
import { replyRecipients, replyRefusal, replySubject } from '../../../server/emails/reply.policy.ts';
import { replyInput } from '../../../server/emails/reply.schema.ts';
import { renderBlocks } from '../../../server/outgoing/mail-blocks.ts';
import { sendFailure } from '../../../server/outgoing/send-failure.policy.ts';

describe('what a failed attempt means', () => {
  const OURS = ['EAUTH', 'ENOAUTH', 'EOAUTH2', 'ETLS', 'EDNS', 'EPROXY', 'ECONFIG'];
  const OTHERS = ['ECONNECTION', 'ETIMEDOUT', 'ESOCKET', 'EPROTOCOL', 'ESTREAM', '', undefined];
  const UNSENDABLE = ['EENVELOPE', 'EMESSAGE'];

  test.each([...OURS, ...OTHERS, ...UNSENDABLE])('%s, with and without a reply, before and in the text', (code) => {
    for (const handingOver of [false, true]) {
      for (const responseCode of [undefined, 421, 450, 451, 452, 500, 503, 535, 550, 554]) {
        const ours = code !== undefined && OURS.includes(code);
        const answered = responseCode !== undefined;
        const final = answered && responseCode >= 500 && responseCode !== 503;
        const expected = ours
          ? 'retry'
          : final
            ? 'refused'
            : answered
              ? 'retry'
              : handingOver
                ? 'unsure'
                : code !== undefined && UNSENDABLE.includes(code)
                  ? 'refused'
                  : 'retry';
        expect(sendFailure({ code, responseCode }, handingOver), `${code} ${responseCode} ${handingOver}`).toBe(
          expected,
        );
      }
    }
  });
});

describe('whom a reply goes to', () => {
  const email = {
    kind: 'normal',
    from: { name: 'Jo', address: 'jo@vendor.test' },
    replyTo: null,
    to: [{ name: 'Ann', address: 'ann@vendor.test' }],
    subject: 'Valves',
    senderMismatch: [],
    sent: false,
  };

  test('the sender, his Reply-To, those we wrote to, or nobody', () => {
    expect(replyRecipients(email)).toEqual([{ name: 'Jo', address: 'jo@vendor.test' }]);
    expect(replyRecipients({ ...email, replyTo: 'desk@vendor.test' })).toEqual([
      { name: 'Jo', address: 'desk@vendor.test' },
    ]);
    expect(replyRecipients({ ...email, replyTo: 'JO@vendor.test' })).toEqual([
      { name: 'Jo', address: 'jo@vendor.test' },
    ]);
    expect(replyRecipients({ ...email, sent: true })).toEqual(email.to);
    expect(replyRecipients({ ...email, senderMismatch: ['looks like ours'] })).toEqual([]);
    expect(replyRecipients({ ...email, from: { name: null, address: 'root' } })).toEqual([]);
    expect(replyRecipients({ ...email, from: null })).toEqual([]);
  });

  test('robots are not answered', () => {
    expect(replyRefusal(email)).toBeNull();
    expect(replyRefusal({ ...email, kind: 'auto' })).toMatch(/machine/);
    expect(replyRefusal({ ...email, kind: 'bounce' })).toMatch(/mail server/);
  });

  test('the subject gets one Re:', () => {
    expect([null, 'Valves', 'Re: Valves', 'AW: Ventile', ' a\n b '].map(replySubject)).toEqual([
      'Re: (no subject)',
      'Re: Valves',
      'Re: Valves',
      'AW: Ventile',
      'Re: a b',
    ]);
  });

  test('addresses are read as people type them', () => {
    const to = (given: unknown) => replyInput.parse({ text: 'x', to: given }).to;
    expect(to('jo@a.test, "Doe, Jane" <jane@b.test>; Max <max@c.test>')).toEqual([
      { name: null, address: 'jo@a.test' },
      { name: 'Doe, Jane', address: 'jane@b.test' },
      { name: 'Max', address: 'max@c.test' },
    ]);
    expect(to('')).toEqual([]);
    expect(to(['jo@a.test'])).toEqual([{ name: null, address: 'jo@a.test' }]);
    for (const wrong of [
      'jo',
      'jo@',
      'a b@c.test',
      ['jo@a.test\r\nBcc: x@y.test'],
      'Jo\r\nBcc: x@y.test <jo@a.test>',
      'x@y.test,'.repeat(21),
    ])
      expect(() => to(wrong), String(wrong)).toThrow();
  });
});

describe('the body of a mail', () => {
  const { text, html } = renderBlocks([
    { type: 'heading', text: 'Tasks' },
    { type: 'text', text: 'One <script>alert(1)</script>\ntwo\n\nthree' },
    { type: 'quote', text: 'When?\nSoon' },
    { type: 'facts', items: [{ label: 'Due', value: '5 Mar 2026' }] },
    {
      type: 'list',
      items: [{ text: 'T-1 “a”', url: 'https://pmis.example/tasks/T-1', note: 'late' }, { text: 'plain' }],
    },
    { type: 'link', text: 'Open', url: 'javascript:alert(1)' },
    { type: 'text', text: '  ' },
    { type: 'footer', text: 'You get this because …' },
  ]);

  test('as plain text', () => {
    expect(text).toBe(
      `Tasks

One <script>alert(1)</script>
two

three

> When?
> Soon

Due: 5 Mar 2026

- T-1 “a”
  late
  https://pmis.example/tasks/T-1
- plain

Open:
javascript:alert(1)

-- 
You get this because …
`,
    );
  });

  test('as HTML: escaped, no table, no link but to pages', () => {
    expect(html).toContain('One &lt;script&gt;alert(1)&lt;/script&gt;<br>\ntwo</p>\n<p>three</p>');
    expect(html).toContain('<a href="https://pmis.example/tasks/T-1">T-1 “a”</a><br>late');
    expect(html).not.toMatch(/<script|<table|href="javascript|<img/);
  });
});
