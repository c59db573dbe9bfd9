import { isAscii } from 'node:buffer';
import { cleanLine } from './clean-text.ts';
import { decodeText } from './decode-charset.ts';
import { decodeWords } from './decode-words.ts';
import { ParseError, parseLimits } from './parsed-message.ts';

/** One header as sent: `name` lower case, `raw` unfolded bytes after the colon. */
export type HeaderField = { name: string; raw: Buffer };

export type HeaderBlock = { fields: HeaderField[]; bodyStart: number; malformed: string[] };

const LF = 0x0a;
const CR = 0x0d;
const NAME = /^[!-9;-~]+[ \t]*:/;
const KNOWN =
  /^(subject|from|to|cc|date|message-id|mime-version|content-[a-z-]+|received|return-path|reply-to|x-[a-z-]+)[ \t]*:/i;

type Line = { start: number; end: number; next: number };

function lineAt(bytes: Buffer, start: number, limit: number): Line {
  const found = bytes.indexOf(LF, start);
  const stop = found < 0 || found >= limit ? limit : found;
  let end = stop;
  while (end > start && bytes[end - 1] === CR) end--;
  return { start, end, next: stop < limit ? stop + 1 : limit };
}

/** Does a well-known header follow before the next empty line? Then a line without a colon was junk between headers. */
function headersFollow(bytes: Buffer, start: number, limit: number): boolean {
  let position = start;
  for (let i = 0; i < 40 && position < limit; i++) {
    const line = lineAt(bytes, position, limit);
    if (line.end === line.start) return false;
    if (KNOWN.test(bytes.toString('latin1', line.start, Math.min(line.end, line.start + 80)))) return true;
    position = line.next;
  }
  return false;
}

/**
 * Splits the header block that begins at `start`. A line without a colon is skipped when headers follow it (on top of a
 * part only at the start of a message: there it would be a part without headers), else it is the first line of a body
 * whose separating empty line is missing. A line of white space only ends the headers unless
 * a header follows.
 */
export function splitHeaders(bytes: Buffer, start: number, limit: number): HeaderBlock {
  const fields: { name: string; pieces: Buffer[] }[] = [];
  const malformed: string[] = [];
  let position = start;
  let size = 0;
  const finish = (bodyStart: number): HeaderBlock => ({
    fields: fields.map(({ name, pieces }) => ({ name, raw: pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces) })),
    bodyStart,
    malformed,
  });
  while (position < limit) {
    const line = lineAt(bytes, position, limit);
    const first = bytes[line.start];
    size += line.end - line.start;
    if (size > parseLimits.headerBytes || fields.length > parseLimits.headerCount) {
      throw new ParseError('too_large', 'The headers of this message are larger than 1 MB or more than 2,000.');
    }
    if (line.end === line.start) return finish(line.next);
    const current = fields.at(-1);
    if (first === 0x20 || first === 0x09) {
      const blank = bytes.toString('latin1', line.start, line.end).trim() === '';
      if (blank && !headersFollow(bytes, line.next, limit)) return finish(line.next);
      if (!blank && current) current.pieces.push(bytes.subarray(line.start, line.end));
      if (!blank && !current) return finish(line.start);
      position = line.next;
      continue;
    }
    const name = NAME.exec(bytes.toString('latin1', line.start, Math.min(line.end, line.start + 200)));
    if (name) {
      const key = name[0].slice(0, -1).trimEnd().toLowerCase();
      fields.push({ name: key, pieces: [bytes.subarray(line.start + name[0].length, line.end)] });
    } else if ((fields.length > 0 || start === 0) && headersFollow(bytes, line.next, limit)) {
      malformed.push('header_without_colon');
    } else {
      if (fields.length > 0) malformed.push('missing_blank_line');
      return finish(line.start);
    }
    position = line.next;
  }
  return finish(limit);
}

/** A header's text before encoded words are decoded; raw 8-bit bytes are read as UTF-8, else by detection. */
export function headerText(field: HeaderField, charsetHint: string | null = null): string {
  const { raw } = field;
  if (isAscii(raw) && !raw.includes(0x1b)) return raw.toString('latin1').trim();
  const utf8 = decodeText(raw, 'utf-8');
  const text = utf8.guessed && charsetHint ? decodeText(raw, charsetHint).text : utf8.text;
  return raw.includes(0x1b) ? decodeText(raw, null).text.trim() : text.trim();
}

/** All headers of a block, for looking up by lower-case name. */
export type HeaderMap = {
  first(name: string): string | null;
  all(name: string): string[];
  has(name: string): boolean;
};

/** Reads values (8-bit decoded, encoded words untouched) by name; `charsetHint` is used for raw 8-bit values. */
export function headerMap(fields: HeaderField[], charsetHint: string | null): HeaderMap {
  const byName = new Map<string, HeaderField[]>();
  for (const field of fields) {
    const list = byName.get(field.name);
    if (list) list.push(field);
    else byName.set(field.name, [field]);
  }
  const all = (name: string) => (byName.get(name) ?? []).map((field) => headerText(field, charsetHint));
  return {
    all,
    has: (name) => byName.has(name),
    first: (name) => {
      const field = byName.get(name)?.[0];
      return field ? headerText(field, charsetHint) : null;
    },
  };
}

/** A readable header value: encoded words decoded, one line, clean. */
export function readableHeader(text: string): string {
  return cleanLine(decodeWords(text));
}
