import { expect, test } from 'vitest';
import { parseMessage } from '../../../../server/emails/parse/parse-message.ts';
import { lines, message, parts } from '../../../fixtures/mail/mail-case.ts';

const million = (text: string) => text.repeat(Math.ceil(1_000_000 / text.length));
const html = (body: string) => message(['Content-Type: text/html'], body);
const header = (line: string) => message([line.slice(0, 900_000)], 't');
const bounce = (body: string) =>
  lines('Return-Path: <>', 'From: MAILER-DAEMON@x.example', 'Subject: failure notice', '', body);

// Each makes a quadratic reader take minutes.
test.each([
  ['open elements', html(million('<b>'))],
  ['unclosed cells', html(`<table><tr>${million('<td>a')}`)],
  ['angle brackets', html(million('<'))],
  ['nested anchors', html('<a href=http://x.example>t'.repeat(20_000))],
  ['comments', html(million('<!--'))],
  ['blockquotes', html('<blockquote>'.repeat(390) + million('x<br>'))],
  ['a style', html(`<p style="${million('/*')}">x`)],
  ['boundaries', message(['Content-Type: multipart/mixed; boundary=b'], million('--bx\r\n') + parts([[], 'x']))],
  ['encoded words', header(`Subject: ${million('=?utf-8?Q?=E4?= ')}`)],
  ['addresses', header(`Cc: ${million('a@b,')}`)],
  ['parentheses', header(`Cc: ${million('(')}`)],
  ['ids', header(`References: ${million('<a')}`)],
  ['parameters', header(`Content-Type: text/plain; ${million('a*0*=x;')}`)],
  ['equals signs', message(['Content-Transfer-Encoding: quoted-printable'], million('= '))],
  ['junk between headers', `From: a@b.example\r\n${`${'junk\r\n'.repeat(39)}X-A: 1\r\n`.repeat(2000)}`],
  ['quoted empty lines of a bounce', bounce(million('\n>'))],
  ['calendar parameters', message(['Content-Type: text/calendar'], `BEGIN:VCALENDAR\nA${million(';A=a,a')}`)],
])(
  'a megabyte of %s costs linear time',
  async (_, raw) => {
    const start = process.cpuUsage();
    await parseMessage(Buffer.from(raw, 'latin1')).catch((error: unknown) =>
      expect(error).toMatchObject({ name: 'ParseError' }),
    );
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeLessThan(5000);
  },
  30_000,
);
