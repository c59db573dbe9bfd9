import { decodeText } from './decode-charset.ts';

const WORD = /=\?([^?\s]{1,60})\?([bq])\?([^?]*)\?=/gi;
/** An encoded word whose text has a bare question mark, which RFC 2047 wants escaped. */
const LOOSE_WORD = /(=\?[\w.:*-]{1,60}\?q\?)([^\s?]*\?(?!=)\S{0,400}?)\?=/gi;

type Word = { charset: string; encoding: string; payload: string };

function bytesOf({ encoding, payload }: Word): Buffer {
  if (encoding === 'b') return Buffer.from(payload, 'base64');
  const pieces = payload.replaceAll('_', ' ').split(/=([0-9a-f]{2})/i);
  return Buffer.concat(pieces.map((piece, i) => Buffer.from(piece, i % 2 === 1 ? 'hex' : 'utf8')));
}

/** Words of one charset are read together: a character, or a group of base64, may be split between them. */
function readRun(run: readonly Word[]): string {
  const joined: Word[] = [];
  for (const word of run) {
    const last = joined.at(-1);
    if (last && last.encoding === 'b' && word.encoding === 'b' && !last.payload.endsWith('=')) {
      joined[joined.length - 1] = { ...last, payload: last.payload + word.payload };
    } else joined.push(word);
  }
  return decodeText(Buffer.concat(joined.map(bytesOf)), run[0]!.charset).text;
}

/** Decodes encoded words (RFC 2047, RFC 2231 languages); what is none stays as written. A wrong charset is mended like a body's. */
export function decodeWords(sent: string): string {
  if (!sent.includes('=?')) return sent;
  const text = sent.replace(
    LOOSE_WORD,
    (_, head: string, payload: string) => `${head}${payload.replaceAll('?', '=3F')}?=`,
  );
  const out: string[] = [];
  let run: Word[] = [];
  let end = 0;
  const flush = () => {
    if (run.length > 0) out.push(readRun(run));
    run = [];
  };
  for (const match of text.matchAll(WORD)) {
    const gap = text.slice(end, match.index);
    const charset = match[1]!.replace(/\*.*$/, '').toLowerCase();
    const follows = run.length > 0 && gap.trim() === '';
    if (!follows || run[0]!.charset !== charset) flush();
    if (!follows) out.push(gap);
    run.push({ charset, encoding: match[2]!.toLowerCase(), payload: match[3]! });
    end = match.index + match[0].length;
  }
  flush();
  return out.join('') + text.slice(end);
}
