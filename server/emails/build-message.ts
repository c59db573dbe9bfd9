import type { JsonMessage } from './email.schema.ts';

/** An encoded word holds at most 75 characters, 12 of them its frame: 45 bytes make 60 characters of base64. */
const WORD_BYTES = 45;

/** RFC 2047 encoded words, folded; never splits a character. Plain printable ASCII stays as it is when short. */
function headerWords(text: string): string {
  if (/^[\x20-\x7e]{0,60}$/.test(text) && !text.includes('=?')) return text;
  const words: string[] = [];
  let chunk = '';
  for (const character of text) {
    if (Buffer.byteLength(chunk + character) > WORD_BYTES) {
      words.push(chunk);
      chunk = '';
    }
    chunk += character;
  }
  words.push(chunk);
  return words.map((word) => `=?utf-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ');
}

/** `Name <address>`: a quoted string for short plain ASCII, else encoded words. */
function mailbox({ name, address }: JsonMessage['sender']): string {
  if (name === '') return `<${address}>`;
  const plain = /^[\x20-\x7e]{1,60}$/.test(name) && !name.includes('=?');
  return `${plain ? `"${name.replace(/["\\]/g, '\\$&')}"` : headerWords(name)} <${address}>`;
}

/**
 * The JSON form as a message of RFC 5322: the same JSON always gives the same bytes, so that a repeat is recognised,
 * and there is no Date, because the sender named none. The body is base64: any text, no line of it a header.
 */
export function buildMessage(message: JsonMessage): Buffer {
  const body = Buffer.from(message.body.replace(/\r\n|\r|\n/g, '\r\n')).toString('base64');
  const lines = [
    `From: ${mailbox(message.sender)}`,
    `Subject: ${headerWords(message.subject)}`,
    `Message-ID: <${message.message_id}>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: base64',
    '',
    ...(body.match(/.{1,76}/g) ?? []),
    '',
  ];
  return Buffer.from(lines.join('\r\n'));
}
