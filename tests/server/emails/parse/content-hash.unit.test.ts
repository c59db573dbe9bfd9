import { expect, test } from 'vitest';
import { parseMessage } from '../../../../server/emails/parse/parse-message.ts';
import { base64, lines, parts } from '../../../fixtures/mail/mail-case.ts';

const head = [
  'From: Bob <bob@pumps.example>',
  'Date: Mon, 2 Mar 2026 09:14:00 +0100',
  'Subject: =?utf-8?Q?Gr=C3=B6=C3=9Fe?=',
];
const hashOf = async (raw: string) => (await parseMessage(Buffer.from(raw, 'latin1'))).contentHash;
const plain = lines(
  ...head,
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  'Die Gr=C3=B6=C3=9Fe =',
  'steht fest.',
  '',
);
const withFile = (content: string) =>
  lines(
    ...head,
    'Content-Type: multipart/mixed; boundary=b',
    '',
    parts(
      [[], 'see file'],
      [['Content-Type: application/pdf; name=a.pdf', 'Content-Transfer-Encoding: base64'], base64(content)],
    ),
  );

test('transport headers, the id, encodings and line ends do not count', async () => {
  const again = [
    `Received: from elsewhere\r\nMessage-ID: <other@x.example>\r\nX-Spam: no\r\n${plain}`,
    plain.replaceAll('\r\n', '\n'),
    plain.replaceAll('\r\n', '\r'),
    lines(
      'From: Bob <BOB@pumps.example>',
      'Subject: =?iso-8859-1?Q?Gr=F6=DFe?=',
      'Date: Mon, 2 Mar 2026 08:14:00 GMT',
      'Content-Type: text/plain; charset=iso-8859-1',
      '',
      'Die Gr\xf6\xdfe steht fest.  ',
    ),
  ];
  const hash = await hashOf(plain);
  expect(hash).toMatch(/^[0-9a-f]{64}$/);
  for (const raw of again) expect(await hashOf(raw)).toBe(hash);
});

test.each([
  ['sender', plain.replace('bob@', 'eve@')],
  ['sender name', plain.replace('Bob', 'Eve')],
  ['date', plain.replace('09:14', '09:15')],
  ['unreadable date', plain.replace('Mon, 2 Mar', 'soon')],
  ['subject', plain.replace('=C3=9Fe?', '=C3=9Fen?')],
  ['text', plain.replace('steht', 'liegt')],
])('another %s is another message', async (_, raw) => {
  expect(await hashOf(raw)).not.toBe(await hashOf(plain));
});

test('another attachment is another message, its name alone is not', async () => {
  const hash = await hashOf(withFile('one'));
  expect(await hashOf(withFile('two'))).not.toBe(hash);
  expect(await hashOf(withFile('one').replace('a.pdf', 'b.pdf'))).toBe(hash);
});
