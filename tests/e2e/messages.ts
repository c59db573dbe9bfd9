import { must } from './call-api.ts';
import { word } from './rows.ts';

interface MessageParts {
  subject: string;
  text: string;
  from?: string;
  html?: string;
  attachment?: { filename: string; contentType: string; content: string };
}

/** A message as bytes with an id of its own. */
export function message({ subject, text, html, attachment, from }: MessageParts): Buffer {
  const part = (type: string, body: string, head: string[] = []) =>
    [`--b0`, `Content-Type: ${type}`, ...head, '', body].join('\r\n');
  const parts = [
    html === undefined
      ? part('text/plain; charset=utf-8', text)
      : part(
          'multipart/alternative; boundary=b1',
          [
            '--b1\r\nContent-Type: text/plain; charset=utf-8\r\n',
            text,
            '--b1\r\nContent-Type: text/html; charset=utf-8\r\n',
            html,
            '--b1--',
          ].join('\r\n'),
        ),
    ...(attachment
      ? [
          part(attachment.contentType, Buffer.from(attachment.content).toString('base64'), [
            `Content-Disposition: attachment; filename*=UTF-8''${encodeURIComponent(attachment.filename)}`,
            'Content-Transfer-Encoding: base64',
          ]),
        ]
      : []),
  ];
  const head = [
    `From: ${from ?? 'Marta Kowal <marta.kowal@voltara.example>'}`,
    'To: pmis@northgate.example',
    `Subject: ${subject}`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <${word()}@e2e.example>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b0',
  ];
  return Buffer.from([...head, '', ...parts, '--b0--', ''].join('\r\n'));
}

/** The bytes as a file that a file input takes. */
export const emlFile = (buffer: Buffer, name = 'message.eml') => ({ name, mimeType: 'message/rfc822', buffer });

/** Brings a message in by the API as Alice and waits until it is read; its id. */
export async function readMessage(parts: MessageParts): Promise<string> {
  const { id } = await must<{ id: string }>('alice', 'POST', '/api/emails', message(parts));
  for (let look = 0; look < 100; look += 1) {
    const { status } = await must<{ status: string }>('alice', 'GET', `/api/emails/${id}`);
    if (status !== 'received') return id;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`The message ${id} was not read within 10 s.`);
}
