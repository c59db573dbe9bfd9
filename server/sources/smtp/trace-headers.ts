import type { Envelope } from './check-sender.ts';

const visible = (text: string) => text.replace(/[^\x21-\x7e]/g, '').slice(0, 255);

/** Where the header block ends: its first empty line by any convention of line ends. */
function headersEnd(raw: Buffer): number {
  const ends = ['\r\n\r\n', '\n\n', '\r\r', '\n\r\n']
    .map((mark) => raw.indexOf(mark, 0, 'latin1'))
    .filter((at) => at >= 0);
  return ends.length > 0 ? Math.min(...ends) : raw.length;
}

/**
 * Findings about the sender that came with the message itself, renamed so that nobody takes them for ours (RFC 8601,
 * section 5); what they said stays readable.
 */
export function renameForeignResults(raw: Buffer): Buffer {
  const end = headersEnd(raw);
  const head = raw.toString('latin1', 0, end);
  const renamed = head.replace(/(^|[\r\n])(authentication-results)(?=[ \t]*:)/gi, '$1X-Received-$2');
  return renamed === head ? raw : Buffer.concat([Buffer.from(renamed, 'latin1'), raw.subarray(end)]);
}

/**
 * The message with what its last receiver writes on top (RFC 5321, 4.4): our results about the sender, where it came
 * from, and its Return-Path. `results` null: a server of ours in front has checked it, and its findings stay.
 */
export function withTrace(
  raw: Buffer,
  {
    envelope,
    results,
    receiver,
    protocol,
    at,
  }: {
    envelope: Envelope;
    results: string | null;
    receiver: string;
    protocol: string;
    at: Date;
  },
): Buffer {
  const lines = [
    ...(results === null ? [] : [`Authentication-Results: ${results}`]),
    `Return-Path: <${visible(envelope.mailFrom)}>`,
    `Received: from ${visible(envelope.helo) || 'unknown'} ([${visible(envelope.clientAddress)}])\r\n\tby ${receiver} with ${protocol};\r\n\t${at.toUTCString().replace('GMT', '+0000')}`,
  ];
  const body = results === null ? raw : renameForeignResults(raw);
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n`, 'latin1'), body]);
}
